/** Sample texts with marks where literals stand: `§NAME§` a made-up value, `§NAME=word§` this word, `§NAME#base64§` encoded, `§NAME#long§` as long as a key. */
import { expandTemplate } from "../../../src/rules/template.ts";

export interface Expected {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface Marked {
  readonly text: string;
  readonly expected: readonly Expected[];
}

const makeValue = (seed: number): string => expandTemplate(`{{lc 7 seed=${seed}}}Q{{d 3 seed=${seed}}}`);

const makeLong = (seed: number): string => expandTemplate(`{{b62 32 seed=${seed}}}`);

/** Replaces the marks by values and says where they came to stand. */
export const readMarked = (marked: string): Marked => {
  const expected: Expected[] = [];
  let text = "";
  let from = 0;
  for (const match of marked.matchAll(/§([^§=#]+)(?:=([^§]+)|#(base64|long))?§/g)) {
    text += marked.slice(from, match.index);
    const value = match[2] ?? (match[3] === "long" ? makeLong(match.index) : makeValue(match.index));
    const written = match[3] !== "base64" ? value : Buffer.from(value).toString("base64");
    expected.push({ name: match[1] ?? "", value, start: text.length, end: text.length + written.length });
    text += written;
    from = match.index + match[0].length;
  }
  return { text: text + marked.slice(from), expected };
};
