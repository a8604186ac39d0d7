/** Bytes to scannable text: encodings, line positions. */

/** UTF-16 is recognised by its byte-order mark, or by NULs in every second place of the first bytes. */
const detectUtf16 = (bytes: Uint8Array): { littleEndian: boolean; skip: number } | null => {
  if (bytes.length < 4) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { littleEndian: true, skip: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { littleEndian: false, skip: 2 };
  const sample = Math.min(bytes.length, 512) & ~1;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample; index += 2) {
    if (bytes[index] === 0) even++;
    if (bytes[index + 1] === 0) odd++;
  }
  const half = sample / 2;
  if (odd > half * 0.9 && even < half * 0.1) return { littleEndian: true, skip: 0 };
  if (even > half * 0.9 && odd < half * 0.1) return { littleEndian: false, skip: 0 };
  return null;
};

const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** UTF-16 (with or without mark) as UTF-8; a UTF-8 mark is cut off; everything else as it is, without a copy. */
export const decodeText = (bytes: Uint8Array): Buffer => {
  const utf16 = detectUtf16(bytes);
  if (utf16 !== null)
    return Buffer.from(
      new TextDecoder(utf16.littleEndian ? "utf-16le" : "utf-16be").decode(bytes.subarray(utf16.skip)),
    );
  return toBuffer(bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes);
};

/** Git's own test: a NUL in the first 8,000 bytes (xdiff-interface.c, `buffer_is_binary`). */
const BINARY_HEAD = 8000;

export const isBinary = (bytes: Uint8Array): boolean =>
  (bytes.length > BINARY_HEAD ? bytes.subarray(0, BINARY_HEAD) : bytes).includes(0);

const NEWLINE = 0x0a;

/** Code points begun in the range: UTF-8 continuation bytes do not count. */
const countCharacters = (bytes: Uint8Array, start: number, end: number): number => {
  let count = 0;
  for (let index = start; index < end; index++) if (((bytes[index] ?? 0) & 0xc0) !== 0x80) count++;
  return count;
};

export interface TextPosition {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in code points. */
  readonly column: number;
}

/** Translates byte offsets to positions; in ascending order each byte is looked at once, however long the lines. */
export const createPositionFinder = (bytes: Uint8Array): ((offset: number) => TextPosition) => {
  let line = 1;
  /** How far the current line has been counted. */
  let counted = { offset: 0, column: 1 };
  return (offset) => {
    if (offset < counted.offset) {
      line = 1;
      counted = { offset: 0, column: 1 };
    }
    for (;;) {
      const end = bytes.subarray(0, offset).indexOf(NEWLINE, counted.offset);
      if (end === -1) break;
      line++;
      counted = { offset: end + 1, column: 1 };
    }
    counted = { offset, column: counted.column + countCharacters(bytes, counted.offset, offset) };
    return { line, column: counted.column };
  };
};

/** Start of the line that holds `offset`, not before `limit`. */
export const findLineStart = (bytes: Uint8Array, offset: number, limit: number): number => {
  for (let index = offset; index > limit; index--) if (bytes[index - 1] === NEWLINE) return index;
  return Math.max(limit, 0);
};

/** Most lines end before a native search would have begun. */
const NEAR = 128;

/** End of the line that holds `offset` (its line break excluded), not after `limit`. */
export const findLineEnd = (bytes: Uint8Array, offset: number, limit: number): number => {
  const last = Math.min(limit, bytes.length);
  const near = Math.min(last, offset + NEAR);
  for (let index = offset; index < near; index++) if (bytes[index] === NEWLINE) return index;
  if (near >= last) return last;
  const end = bytes.subarray(near, last).indexOf(NEWLINE);
  return end === -1 ? last : near + end;
};
