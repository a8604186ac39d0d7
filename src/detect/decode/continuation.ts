/** Lines that end in a backslash go on in the next: shell, Makefile, Dockerfile, properties, and strings of most languages. */
import { findLineEnd, findLineStart } from "../../lib/text.ts";
import { BACKSLASH, isBlank, measureBreak } from "./literal.ts";
import type { Cut } from "./splice.ts";

interface Continuation {
  readonly from: number;
  readonly to: number;
  readonly cuts: readonly Cut[];
  /** Whether a value or an option could go on over one of the breaks. */
  readonly isPromising: boolean;
}

const MOST_LINES = 256;
const MOST_BYTES = 65_536;
const REACH = 1024;
/** Characters of a value on both sides of a break, together. */
const LEAST = 8;
const MOST_COUNTED = 32;

/** Characters of keys, tokens and paths: a line of code that was broken ends or begins with others. */
const TOKEN = new Uint8Array(256);
for (const byte of Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-.~%:@!$"))
  TOKEN[byte] = 1;

export const isTokenByte = (byte: number | undefined): boolean => byte !== undefined && TOKEN[byte] === 1;

/** Characters of a value that touch `at` on one side. */
export const countToken = (bytes: Buffer, at: number, step: 1 | -1): number => {
  let count = 0;
  while (count < MOST_COUNTED && isTokenByte(bytes[step === 1 ? at + count : at - 1 - count])) count++;
  return count;
};

interface Break {
  readonly cut: Cut;
  readonly next: number;
  readonly isPromising: boolean;
}

/** An option and its value, or the options of one command, on lines of their own. */
const isOption = (bytes: Buffer, end: number, next: number): boolean => {
  if (bytes[next] === 0x2d) return true;
  let start = end;
  while (end - start < MOST_COUNTED && start > 0 && !isBlank(bytes[start - 1])) start--;
  return bytes[start] === 0x2d;
};

const readBreak = (bytes: Buffer, slash: number): Break => {
  const line = slash + 1 + measureBreak(bytes, slash + 1);
  let next = line;
  while (isBlank(bytes[next]) && next - line < REACH) next++;
  let end = slash;
  while (isBlank(bytes[end - 1]) && slash - end < REACH) end--;
  if (end < slash)
    return { cut: { start: end, end: next, insert: " " }, next, isPromising: isOption(bytes, end, next) };
  const left = countToken(bytes, slash, -1);
  const right = countToken(bytes, next, 1);
  const isGlued = left > 0 && right > 0;
  return {
    cut: { start: slash, end: next, insert: isGlued || next === line ? "" : " " },
    next,
    isPromising: isGlued && left + right >= LEAST,
  };
};

const isBreak = (bytes: Buffer, slash: number): boolean =>
  bytes[slash] === BACKSLASH && measureBreak(bytes, slash + 1) > 0;

/** The lines that go on from the one that ends with the backslash at `slash`. */
export const readContinuation = (bytes: Buffer, slash: number, floor: number): Continuation => {
  const from = findLineStart(bytes, slash, Math.max(floor, slash - REACH));
  const cuts: Cut[] = [];
  let isPromising = false;
  for (let at = slash; ;) {
    const found = readBreak(bytes, at);
    cuts.push(found.cut);
    isPromising ||= found.isPromising;
    const end = findLineEnd(bytes, found.next, Math.min(bytes.length, found.next + REACH));
    const last = bytes[end - 1] === 0x0d ? end - 2 : end - 1;
    const isLimit = cuts.length >= MOST_LINES || end - from >= MOST_BYTES;
    if (isLimit || last < found.next || !isBreak(bytes, last)) return { from, to: end, cuts, isPromising };
    at = last;
  }
};
