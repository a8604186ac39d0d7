/** Base64, standard and URL-safe (RFC 4648), on one line or wrapped, plain, UTF-16 (PowerShell) or gzip inside. */
import { gunzipSync } from "node:zlib";
import { decodeText } from "../../lib/text.ts";
import { type Decoder, looksLikeText, type Piece, TOO_MUCH } from "./piece.ts";
import { findRuns, makeAlphabet, type Run, type RunShape } from "./runs.ts";

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** 16 decoded bytes: less holds no secret that the plain text rules would know. */
const MINIMUM = 22;
/** Characters of the head that is looked at before the rest is decoded: whole groups of four. */
const HEAD = 16;
/** A bomb inflates to this much and no more. */
const MAX_INFLATED = 4 * 1024 * 1024;

/** Six-bit value of each character, in both alphabets. */
const SEXTETS = new Uint8Array(256);
[...STANDARD].forEach((character, value) => (SEXTETS[character.charCodeAt(0)] = value));
SEXTETS["-".charCodeAt(0)] = 62;
SEXTETS["_".charCodeAt(0)] = 63;

const isPrintable = (byte: number): boolean =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Whether the characters at `at` decode to the beginning of a text, of UTF-16 or of gzip. Allocates nothing. */
const isPromising = (bytes: Buffer, at: number): boolean => {
  let printable = 0;
  let high = 0;
  let zero = 0;
  for (let group = at; group < at + HEAD; group += 4) {
    const bits =
      ((SEXTETS[bytes[group] ?? 0] ?? 0) << 18) |
      ((SEXTETS[bytes[group + 1] ?? 0] ?? 0) << 12) |
      ((SEXTETS[bytes[group + 2] ?? 0] ?? 0) << 6) |
      (SEXTETS[bytes[group + 3] ?? 0] ?? 0);
    if (group === at && bits >>> 8 === 0x1f8b) return true;
    for (const byte of [bits >>> 16, (bits >>> 8) & 255, bits & 255]) {
      if (isPrintable(byte)) printable++;
      else if (byte >= 0x80) high++;
      else if (byte === 0) zero++;
      else return false;
    }
    // A first group without any plain character is no text worth the rest of the look.
    if (printable === 0) return false;
  }
  const total = (HEAD / 4) * 3;
  // Text may hold some UTF-8; UTF-16 has a zero in every second place.
  return (zero === 0 && high * 3 <= total) || (high === 0 && zero === total / 2);
};

const SHAPE: RunShape = {
  isMember: makeAlphabet(`${STANDARD}-_`),
  minimum: MINIMUM,
  findStart: (bytes, start, end) => {
    if (isPromising(bytes, start)) return start;
    // In a path or URL the encoded part is the last name.
    const last = bytes.lastIndexOf(0x2f, end - 1) + 1;
    return last > start && end - last >= MINIMUM && isPromising(bytes, last) ? last : -1;
  },
};

/** Null for what only began like gzip. */
const inflate = (bytes: Buffer): Buffer | typeof TOO_MUCH | null => {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_INFLATED });
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE"
      ? TOO_MUCH
      : null;
  }
};

const toPiece = (run: Run): Piece | typeof TOO_MUCH | null => {
  const decoded = Buffer.from(run.text, "base64");
  if (decoded[0] === 0x1f && decoded[1] === 0x8b) {
    const bytes = inflate(decoded);
    if (bytes === null || bytes === TOO_MUCH) return bytes;
    // Inside a compressed text there is no place but the whole of it.
    return { bytes, locate: () => ({ start: run.start, end: run.end }) };
  }
  const bytes = decodeText(decoded);
  if (!looksLikeText(bytes)) return null;
  // UTF-16 became UTF-8: one character came from two bytes.
  const ratio = decoded.length / Math.max(1, bytes.length);
  return {
    bytes,
    locate: (start, end) => ({
      start: run.toSource(Math.floor((start * ratio * 4) / 3)),
      end: run.toSource(Math.ceil((end * ratio * 4) / 3) - 1) + 1,
    }),
  };
};

export const base64: Decoder = function* (bytes) {
  for (const run of findRuns(bytes, SHAPE)) {
    const piece = toPiece(run);
    if (piece !== null) yield piece;
  }
};
