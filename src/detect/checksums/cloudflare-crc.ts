/** Cloudflare's prefixed tokens: eight hex digits after the body, its CRC-32 without the prefix. */
import { crc32 } from "../../lib/crc32.ts";
import type { Checksum } from "./checksum.ts";

const FORM = /^cf[a-z]{1,2}_([0-9A-Za-z]{40})([0-9a-f]{8})$/;

export const cloudflareCrc: Checksum = (secret) => {
  const [, body, sum] = FORM.exec(secret) ?? [];
  return { valid: body === undefined ? null : crc32(body).toString(16).padStart(8, "0") === sum };
};
