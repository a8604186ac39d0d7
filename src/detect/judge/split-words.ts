/** Splits names and texts into their words: at signs, digits and humps. */
import { type Codes, createCodes, DIGIT, isHump, LOWER, readCodes, UPPER } from "./characters.ts";

/** Where words stand in a text, the last word first. */
export interface Words {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  count: number;
}

/** @param limit most words, at least one; texts of up to 255 units. */
export const createWords = (limit: number): Words => ({
  from: new Uint8Array(limit),
  to: new Uint8Array(limit),
  count: 0,
});

/** Finds the last words of the first `end` units, digits apart, as many as `into` holds. */
export const findWords = ({ kinds, size }: Codes, end: number, into: Words): void => {
  const stop = Math.min(end, size);
  const limit = into.from.length;
  let count = 0;
  let to = 0;
  // 0: between words; 1: in letters; 2: in digits.
  let state = 0;
  let index = stop - 1;
  for (; index >= 0 && count < limit; index--) {
    const kind = kinds[index];
    const isLetter = kind === LOWER || kind === UPPER;
    const next = isLetter ? 1 : kind === DIGIT ? 2 : 0;
    if (next !== state) {
      if (state !== 0) {
        into.from[count] = index + 1;
        into.to[count++] = to;
      }
      to = index + 1;
      state = next;
      if (count === limit) break;
    }
    if (isLetter && isHump(kinds, index, stop)) {
      into.from[count] = index;
      into.to[count++] = to;
      state = 0;
    }
  }
  if (state !== 0 && count < limit && index < 0) {
    into.from[count] = 0;
    into.to[count++] = to;
  }
  into.count = count;
};

const MAX_TEXT = 128;
const scratch = createCodes(MAX_TEXT);

/** The last words of a text in lower case, in order: {@link findWords} for those who need them as text. */
export const splitWords = (text: string, limit: number): readonly string[] => {
  const words = createWords(limit);
  readCodes(text, text.length - MAX_TEXT, text.length, scratch);
  findWords(scratch, scratch.size, words);
  const offset = Math.max(0, text.length - MAX_TEXT);
  return Array.from({ length: words.count }, (_, index) =>
    text.slice(offset + (words.from[index] ?? 0), offset + (words.to[index] ?? 0)).toLowerCase(),
  ).toReversed();
};
