/** Values in parts: literals joined by operators, by standing beside each other or by calls, and lines that go on. */
import { isBinary } from "../../lib/text.ts";
import { countToken, isTokenByte, readContinuation } from "./continuation.ts";
import { findJoinedList, type JoinedList } from "./join-lists.ts";
import { findLineContext } from "./line-context.ts";
import {
  BACKSLASH,
  isBlank,
  isQuote,
  isWord,
  type Literal,
  NEWLINE,
  readLiteral,
  readLiteralBefore,
  skipBlank,
} from "./literal.ts";
import type { Decoder, Piece } from "./piece.ts";
import { findAll, findPartEnd } from "./marks.ts";
import { findJoint, joinsAdjacent } from "./seam.ts";
import { type Cut, splice } from "./splice.ts";

const MOST_PARTS = 256;
const MOST_BYTES = 65_536;
/** What a longer chain's next piece repeats, in parts and bytes: more than a key of any kind has. */
const OVERLAP = 80;
const OVERLAP_BYTES = 16_384;
/** Shorter joined text is no secret. */
const LEAST = 8;
/** Text on the right that tells what the value stands in. */
const AFTER = 32;

/** A chain of parts that make one value. */
type Chain = JoinedList;

/** Follows the seams from the quote at `at` to the right; null where it closes no part of a chain. */
const findChain = (bytes: Buffer, at: number): Chain | null => {
  let joint = findJoint(bytes, at + 1);
  const first = joint === null ? null : readLiteralBefore(bytes, at);
  if (first === null) return null;
  const literals = [first];
  let adjacent: boolean | null = null;
  while (joint !== null && (!joint.isAdjacent || (adjacent ??= joinsAdjacent(bytes, first.open)))) {
    literals.push(joint.literal);
    joint = findJoint(bytes, joint.literal.after);
  }
  return { open: first.open, literals, separator: "" };
};

const isEscapedBreak = (bytes: Buffer, end: number): boolean =>
  bytes[end - 2] === BACKSLASH && (bytes[end - 1] === 0x6e || bytes[end - 1] === 0x72);

const isWordOnly = (bytes: Buffer, { start, end }: Literal): boolean => {
  let digits = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (isBlank(byte)) return true;
    if (byte >= 0x30 && byte <= 0x39) digits++;
  }
  return digits === 0;
};

const isToken = (bytes: Buffer, { start, end }: Literal): boolean => {
  for (let at = start; at < end; at++) if (!isTokenByte(bytes[at])) return false;
  return true;
};

const isKeyBlock = (bytes: Buffer, { start, end }: Literal): boolean =>
  bytes.subarray(start, Math.min(end, start + 64)).includes("-----BEGIN ");

const sizeOf = (literal: Literal | undefined): number =>
  literal === undefined ? 0 : literal.end - literal.start;

/** A value may go on over the seam before `part`: prose has a space or the end of a line there. */
const leadsOn = (bytes: Buffer, left: Literal, part: Literal, tail: number): boolean => {
  if (isEscapedBreak(bytes, left.end)) return false;
  const head = countToken(bytes, part.start, 1);
  if (tail > 0 && head > 0) return tail + head >= LEAST;
  // `"Authorization: Bearer " + "…"`, `"Password='" + "…"`
  return head >= LEAST && (!isBlank(bytes[left.end - 1]) || !isWordOnly(bytes, part));
};

/** Whether the joined text could hold what no part of it shows. */
const isPromising = (bytes: Buffer, literals: readonly Literal[]): boolean => {
  const parts = literals.filter((literal) => sizeOf(literal) > 0);
  /** Characters of a value at the end of what was joined so far. */
  let tail = 0;
  for (const [index, part] of parts.entries()) {
    const left = parts[index - 1];
    if (index < 4 && parts.length > 1 && isKeyBlock(bytes, part)) return true;
    if (left !== undefined && leadsOn(bytes, left, part, tail)) return true;
    const own = Math.min(sizeOf(part), countToken(bytes, part.end, -1));
    tail = own === sizeOf(part) ? tail + own : own;
  }
  return false;
};

/** Ranges of a long chain that are read as one piece each; none is larger than is looked at. */
function* cutChain(literals: readonly Literal[]): Generator<readonly Literal[]> {
  for (let from = 0; ;) {
    let to = from + 1;
    let size = sizeOf(literals[from]);
    while (to < literals.length && to - from < MOST_PARTS && size <= MOST_BYTES)
      size += sizeOf(literals[to++]);
    yield literals.slice(from, to);
    if (to >= literals.length) return;
    let repeated = 0;
    let next = to;
    while (to - next < OVERLAP && next > from + 1 && repeated <= OVERLAP_BYTES)
      repeated += sizeOf(literals[--next]);
    from = next;
  }
}

