/** CRC-32/IEEE (zlib's polynomial), as GitHub, GitLab and others use it in tokens. */
import { crc32 as zlibCrc32 } from "node:zlib";

/** Unsigned 32-bit checksum of the bytes (strings as UTF-8). */
export const crc32 = (data: string | Uint8Array): number => zlibCrc32(data);

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Base 62 with digits, upper, lower, left-padded with `0`. */
export const toBase62 = (value: number, length: number): string => {
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = `${BASE62.charAt(rest % 62)}${text}`;
  return text.padStart(length, "0");
};
