/** PyPI tokens are macaroons (binary format 2) whose location names the package index. */
import type { Checksum } from "./checksum.ts";

const VERSION = 2;
const FIELD_LOCATION = 1;
const FIELD_IDENTIFIER = 2;

export const pypiMacaroon: Checksum = (secret) => {
  const bytes = Buffer.from(secret.replace(/^pypi-/, ""), "base64url");
  const length = bytes[2] ?? 0;
  const end = 3 + length;
  if (bytes[0] !== VERSION || bytes[1] !== FIELD_LOCATION || bytes[end] !== FIELD_IDENTIFIER)
    // The prefix is proof enough of the kind; a masked or shortened token is still reported.
    return { valid: null };
  return { valid: true, facts: { host: bytes.toString("latin1", 3, end) } };
};
