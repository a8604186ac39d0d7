/** Numbers over the characters of the value: classes, runs, randomness. */
import { type Codes, DIGIT, FOREIGN, LOWER, OTHER, UPPER } from "./characters.ts";
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
const NO_KEY = -9;
const KEY_PLACE = new Int16Array(128).fill(NO_KEY);
["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"].forEach((row, index) => {
  for (const [place, key] of [...row].entries()) KEY_PLACE[key.charCodeAt(0)] = 100 * index + place;
});

/** log2(1 + n), which is asked for more than once per candidate. */
const LOG_STEPS = 6001;
const LOG_2 = Float64Array.from({ length: LOG_STEPS }, (_, n) => Math.log2(1 + n));
export const logOf = (n: number): number => LOG_2[Math.max(0, Math.min(n, LOG_STEPS - 1))] ?? 0;

/** Bits per character; control characters count as nothing. */
const measureEntropy = ({ counts, slots, distinct, value }: Look): number => {
  let sum = 0;
  for (let index = 0; index < distinct; index++) {
    const slot = slots[index] ?? 0;
    if (slot >= 32) sum += N_LOG_N[counts[slot] ?? 0] ?? 0;
  }
  return value.size === 0 ? 0 : Math.max(0, logOf(value.size - 1) - sum / value.size);
};

const countDistinct = ({ slots, distinct }: Look): number => {
  let seen = 0;
  for (let index = 0; index < distinct; index++) if ((slots[index] ?? 0) >= 32) seen++;
  return seen;
};

/** Smallest step after which the beginning repeats itself, as a share of the length. */
const measurePeriod = ({ raw, size }: Codes): number => {
  const length = Math.min(size, 64);
  const first = raw[0];
  for (let step = 1; step <= length >> 1; step++) {
    if (raw[step] !== first) continue;
    let index = step + 1;
    while (index < length && raw[index] === raw[index - step]) index++;
    if (index >= length) return step / length;
  }
  return 1;
};

/** Longest stretches of one class, and where classes change. */
const writeStretches = ({ value, classes }: Look, out: Float64Array, at: number): boolean => {
  const { kinds, folded, size } = value;
  classes.fill(0);
  let [digits, letters, consonants] = [0, 0, 0];
  let [longestDigits, longestLetters, longestConsonants] = [0, 0, 0];
  let [vowels, digitGroups, changes, pieces] = [0, 0, 0, 0];
  let before = -1;
  let hasHump = false;
  for (let index = 0; index < size; index++) {
    const kind = kinds[index] ?? OTHER;
    classes[kind] = (classes[kind] ?? 0) + 1;
    if (kind === LOWER || kind === UPPER) {
      digits = 0;
      if (++letters > longestLetters) longestLetters = letters;
      if (IS_VOWEL[folded[index] ?? 0] === 1) {
        vowels++;
        consonants = 0;
      } else if (++consonants > longestConsonants) longestConsonants = consonants;
    } else {
      letters = 0;
      consonants = 0;
      if (kind !== DIGIT) digits = 0;
      else if (++digits > longestDigits) longestDigits = digits;
      if (digits === 1) digitGroups++;
    }
    if (kind === before) continue;
    changes++;
    if (kind !== OTHER && (index === 0 || before === OTHER)) pieces++;
    if (kind === UPPER && before === LOWER) hasHump = true;
    before = kind;
  }
  out[at + 10] = longestDigits;
  out[at + 11] = longestLetters;
  out[at + 13] = longestConsonants;
  out[at + 14] = Math.max(0, changes - 1) / Math.max(1, size);
  out[at + 17] = pieces;
  out[at + 18] = vowels / Math.max(1, (classes[LOWER] ?? 0) + (classes[UPPER] ?? 0));
  out[at + 22] = digitGroups;
  return hasHump;
};

/** Repeats, counting and walks along the keyboard: what two neighbours have to do with each other. */
const writeSteps = ({ folded, size }: Codes, out: Float64Array, at: number): void => {
  let [repeat, longest, steps, keyboard] = [0, 0, 0, 0];
  let previous = -9;
  let place = NO_KEY;
  for (let index = 0; index < size; index++) {
    const code = folded[index] ?? 0;
    const step = code - previous;
    repeat = step === 0 ? repeat + 1 : 1;
    if (repeat > longest) longest = repeat;
    if (step === 1 || step === -1) steps++;
    const next = code < 128 ? (KEY_PLACE[code] ?? NO_KEY) : NO_KEY;
    if (next - place === 1 || place - next === 1) keyboard++;
    previous = code;
    place = next;
  }
  out[at + 12] = longest;
  out[at + 19] = steps / Math.max(1, size);
  out[at + 20] = keyboard / Math.max(1, size);
};

/** Writes {@link VALUE_NUMBERS} at `at`, and counts the value's classes. */
export const writeValueNumbers = (look: Look, out: Float64Array, at: number): void => {
  const { value, counts, length, classes } = look;
  look.hasHump = writeStretches(look, out, at);
  writeSteps(value, out, at);
  const size = Math.max(1, value.size);
  const bits = measureEntropy(look);
  let used = 0;
  for (let kind = 0; kind < classes.length; kind++) if ((classes[kind] ?? 0) > 0) used++;
  out[at] = Math.min(length, 1000);
  out[at + 1] = logOf(length);
  out[at + 2] = bits;
  out[at + 3] = value.size < 2 ? 0 : bits / logOf(value.size - 1);
  out[at + 4] = (classes[DIGIT] ?? 0) / size;
  out[at + 5] = (classes[UPPER] ?? 0) / size;
  out[at + 6] = (classes[LOWER] ?? 0) / size;
  out[at + 7] = (classes[OTHER] ?? 0) / size;
  out[at + 8] = (classes[FOREIGN] ?? 0) / size;
  out[at + 9] = used;
  out[at + 15] = countDistinct(look) / size;
  out[at + 16] = counts[32] ?? 0;
  out[at + 21] = measurePeriod(value);
};
