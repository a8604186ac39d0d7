/** Escapes within a line: percent (RFC 3986), `\x41` and `\u0041` of most languages, HTML and XML character references. */
import { findLineEnd, findLineStart } from "../../lib/text.ts";
import type { Decoder, Piece } from "./piece.ts";

interface Escape {
  /** Bytes that announce it, searched natively. */
  readonly marks: readonly string[];
  /** One escape at the sticky place: its text → the character it stands for, or null. */
  readonly pattern: RegExp;
  readonly decode: (match: RegExpExecArray) => string | null;
}

const fromCode = (code: number): string | null =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const PERCENT: Escape = {
  marks: ["%2", "%3", "%4", "%5", "%6", "%7"],
  pattern: /%([2-7][0-9A-Fa-f])/y,
  decode: (match) => fromCode(Number.parseInt(match[1] ?? "", 16)),
};
const BACKSLASH: Escape = {
  marks: ["\\u00", "\\x", "\\u{"],
  pattern: /\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\u\{([0-9A-Fa-f]{1,6})\}/y,
  decode: (match) => fromCode(Number.parseInt(match[1] ?? match[2] ?? match[3] ?? "", 16)),
};
const ENTITY: Escape = {
  marks: ["&#", "&amp;", "&quot;", "&apos;", "&lt;", "&gt;"],
  pattern: /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));/y,
  decode: (match) => {
    if (match[3] !== undefined) return NAMED[match[3]] ?? null;
    return fromCode(match[1] === undefined ? Number.parseInt(match[2] ?? "", 16) : Number(match[1]));
  },
};

/** Longest stretch of a line around an escape. */
const REACH = 2048;

/** The stretch with its escapes resolved, or null if there was none. Bytes of other characters stay as they are. */
const resolve = (bytes: Buffer, start: number, end: number, { pattern, decode }: Escape): Piece | null => {
  const text = bytes.toString("latin1", start, end);
  const parts: Buffer[] = [];
  const offsets: number[] = [];
  let isChanged = false;
  for (let at = 0; at < text.length;) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const character = match === null ? null : decode(match);
    const part = character === null ? Buffer.from(text.charAt(at), "latin1") : Buffer.from(character);
    for (let index = 0; index < part.length; index++) offsets.push(start + at);
    parts.push(part);
    isChanged ||= character !== null;
    at += character === null || match === null ? 1 : match[0].length;
  }
  if (!isChanged) return null;
  return { start, end, bytes: Buffer.concat(parts), toSource: (offset) => offsets[offset] ?? end };
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
