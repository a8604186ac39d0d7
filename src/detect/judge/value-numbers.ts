/** Numbers over the characters of the value: classes, runs, randomness. */
import { DIGIT, FOREIGN, foldCode, LOWER, OTHER, UPPER, classOf } from "./characters.ts";
import type { Look } from "./look.ts";

export const VALUE_NUMBERS = [
  "length",
  "log length",
  "entropy",
  "entropy share",
  "digit share",
  "upper share",
  "lower share",
  "other share",
  "foreign share",
  "classes",
  "longest digits",
  "longest letters",
  "longest repeat",
  "longest consonants",
  "changes",
  "distinct share",
  "spaces",
  "pieces",
  "vowel share",
  "step share",
  "keyboard share",
  "period",
  "digit groups",
] as const;

/** n·log2 n, so that entropy needs no logarithm per character. */
const N_LOG_N = Float64Array.from({ length: 257 }, (_, n) => (n === 0 ? 0 : n * Math.log2(n)));
const VOWELS = /[aeiouy]/;
const IS_VOWEL = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(VOWELS.test(String.fromCharCode(code))),
);
/** Place of a character on the keyboard, by row; neighbours differ by one. */
const KEY_PLACE = new Int16Array(128).fill(-9);
["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"].forEach((row, index) => {
  for (const [place, key] of [...row].entries()) KEY_PLACE[key.charCodeAt(0)] = 100 * index + place;
});

const measureEntropy = (counts: Uint16Array, length: number): { bits: number; distinct: number } => {
  let sum = 0;
  let distinct = 0;
  for (let slot = 32; slot < 256; slot++) {
    const count = counts[slot] ?? 0;
    if (count === 0) continue;
    sum += N_LOG_N[count] ?? 0;
    distinct++;
  }
  return { bits: length === 0 ? 0 : Math.max(0, Math.log2(length) - sum / length), distinct };
};

/** Smallest step after which the beginning repeats itself, as a share of the length. */
const measurePeriod = (value: string): number => {
  const length = Math.min(value.length, 64);
  for (let step = 1; step <= length >> 1; step++) {
    let index = step;
    while (index < length && value.charCodeAt(index) === value.charCodeAt(index - step)) index++;
    if (index === length) return step / length;
  }
  return 1;
};

interface Runs {
  /** How many of each class. */
  readonly classes: Int32Array;
  longestDigits: number;
  longestLetters: number;
  longestRepeat: number;
  longestConsonants: number;
  changes: number;
  pieces: number;
  vowels: number;
  steps: number;
  keyboard: number;
  digitGroups: number;
}

const emptyRuns = (): Runs => ({
  classes: new Int32Array(5),
  longestDigits: 0,
  longestLetters: 0,
  longestRepeat: 0,
  longestConsonants: 0,
  changes: 0,
  pieces: 0,
  vowels: 0,
  steps: 0,
  keyboard: 0,
  digitGroups: 0,
});

/** Longest stretches of one class, and where classes change. */
const measureStretches = (value: string, runs: Runs): void => {
  const { classes } = runs;
  let digits = 0;
  let letters = 0;
  let consonants = 0;
  let before = -1;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    const kind = classOf(code);
    classes[kind] = (classes[kind] ?? 0) + 1;
    const isWord = kind === LOWER || kind === UPPER;
    const isVowel = isWord && IS_VOWEL[foldCode(code)] === 1;
    digits = kind === DIGIT ? digits + 1 : 0;
    letters = isWord ? letters + 1 : 0;
    consonants = isWord && !isVowel ? consonants + 1 : 0;
    if (isVowel) runs.vowels++;
    if (digits === 1) runs.digitGroups++;
    if (digits > runs.longestDigits) runs.longestDigits = digits;
    if (letters > runs.longestLetters) runs.longestLetters = letters;
    if (consonants > runs.longestConsonants) runs.longestConsonants = consonants;
    if (kind === before) continue;
    if (index > 0) runs.changes++;
    if (kind !== OTHER && (index === 0 || before === OTHER)) runs.pieces++;
    before = kind;
  }
};

/** Repeats, counting and walks along the keyboard: what two neighbours have to do with each other. */
const measureSteps = (value: string, runs: Runs): void => {
  let repeat = 0;
  let previous = -9;
  for (let index = 0; index < value.length; index++) {
    const code = foldCode(value.charCodeAt(index));
    const step = code - previous;
    repeat = step === 0 ? repeat + 1 : 1;
    if (repeat > runs.longestRepeat) runs.longestRepeat = repeat;
    if (step === 1 || step === -1) runs.steps++;
    if (code < 128 && previous >= 0 && previous < 128) {
      const near = (KEY_PLACE[code] ?? 0) - (KEY_PLACE[previous] ?? 0);
      if (near === 1 || near === -1) runs.keyboard++;
    }
    previous = code;
  }
};

const measureRuns = (value: string): Runs => {
  const runs = emptyRuns();
  measureStretches(value, runs);
  measureSteps(value, runs);
  return runs;
};

/** Writes {@link VALUE_NUMBERS} at `at`. */
export const writeValueNumbers = (look: Look, out: Float64Array, at: number): void => {
  const { value, counts, length } = look;
  const runs = measureRuns(value);
  const size = Math.max(1, value.length);
  const { bits, distinct } = measureEntropy(counts, value.length);
  const share = (kind: number): number => (runs.classes[kind] ?? 0) / size;
  const letters = (runs.classes[LOWER] ?? 0) + (runs.classes[UPPER] ?? 0);
  let classes = 0;
  for (let kind = 0; kind < 5; kind++) if ((runs.classes[kind] ?? 0) > 0) classes++;
  out[at] = Math.min(length, 1000);
  out[at + 1] = Math.log2(1 + Math.min(length, 6000));
  out[at + 2] = bits;
  out[at + 3] = value.length < 2 ? 0 : bits / Math.log2(value.length);
  out[at + 4] = share(DIGIT);
  out[at + 5] = share(UPPER);
  out[at + 6] = share(LOWER);
  out[at + 7] = share(OTHER);
  out[at + 8] = share(FOREIGN);
  out[at + 9] = classes;
  out[at + 10] = runs.longestDigits;
  out[at + 11] = runs.longestLetters;
  out[at + 12] = runs.longestRepeat;
  out[at + 13] = runs.longestConsonants;
  out[at + 14] = runs.changes / size;
  out[at + 15] = distinct / size;
  out[at + 16] = counts[32] ?? 0;
  out[at + 17] = runs.pieces;
  out[at + 18] = runs.vowels / Math.max(1, letters);
  out[at + 19] = runs.steps / size;
  out[at + 20] = runs.keyboard / size;
  out[at + 21] = measurePeriod(value);
  out[at + 22] = runs.digitGroups;
};
