/** OpenSSH private keys (PROTOCOL.key): magic, then cipher and kdf names; `none` means anybody can use the key. */
import type { Checksum } from "./checksum.ts";
import { holdsKey, readPemText } from "./pem-text.ts";

const MAGIC = "openssh-key-v1\0";

/** Length-prefixed string at an offset, or null beyond the end. */
const readString = (
  bytes: Buffer,
  offset: number,
): { readonly text: string; readonly next: number } | null => {
  if (offset + 4 > bytes.length) return null;
  const end = offset + 4 + bytes.readUInt32BE(offset);
  return end > bytes.length ? null : { text: bytes.toString("latin1", offset + 4, end), next: end };
};

export const openssh: Checksum = (secret) => {
  const text = readPemText(secret);
  if (!holdsKey(text)) return { valid: false };
  const bytes = Buffer.from(text.base64, "base64");
  if (!bytes.toString("latin1").startsWith(MAGIC)) return { valid: null };
  const cipher = readString(bytes, MAGIC.length);
  const kdf = cipher === null ? null : readString(bytes, cipher.next);
  if (kdf === null) return { valid: null };
  return { valid: true, facts: { encrypted: kdf.text === "none" ? "no" : "yes" } };
};
