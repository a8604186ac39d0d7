/** What kinds of word the value holds, how far words cover it, and what it shares with its name. */
import type { Codes } from "./characters.ts";
import { VALUE_GROUPS } from "./lexicon.ts";
import type { Look } from "./look.ts";
import { createMarker, type Marks } from "./marks.ts";
import { createSqueezed, squeeze } from "./name-look.ts";
import type { Words } from "./split-words.ts";
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

/** Writes {@link WORD_COVER}; `entropy` is the value's, `isType` says that it is the name of a type or constant. */
export const writeWordCover = (
  { value }: Look,
  words: WordModel,
  { entropy, isType }: { readonly entropy: number; readonly isType: number },
  [out, at]: readonly [Float64Array, number],
): void => {
  const cover = words.measure(value);
  const size = Math.max(1, value.size);
  const open = value.size - cover.covered;
  out[at] = cover.pairs === 0 ? 0 : cover.bits / cover.pairs;
  out[at + 1] = Math.min(cover.bits, 500);
  out[at + 2] = cover.letters === 0 ? 0 : cover.covered / cover.letters;
  out[at + 3] = cover.covered / size;
  out[at + 4] = cover.longest;
  out[at + 5] = cover.words;
  out[at + 6] = cover.letters - cover.covered;
  out[at + 7] = entropy * open;
  out[at + 8] = Number(cover.words === 1 && cover.covered === value.size) - isType;
};

const MASK = /^[xX*.•_#?-]{3,}$/;
const MAX_SQUEEZED = 64;
const MIN_SHARED = 3;
const squeezedValue = createSqueezed(MAX_SQUEEZED);

/** Whether a stretch of units stands in a text. */
const holds = (
  text: Uint16Array,
  size: number,
  part: Uint16Array,
  [from, to]: readonly [number, number],
): boolean => {
  const first = part[from];
  for (let at = 0; at + to - from <= size; at++) {
    if (text[at] !== first) continue;
    let index = from + 1;
    while (index < to && text[at + index - from] === part[index]) index++;
    if (index === to) return true;
  }
  return false;
};

/** Share of a text's longer words that stand in another one. */
const shareIn = (words: Words, { folded }: Codes, text: Uint16Array, size: number): number => {
  let long = 0;
  let shared = 0;
  for (let place = 0; place < words.count; place++) {
    const from = words.from[place] ?? 0;
    const to = words.to[place] ?? 0;
    if (to - from < MIN_SHARED) continue;
    long++;
    if (holds(text, size, folded, [from, to])) shared++;
  }
  return long === 0 ? 0 : shared / long;
};

/** How value and name are part of each other: letters and digits alone count. */
const writeShared = (look: Look, out: Float64Array, at: number): void => {
  const { value, name, valueWords } = look;
  const { squeezed } = name;
  squeeze(value, squeezedValue);
  const isPlain = squeezedValue.size >= MIN_SHARED && squeezed.size >= MIN_SHARED;
  const inName =
    isPlain && holds(squeezed.codes, squeezed.size, squeezedValue.codes, [0, squeezedValue.size]);
  const around =
    isPlain && holds(squeezedValue.codes, squeezedValue.size, squeezed.codes, [0, squeezed.size]);
  out[at] = Number(inName && around);
  out[at + 1] = Number(inName);
  out[at + 2] = Number(around);
  out[at + 3] = squeezed.size < MIN_SHARED ? -1 : shareIn(name.words, name.codes, value.folded, value.size);
  out[at + 4] = squeezed.size < MIN_SHARED ? -1 : shareIn(valueWords, value, squeezed.codes, squeezed.size);
};

/** Writes {@link WORD_KINDS}. */
export const writeWordKinds = (look: Look, out: Float64Array, at: number): void => {
  marker.mark(look.value, marks);
  for (let group = 0; group < GROUPS; group++) out[at + group] = (marks.all >> group) & 1;
  const rest = at + GROUPS;
  out[rest] = Number(look.distinct <= 10 && MASK.test(look.text));
  writeShared(look, out, rest + 1);
};
