/** Grafana service account tokens: CRC-32 of prefix and body as little-endian hex after the last `_`. */
import { crc32 } from "../../lib/crc32.ts";
import type { Checksum } from "./checksum.ts";

const FORM = /^(glsa_[0-9A-Za-z]{32})_([0-9A-Fa-f]{8})$/;

export const grafanaCrc: Checksum = (secret) => {
  const [, head, sum] = FORM.exec(secret) ?? [];
  if (head === undefined || sum === undefined) return { valid: null };
  return { valid: crc32(head) === Buffer.from(sum, "hex").readUInt32LE() };
};
