/** Escapes within a line: percent (RFC 3986), `\x41` and `\u0041` of most languages, HTML and XML character references. */
import { findLineEnd, findLineStart } from "../../lib/text.ts";
import type { Decoder, Piece } from "./piece.ts";

interface Escape {
  /** Bytes that announce it, searched natively. */
  readonly marks: readonly string[];
  /** One escape (global); its match → the character it stands for, or null. */
  readonly pattern: RegExp;
  readonly decode: (match: RegExpExecArray) => string | null;
}

const fromCode = (code: number): string | null =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const PERCENT: Escape = {
  marks: ["%2", "%3", "%4", "%5", "%6", "%7"],
  pattern: /%([2-7][0-9A-Fa-f])/g,
  decode: (match) => fromCode(Number.parseInt(match[1] ?? "", 16)),
};
const BACKSLASH: Escape = {
  marks: ["\\u00", "\\x", "\\u{"],
  pattern: /\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\u\{([0-9A-Fa-f]{1,6})\}/g,
  decode: (match) => fromCode(Number.parseInt(match[1] ?? match[2] ?? match[3] ?? "", 16)),
};
const ENTITY: Escape = {
  marks: ["&#", "&amp;", "&quot;", "&apos;", "&lt;", "&gt;"],
  pattern: /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));/g,
  decode: (match) => {
    if (match[3] !== undefined) return NAMED[match[3]] ?? null;
    return fromCode(match[1] === undefined ? Number.parseInt(match[2] ?? "", 16) : Number(match[1]));
  },
};

/** Longest stretch of a line around an escape. */
const REACH = 2048;

/** A character that was escaped: one place in the decoded bytes, a longer one in the source. */
interface Change {
  /** Decoded offsets. */
  readonly start: number;
  readonly end: number;
  readonly sourceStart: number;
  /** Right behind the escape. */
  readonly sourceEnd: number;
}

/** Offsets between changes run in step; inside one they stand for all of it. */
const createLocator = (base: number, changes: readonly Change[]): Piece["locate"] => {
  const find = (offset: number, isEnd: boolean): number => {
    let [decoded, source] = [0, base];
    for (const change of changes) {
      if (offset < change.start || (isEnd && offset === change.start)) break;
      if (offset < change.end || (isEnd && offset === change.end))
        return isEnd ? change.sourceEnd : change.sourceStart;
      [decoded, source] = [change.end, change.sourceEnd];
    }
    return source + offset - decoded;
  };
  return (start, end) => ({ start: find(start, false), end: find(end, true) });
};

/** The stretch with its escapes resolved, or null if there was none. Bytes of other characters stay as they are. */
const resolve = (bytes: Buffer, start: number, end: number, { pattern, decode }: Escape): Piece | null => {
  const text = bytes.toString("latin1", start, end);
  const parts: Buffer[] = [];
  const changes: Change[] = [];
  let copied = 0;
  let length = 0;
  for (const match of text.matchAll(pattern)) {
    const character = decode(match);
    if (character === null) continue;
    const plain = bytes.subarray(start + copied, start + match.index);
    const part = Buffer.from(character);
    parts.push(plain, part);
    length += plain.length;
    copied = match.index + match[0].length;
    const sourceStart = start + match.index;
    changes.push({ start: length, end: length + part.length, sourceStart, sourceEnd: start + copied });
    length += part.length;
  }
  if (changes.length === 0) return null;
  parts.push(bytes.subarray(start + copied, end));
  return { bytes: Buffer.concat(parts), locate: createLocator(start, changes) };
};

const NOWHERE = Number.POSITIVE_INFINITY;

/** Next place of any mark, each mark searched for once per occurrence. */
const createSearch = (bytes: Buffer, marks: readonly string[]): ((from: number) => number) => {
  const next = marks.map(() => -1);
  return (from) => {
    marks.forEach((mark, index) => {
      if ((next[index] ?? NOWHERE) >= from) return;
      const place = bytes.indexOf(mark, from);
      next[index] = place === -1 ? NOWHERE : place;
    });
    return Math.min(...next);
  };
};

const makeDecoder = (escape: Escape): Decoder =>
  function* (bytes) {
    const findNext = createSearch(bytes, escape.marks);
    for (let at = findNext(0), done = 0; at !== NOWHERE; at = findNext(done)) {
      const start = findLineStart(bytes, at, Math.max(done, at - REACH));
      const end = findLineEnd(bytes, at, Math.min(bytes.length, at + REACH));
      const piece = resolve(bytes, start, end, escape);
      if (piece !== null) yield piece;
      done = Math.max(end, at + 1);
    }
  };

export const percent: Decoder = makeDecoder(PERCENT);
export const backslash: Decoder = makeDecoder(BACKSLASH);
export const entity: Decoder = makeDecoder(ENTITY);
