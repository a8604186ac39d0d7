/** Base64, standard and URL-safe (RFC 4648), on one line or wrapped, plain, UTF-16 (PowerShell) or gzip inside. */
import { gunzipSync } from "node:zlib";
import { decodeText } from "../../lib/text.ts";
import { type Decoder, looksLikeText, type Piece, TOO_MUCH } from "./piece.ts";
import { findRuns, makeAlphabet, type Run } from "./runs.ts";

const ALPHABET = makeAlphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-=");
/** 16 decoded bytes: less holds no secret that the plain text rules would know. */
const MINIMUM = 22;
/** Decoded head that has to look like something before the rest is decoded. */
const HEAD = 16;
/** A bomb inflates to this much and no more. */
const MAX_INFLATED = 4 * 1024 * 1024;

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

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

/** What stands before the run's own start, such as `key=` or a path, shifts the groups of four: all shifts are tried. */
const findShift = (text: string): number => {
  const first = text.lastIndexOf("=", text.length - 3) + 1;
  for (const shift of [first, 0]) {
    const head = Buffer.from(text.slice(shift, shift + HEAD), "base64");
    if (isGzip(head) || looksLikeText(decodeText(head))) return shift;
  }
  return -1;
};

const toPiece = (run: Run): Piece | typeof TOO_MUCH | null => {
  const shift = findShift(run.text);
  if (shift === -1) return null;
  const decoded = Buffer.from(run.text.slice(shift), "base64");
  const start = run.toSource(shift);
  if (isGzip(decoded)) {
    const bytes = inflate(decoded);
    // Inside a compressed text there is no place but the whole of it.
    if (bytes === null || bytes === TOO_MUCH) return bytes;
    return { start, end: run.end, bytes, toSource: () => start };
  }
  const bytes = decodeText(decoded);
  if (!looksLikeText(bytes)) return null;
  // UTF-16 became UTF-8: one character came from two bytes.
  const ratio = decoded.length / Math.max(1, bytes.length);
  return {
    start,
    end: run.end,
    bytes,
    toSource: (offset) => run.toSource(shift + Math.floor((offset * ratio * 4) / 3)),
  };
};

export const base64: Decoder = function* (bytes) {
  for (const run of findRuns(bytes, ALPHABET, MINIMUM)) {
    const piece = toPiece(run);
    if (piece !== null) yield piece;
  }
};
