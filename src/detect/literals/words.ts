/** Words and their parts. */
import type { Word } from "./literal.ts";
import { type MappedText, sliceText } from "./mapped-text.ts";
import { findOpens } from "./references.ts";

/** First index of a sorted list whose item is not below `limit`. */
const lowerBound = (sorted: readonly number[], limit: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A part of a word; expansions that begin in it stay known. */
export const sliceWord = (word: Word, from: number, to = word.text.text.length): Word => ({
  text: sliceText(word.text, from, to),
  opens: word.opens
    .slice(lowerBound(word.opens, from), lowerBound(word.opens, to))
    .map((open) => open - from),
});

/** A text no shell reader has taken apart: variables and templates in it are found by their looks. */
export const toWord = (text: MappedText): Word => ({ text, opens: findOpens(text.text) });

/** Without white space around it. */
export const trimWord = (word: Word): Word => {
  const { text } = word.text;
  const start = text.length - text.trimStart().length;
  return start === 0 && text.trimEnd() === text
    ? word
    : sliceWord(word, start, Math.max(start, text.trimEnd().length));
};

/** Without one pair of quotes around it. */
export const unquoteWord = (word: Word): Word => {
  const { text } = word.text;
  return /^(["']).*\1$/s.test(text) && text.length >= 2 ? sliceWord(word, 1, text.length - 1) : word;
};
