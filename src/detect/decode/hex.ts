/** Hexadecimal text (RFC 4648, base 16). */
import { type Decoder, looksLikeText } from "./piece.ts";
import { findRuns, makeAlphabet } from "./runs.ts";

const ALPHABET = makeAlphabet("0123456789abcdefABCDEF");
const MINIMUM = 32;

/** Strict: digests and ids are hexadecimal as well, and half of random bytes are no text. */
const isPlain = (bytes: Buffer): boolean =>
  bytes.every((byte) => byte >= 0x20 && byte < 0x7f) || looksLikePlainLines(bytes);
const looksLikePlainLines = (bytes: Buffer): boolean =>
  looksLikeText(bytes) &&
  bytes.every((byte) => byte < 0x7f && (byte >= 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09));

export const hex: Decoder = function* (bytes) {
  for (const run of findRuns(bytes, ALPHABET, MINIMUM)) {
    const even = run.text.length - (run.text.length % 2);
    const decoded = Buffer.from(run.text.slice(0, even), "hex");
    if (isPlain(decoded))
      yield {
        start: run.start,
        end: run.end,
        bytes: decoded,
        toSource: (offset) => run.toSource(offset * 2),
      };
  }
};
