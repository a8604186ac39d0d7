/** Escapes within a line: percent (RFC 3986), `\x41` and `\u0041` of most languages, HTML and XML character references. */
import { findLineEnd, findLineStart } from "../../lib/text.ts";
import type { Decoder, Piece } from "./piece.ts";

interface Escape {
  /** First byte of each, searched natively. */
  readonly lead: number;
  /** Whether the bytes behind a lead announce one: cheap, so that plain text costs nothing. */
  readonly isMark: (bytes: Buffer, lead: number) => boolean;
  /** One escape (global); its match → the character it stands for, or null. */
  readonly pattern: RegExp;
  readonly decode: (match: RegExpExecArray) => string | null;
}

const fromCode = (code: number): string | null =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const isBetween = (byte: number | undefined, first: number, last: number): boolean =>
  byte !== undefined && byte >= first && byte <= last;
const [LETTER_U, LETTER_X, BRACE, ZERO, NUMBER_SIGN] = [0x75, 0x78, 0x7b, 0x30, 0x23];
const REFERENCES = /^&(?:#|(?:amp|lt|gt|quot|apos);)/;

const PERCENT: Escape = {
  lead: 0x25,
  isMark: (bytes, lead) => isBetween(bytes[lead + 1], 0x32, 0x37),
  pattern: /%([2-7][0-9A-Fa-f])/g,
  decode: (match) => fromCode(Number.parseInt(match[1] ?? "", 16)),
};
const BACKSLASH: Escape = {
  lead: 0x5c,
  isMark: (bytes, lead) => {
    if (bytes[lead + 1] === LETTER_X) return true;
    if (bytes[lead + 1] !== LETTER_U) return false;
    return bytes[lead + 2] === BRACE || (bytes[lead + 2] === ZERO && bytes[lead + 3] === ZERO);
  },
  pattern: /\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\u\{([0-9A-Fa-f]{1,6})\}/g,
  decode: (match) => fromCode(Number.parseInt(match[1] ?? match[2] ?? match[3] ?? "", 16)),
};
const ENTITY: Escape = {
  lead: 0x26,
  isMark: (bytes, lead) => {
    const next = bytes[lead + 1];
    if (next === NUMBER_SIGN) return true;
    return isBetween(next, 0x61, 0x71) && REFERENCES.test(bytes.toString("latin1", lead, lead + 6));
  },
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

/** A native search has a price of its own: where leads stand close together, so many bytes are looked at one by one. */
const NEAR = 64;

const findLead = (bytes: Buffer, from: number, lead: number): number => {
  const near = Math.min(bytes.length, from + NEAR);
  for (let at = from; at < near; at++) if (bytes[at] === lead) return at;
  return bytes.indexOf(lead, near);
};

/** The next escape at or behind `from`, or -1. */
const findMark = (bytes: Buffer, from: number, { lead, isMark }: Escape): number => {
  let at = bytes.indexOf(lead, from);
  while (at !== -1 && !isMark(bytes, at)) at = findLead(bytes, at + 1, lead);
  return at;
};

const makeDecoder = (escape: Escape): Decoder =>
  function* (bytes) {
    for (let at = findMark(bytes, 0, escape), done = 0; at !== -1; at = findMark(bytes, done, escape)) {
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
