/** sed scripts: what `s/…/…/` and `a\\…` write into a file. */
import type { Word } from "../literal.ts";
import { sliceWord } from "../words.ts";

const SUBSTITUTION = /(?:^|[;{}\s/\d$])s([|/#,@!:;%_+~])/g;
const APPENDED = /\/[aic]\\?[ \t]{0,4}(?=\w)/;

const findDelimiter = (text: string, from: number, delimiter: string): number => {
  for (let at = text.indexOf(delimiter, from); at !== -1; at = text.indexOf(delimiter, at + 1))
    if (text[at - 1] !== "\\") return at;
  return -1;
};

/** @returns the texts that are put in place of others. */
export const findWritten = (word: Word): readonly Word[] => {
  const { text } = word.text;
  const written: Word[] = [];
  SUBSTITUTION.lastIndex = 0;
  for (let match = SUBSTITUTION.exec(text); match !== null; match = SUBSTITUTION.exec(text)) {
    const delimiter = match[1] ?? "/";
    const middle = findDelimiter(text, SUBSTITUTION.lastIndex, delimiter);
    const end = middle === -1 ? -1 : findDelimiter(text, middle + 1, delimiter);
    if (end === -1) break;
    written.push(sliceWord(word, middle + 1, end));
    SUBSTITUTION.lastIndex = end;
  }
  const appended = written.length > 0 ? null : APPENDED.exec(text);
  if (appended !== null) written.push(sliceWord(word, appended.index + appended[0].length));
  return written;
};
