/** Hexadecimal text (RFC 4648, base 16). */
import type { Decoder } from "./piece.ts";
import { findRuns, makeAlphabet, type RunShape } from "./runs.ts";

const MINIMUM = 32;

const digit = (byte: number | undefined): number => Number.parseInt(String.fromCharCode(byte ?? 0x30), 16);
const isPlain = (byte: number): boolean =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Strict: digests and ids are hexadecimal as well, and half of random bytes are no text. */
const SHAPE: RunShape = {
  isMember: makeAlphabet("0123456789abcdefABCDEF"),
  minimum: MINIMUM,
  findStart: (bytes, start) => {
    for (let at = start; at < start + MINIMUM; at += 2)
      if (!isPlain(digit(bytes[at]) * 16 + digit(bytes[at + 1]))) return -1;
    return start;
  },
};

export const hex: Decoder = function* (bytes) {
  for (const run of findRuns(bytes, SHAPE)) {
    const even = run.text.length - (run.text.length % 2);
    const decoded = Buffer.from(run.text.slice(0, even), "hex");
    if (!decoded.every(isPlain)) continue;
    yield {
      bytes: decoded,
      locate: (start, end) => ({ start: run.toSource(start * 2), end: run.toSource(end * 2 - 1) + 1 }),
    };
  }
};