const findRightEnd = (bytes: Buffer, after: number): number => {
  let at = after;
  while (at < bytes.length && at - after < AFTER && bytes[at] !== NEWLINE && !isQuote(bytes[at])) at++;
  return at;
};

const toPiece = (
  bytes: Buffer,
  literals: readonly Literal[],
  { open, floor, separator }: { readonly open: number; readonly floor: number; readonly separator: string },
): Piece | null => {
  const [first, last] = [literals[0], literals.at(-1)];
  if (first === undefined || last === undefined) return null;
  const quote = String.fromCharCode(first.quote);
  const { from, gap, blank } = findLineContext(bytes, open, floor);
  const cuts: Cut[] = [{ start: gap, end: first.start, insert: blank + quote }];
  literals.forEach((literal, index) => {
    const next = literals[index + 1];
    if (next !== undefined) cuts.push({ start: literal.end, end: next.start, insert: separator });
  });
  cuts.push({ start: last.end, end: last.after, insert: quote });
  return splice(bytes, { from, to: findRightEnd(bytes, last.after), cuts });
};

function* readChain(bytes: Buffer, chain: Chain, floor: number): Generator<Piece> {
  const { literals, separator } = chain;
  if (literals.reduce((sum, { start, end }) => sum + end - start, 0) < LEAST) return;
  if (!isPromising(bytes, literals)) return;
  for (const part of cutChain(literals)) {
    const first = part[0];
    const open = first === literals[0] ? chain.open : (first?.open ?? 0);
    const piece = toPiece(bytes, part, { open, floor: open === chain.open ? floor : open, separator });
    if (piece !== null) yield piece;
  }
}

/** `name =` at the end of a line, its literal alone on the next: one line cut in two by a formatter. */
const readNextLine = (bytes: Buffer, sign: number): Piece | null => {
  const open = skipBlank(bytes, sign + 1);
  // Nearly always a statement follows.
  if (!isQuote(bytes[open]) && !isQuote(bytes[open + 1])) return null;
  const literal = readLiteral(bytes, open);
  if (literal === null || sizeOf(literal) < LEAST || !isToken(bytes, literal)) return null;
  // A chain that begins here gets its piece when its first seam is met; behind a word it is an operand.
  const behind = bytes[skipBlank(bytes, literal.after)];
  if (isWord(behind) || findJoint(bytes, literal.after) !== null) return null;
  return toPiece(bytes, [literal], { open: literal.open, floor: 0, separator: "" });
};

/** Operators, literals beside each other, calls that append. */
function* joinChains(bytes: Buffer): Generator<Piece> {
  // Text before the end of the last chain belongs to that one.
  let floor = 0;
  for (let at = findPartEnd(bytes, 0); at !== -1; at = findPartEnd(bytes, at + 1)) {
    const chain = findChain(bytes, at);
    const last = chain?.literals.at(-1);
    if (chain === null || last === undefined || chain.literals.length < 2) continue;
    yield* readChain(bytes, chain, floor);
    floor = last.after;
    at = last.after - 1;
  }
}

/** Ends of the names of calls that join a list; rare first letters make a search nearly free. */
const JOINING_CALLS = ["join(", "Join(", "CONCAT(", "Concat(", "!("];

function* joinLists(bytes: Buffer): Generator<Piece> {
  for (const call of JOINING_CALLS) {
    let floor = 0;
    for (const at of findAll(bytes, call)) {
      const list = findJoinedList(bytes, at + call.length - 1);
      const last = list?.literals.at(-1);
      if (list === null || last === undefined || list.open < floor) continue;
      yield* readChain(bytes, list, floor);
      floor = last.after;
    }
  }
}

function* joinLines(bytes: Buffer): Generator<Piece> {
  const lineBreak = bytes.includes("\r\n") ? "\r\n" : "\n";
  let done = 0;
  for (const at of findAll(bytes, `\\${lineBreak}`)) {
    if (at < done) continue;
    const { from, to, cuts, isPromising: isWorth } = readContinuation(bytes, at, done);
    done = to;
    if (isWorth) yield splice(bytes, { from, to, cuts });
  }
  for (const sign of ["=", ":"])
    for (const at of findAll(bytes, sign + lineBreak)) {
      const piece = readNextLine(bytes, at);
      if (piece !== null) yield piece;
    }
}

export const join: Decoder = function* (bytes) {
  if (isBinary(bytes)) return;
  yield* joinChains(bytes);
  yield* joinLists(bytes);
  yield* joinLines(bytes);
};
