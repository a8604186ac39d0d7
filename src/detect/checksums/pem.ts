/** PEM private keys: do they parse, of what type and size, are they encrypted? */
import { createPrivateKey, type KeyObject } from "node:crypto";
import type { Checksum } from "./checksum.ts";
import { holdsKey, type PemText, readPemText } from "./pem-text.ts";

const toPem = ({ label, headers, base64 }: PemText): string => {
  const lines = base64.match(/.{1,64}/g)?.join("\n") ?? "";
  const head = headers === "" ? "" : `${headers}\n\n`;
  return `-----BEGIN ${label}-----\n${head}${lines}\n-----END ${label}-----\n`;
};

const describe = (key: KeyObject): Record<string, string> => {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const facts: Record<string, string> = { type: key.asymmetricKeyType ?? "unknown", encrypted: "no" };
  if (bits !== undefined) facts["bits"] = String(bits);
  if (curve !== undefined) facts["curve"] = curve;
  return facts;
};

/** Node says so in its own words for some forms and in OpenSSL's (the prompt was cancelled) for others. */
const PASSPHRASE_ERRORS = ["ERR_MISSING_PASSPHRASE", "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED"];
const needsPassphrase = (error: unknown): boolean =>
  error instanceof Error && "code" in error && PASSPHRASE_ERRORS.includes(String(error.code));

/** Also takes a PEM text that is itself base64, as kubeconfig and CI variables hold it. */
export const pem: Checksum = (secret) => {
  const isWrapped = secret.startsWith("LS0tLS1CRUdJTi");
  const text = readPemText(isWrapped ? Buffer.from(secret, "base64").toString("latin1") : secret);
  if (!holdsKey(text)) return { valid: false };
  try {
    return { valid: true, facts: describe(createPrivateKey(toPem(text))) };
  } catch (error) {
    if (needsPassphrase(error)) return { valid: true, facts: { encrypted: "yes" } };
    // Damaged, masked, or a form Node does not read (PGP): still a key, only not proven.
    const isMarked = text.label.includes("ENCRYPTED") || text.headers.includes("ENCRYPTED");
    return { valid: null, facts: isMarked ? { encrypted: "yes" } : {} };
  }
};
