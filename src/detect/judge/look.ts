/** A candidate as the judge sees it: bounded parts as codes, and one count of the value's characters. */
import type { ValueCandidate } from "../extract/candidate.ts";
import { type Codes, createCodes, readCodes } from "./characters.ts";
import { type NameLook, lookAtName } from "./name-look.ts";
import { createWords, findWords, type Words } from "./split-words.ts";

/** Nothing beyond these is read, whatever the size of the input. */
const MAX_VALUE = 256;
const MAX_LEFT = 80;
const MAX_RIGHT = 64;
const MAX_VALUE_WORDS = 8;
const MAX_WORD_TEXT = 64;

/** Filled by {@link lookAt} for one candidate after the other. */
export interface Look {
  candidate: ValueCandidate;
  /** Beginning of the value, as text and as codes. */
  text: string;
  readonly value: Codes;
  /** Length of the whole value. */
  length: number;
  name: NameLook;
  /** The last words of the value's beginning. */
  readonly valueWords: Words;
  readonly left: Codes;
  readonly right: Codes;
  /** How often each ASCII character occurs in the value; units beyond ASCII share 128 to 255. */
  readonly counts: Uint16Array;
  /** The slots of `counts` that are not zero, in order of appearance. */
  readonly slots: Uint8Array;
  distinct: number;
  /** How many of each class the value has, and whether an upper case letter follows a lower case one: see value-numbers.ts. */
  readonly classes: Int32Array;
  hasHump: boolean;
}

const NOTHING: ValueCandidate = {
  gate: "run",
  name: "",
  value: "",
  line: "",
  start: 0,
  quote: "",
  separator: "",
  extension: "",
};

export const createLook = (): Look => ({
  candidate: NOTHING,
  text: "",
  value: createCodes(MAX_VALUE),
  length: 0,
  name: lookAtName(""),
  valueWords: createWords(MAX_VALUE_WORDS),
  left: createCodes(MAX_LEFT),
  right: createCodes(MAX_RIGHT),
  counts: new Uint16Array(256),
  slots: new Uint8Array(256),
  distinct: 0,
  classes: new Int32Array(5),
  hasHump: false,
});

const countCharacters = (look: Look): void => {
  const { counts, slots } = look;
  const { raw, size } = look.value;
  // Only what the last candidate left behind is cleared.
  for (let index = 0; index < look.distinct; index++) counts[slots[index] ?? 0] = 0;
  let distinct = 0;
  for (let index = 0; index < size; index++) {
    const code = raw[index] ?? 0;
    const slot = code < 128 ? code : 128 + (code & 127);
    const count = counts[slot] ?? 0;
    if (count === 0) slots[distinct++] = slot;
    counts[slot] = count + 1;
  }
  look.distinct = distinct;
};

/** Cuts a candidate down to what is looked at. */
export const lookAt = (candidate: ValueCandidate, look: Look): void => {
  const { line, start, value } = candidate;
  const end = start + value.length;
  look.candidate = candidate;
  look.text = value.length > MAX_VALUE ? value.slice(0, MAX_VALUE) : value;
  look.length = value.length;
  look.name = lookAtName(candidate.name);
  readCodes(value, 0, MAX_VALUE, look.value);
  countCharacters(look);
  findWords(look.value, MAX_WORD_TEXT, look.valueWords);
  readCodes(line, start - MAX_LEFT, start, look.left);
  readCodes(line, end, end + MAX_RIGHT, look.right);
};
