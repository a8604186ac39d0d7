/** Splits names and texts into their words: at signs, digits and humps. */
import { isHump } from "./marks.ts";
import { isLetter } from "./characters.ts";

/** Words in lower case, in order, digits apart; the last `limit` of them. */
export const splitWords = (text: string, limit: number): readonly string[] => {
  const words: string[] = [];
  let end = text.length;
  let isWord = false;
  let start = end;
  const close = (): void => {
    if (start < end) words.push(text.slice(start, end).toLowerCase());
  };
  for (let index = text.length - 1; index >= 0 && words.length < limit; index--) {
    const code = text.charCodeAt(index);
    const letter = isLetter(code);
    const token = letter || (code >= 48 && code <= 57);
    if (!token || letter !== isWord || start === end) {
      close();
      end = token ? index + 1 : index;
      isWord = letter;
    }
    start = index;
    if (!token) end = index;
    else if (letter && isHump(text, index)) {
      close();
      end = index;
    }
  }
  if (words.length < limit) close();
  return words.toReversed();
};
