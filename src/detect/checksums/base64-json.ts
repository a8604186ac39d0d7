/** Tokens that are JSON in base64 after a prefix: Grafana, 1Password service accounts, Sentry organisations. */
import type { Checksum } from "./checksum.ts";

/** Fields that name who or where, by provider; everything else may be secret. */
const PUBLIC: Readonly<Record<string, string>> = {
  o: "organization",
  org: "organization",
  n: "name",
  region_url: "host",
  signInAddress: "host",
  email: "email",
};

/** `glc_…`, `ops_…`, `sntrys_…_signature`; Grafana's oldest keys have no prefix. */
const FORM = /^(?:glc_|ops_|sntrys_)?(eyJ[0-9A-Za-z+/-]+)/;

const parse = (base64: string): unknown => {
  try {
    return JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
  } catch {
    return null;
  }
};

export const base64Json: Checksum = (secret) => {
  const [, body = ""] = FORM.exec(secret) ?? [];
  const value = parse(body);
  // Masked, cut off or wrapped: the prefix still names the kind, only nothing is proven.
  if (typeof value !== "object" || value === null) return { valid: null };
  const facts: Record<string, string> = {};
  for (const [key, field] of Object.entries(value)) {
    const name = PUBLIC[key];
    if (name !== undefined && (typeof field === "string" || typeof field === "number"))
      facts[name] = String(field);
  }
  return { valid: true, facts };
};
