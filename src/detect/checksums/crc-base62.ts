/** GitHub and npm: the last six characters are the CRC-32 of the thirty before them, in base 62. */
import { crc32, toBase62 } from "../../lib/crc32.ts";
import type { Checksum } from "./checksum.ts";

/** `ghp_`, `gho_`, `ghu_`, `ghs_`, `ghr_`, `npm_`: prefix without digits, then body and checksum. */
const FORM = /^[a-z]+_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** Other lengths (long refresh tokens, installation tokens that hold a JWT) carry no such checksum. */
export const crcBase62: Checksum = (secret) => {
  const [, body, sum] = FORM.exec(secret) ?? [];
  return { valid: body === undefined ? null : toBase62(crc32(body), 6) === sum };
};
