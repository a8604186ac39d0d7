/** A candidate as the judge sees it: bounded parts, and one count of the value's characters. */
import type { ValueCandidate } from "../extract/candidate.ts";
import { splitWords } from "./split-words.ts";

/** Nothing beyond these is read, whatever the size of the input. */
const MAX_VALUE = 256;
const MAX_NAME = 64;
const MAX_LEFT = 80;
const MAX_RIGHT = 64;
const MAX_NAME_WORDS = 6;
const MAX_VALUE_WORDS = 8;
const MAX_WORD_TEXT = 64;

export interface Look {
  readonly candidate: ValueCandidate;
  /** Beginning of the value. */
  readonly value: string;
  readonly valueLower: string;
  /** Length of the whole value. */
  readonly length: number;
  /** End of the name. */
  readonly name: string;
  /** Its last words, and the last words of the value's beginning. */
  readonly nameWords: readonly string[];
  readonly valueWords: readonly string[];
  readonly left: string;
  readonly right: string;
  /** How often each ASCII character occurs in `value`; units beyond ASCII share 128 to 255. */
  readonly counts: Uint16Array;
}

/**
 * Cuts a candidate down to what is looked at.
 * @param counts space for the counts, to be used again when this look is done with.
 */
export const lookAt = (candidate: ValueCandidate, counts: Uint16Array = new Uint16Array(256)): Look => {
  const { line, start, name } = candidate;
  const value = candidate.value.slice(0, MAX_VALUE);
  counts.fill(0);
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    const slot = code < 128 ? code : 128 + (code & 127);
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  const end = start + candidate.value.length;
  return {
    candidate,
    value,
    valueLower: value.toLowerCase(),
    length: candidate.value.length,
    name: name.slice(-MAX_NAME),
    nameWords: splitWords(name.slice(-MAX_NAME), MAX_NAME_WORDS),
    valueWords: splitWords(value.slice(0, MAX_WORD_TEXT), MAX_VALUE_WORDS),
    left: line.slice(Math.max(0, start - MAX_LEFT), Math.max(0, start)),
    right: line.slice(end, end + MAX_RIGHT),
    counts,
  };
};
