/** What kinds of word the value holds, how far words cover it, and what it shares with its name. */
import { TYPE_WORDS, VALUE_GROUPS } from "./lexicon.ts";
import type { Look } from "./look.ts";
import { createMarker, type Marks } from "./marks.ts";
import type { WordModel } from "./word-model.ts";

const marker = createMarker(VALUE_GROUPS);
const marks: Marks = { all: 0, last: 0 };
const GROUPS = marker.groups.length;

export const WORD_COVER = [
  "pair bits",
  "all pair bits",
  "covered letters",
  "covered share",
  "longest word",
  "words",
  "uncovered letters",
  "randomness",
  "word shape",
] as const;

export const WORD_KINDS = [
  ...marker.groups.map((group) => `value says ${group}`),
  "mask",
  "equals name",
  "inside name",
  "name inside",
  "name words in value",
  "value words in name",
] as const;

/** Writes {@link WORD_COVER}; `entropy` is the value's. */
export const writeWordCover = (
  look: Look,
  words: WordModel,
  entropy: number,
  out: Float64Array,
  at: number,
): void => {
  const cover = words.measure(look.value);
  const size = Math.max(1, look.value.length);
  const open = look.value.length - cover.covered;
  out[at] = cover.pairs === 0 ? 0 : cover.bits / cover.pairs;
  out[at + 1] = Math.min(cover.bits, 500);
  out[at + 2] = cover.letters === 0 ? 0 : cover.covered / cover.letters;
  out[at + 3] = cover.covered / size;
  out[at + 4] = cover.longest;
  out[at + 5] = cover.words;
  out[at + 6] = cover.letters - cover.covered;
  out[at + 7] = entropy * open;
  out[at + 8] =
    Number(cover.words === 1 && cover.covered === look.value.length) -
    Number(TYPE_WORDS.has(look.valueLower));
};

const MASK = /^[xX*.•_#?-]{3,}$/;

/** Letters and digits of a short text, lower case. */
const squeeze = (lower: string): string => lower.replaceAll(/[^a-z0-9]+/g, "");

const shareIn = (words: readonly string[], text: string): number => {
  let long = 0;
  let shared = 0;
  for (const word of words) {
    if (word.length < 3) continue;
    long++;
    if (text.includes(word)) shared++;
  }
  return long === 0 ? 0 : shared / long;
};

/** Writes {@link WORD_KINDS}. */
export const writeWordKinds = (look: Look, out: Float64Array, at: number): void => {
  marker.mark(look.value, marks);
  for (let group = 0; group < GROUPS; group++) out[at + group] = (marks.all >> group) & 1;
  const rest = at + GROUPS;
  const value = squeeze(look.valueLower.slice(0, 64));
  const name = squeeze(look.name.toLowerCase());
  const isPlain = value.length >= 3 && name.length >= 3;
  out[rest] = Number(MASK.test(look.value));
  out[rest + 1] = Number(isPlain && value === name);
  out[rest + 2] = Number(isPlain && name.includes(value));
  out[rest + 3] = Number(isPlain && value.includes(name));
  out[rest + 4] = name.length < 3 ? -1 : shareIn(look.nameWords, look.valueLower);
  out[rest + 5] = name.length < 3 ? -1 : shareIn(look.valueWords, name);
};
