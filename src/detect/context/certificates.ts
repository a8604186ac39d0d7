/** Whose a private key is: the subject of the certificate beside it, if that really is its certificate. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Kept } from "../overlaps.ts";
import type { Facts } from "./public-values.ts";

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";
/** How far from the key. */
const REACH = 16_384;
const MOST = 4;
const LONGEST_SUBJECT = 200;

const readCertificate = (text: string): X509Certificate | null => {
  try {
    return new X509Certificate(text.replaceAll(/(?:\\+r)?\\+n/g, "\n").replaceAll(/^[ \t]+/gm, ""));
  } catch {
    return null;
  }
};

/** Certificates before and behind the key, as far as they stand whole in reach. */
function* findCertificates(text: string): Generator<X509Certificate> {
  let count = 0;
  for (
    let start = text.indexOf(BEGIN);
    start !== -1 && count < MOST;
    start = text.indexOf(BEGIN, start + 1)
  ) {
    const end = text.indexOf(END, start);
    if (end === -1) return;
    const certificate = readCertificate(text.slice(start, end + END.length));
    count++;
    if (certificate !== null) yield certificate;
  }
}

const describe = ({ subject }: X509Certificate): string =>
  subject.replaceAll(/\s*\n\s*/g, ", ").slice(0, LONGEST_SUBJECT);

/** `{ subject }` of the certificate whose key this is, or nothing. */
export const readCertificateOf = (bytes: Buffer, { candidate }: Kept): Facts => {
  if (!candidate.value.startsWith("-----BEGIN ")) return {};
  const { start, end } = candidate.span;
  const around = bytes.subarray(Math.max(0, start - REACH), Math.min(bytes.length, end + REACH));
  if (!around.includes(BEGIN)) return {};
  try {
    const key = createPrivateKey(candidate.value);
    for (const certificate of findCertificates(around.toString("latin1")))
      if (certificate.checkPrivateKey(key)) return { subject: describe(certificate) };
  } catch {
    // Encrypted, or of a kind that is not read here: nothing says that they belong together.
  }
  return {};
};
