/** How much a value reads like words: letter pairs and a dictionary, both part of the model's data. */
import { EDGE } from "../extract/automaton.ts";
import { type Codes, SYMBOLS } from "./characters.ts";

export const PAIR_SYMBOLS = SYMBOLS;
/** Bits of a pair are stored in sixteenths. */
export const PAIR_SCALE = 16;
const MIN_WORD = 3;
const MAX_WORD = 12;
/** Inside a longer run of letters three may stand by chance. */
const MIN_INNER_WORD = 4;

export interface WordCover {
  letters: number;
  covered: number;
  longest: number;
  words: number;
  /** Bits of all letter pairs, and how many there are. */
  bits: number;
  pairs: number;
}

export interface WordModel {
  has(word: string): boolean;
  /** The result is good until the next call. */
  measure(text: Codes): WordCover;
}

/** Letters that people write as digits and signs. */
const LEET = new Uint8Array(128).fill(EDGE);
for (const [sign, letter] of ["0o", "1i", "3e", "4a", "5s", "7t", "@a", "$s", "!i"].map((pair) => [...pair]))
  LEET[(sign ?? "").charCodeAt(0)] = (letter ?? "").charCodeAt(0) - 97;

const SEED = 0x811c9dc5;
const step = (hash: number, symbol: number): number => Math.imul(hash ^ (symbol + 1), 0x01000193);

/** Open addressing over 32-bit hashes of words: no substring is ever built. */
interface HashSet {
  add(hash: number): void;
  has(hash: number): boolean;
}

const createHashSet = (capacity: number): HashSet => {
  const mask = (1 << (32 - Math.clz32(capacity * 4))) - 1;
  const slots = new Int32Array(mask + 1);
  const find = (hash: number): number => {
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  };
  return {
    add: (hash) => void (slots[find(hash)] = hash),
    has: (hash) => slots[find(hash)] === hash,
  };
};

const hashWord = (word: string): number => {
  let hash = SEED;
  for (let index = 0; index < word.length; index++) hash = step(hash, word.charCodeAt(index) - 97);
  return hash | 0;
};

const START_BITS = PAIR_SYMBOLS ** 3;

/** Symbols of the text; digits and signs between letters are read as the letters they stand for. */
const readSymbols = ({ raw, symbols, size }: Codes, into: Uint8Array): number => {
  const length = Math.min(size, into.length);
  let before = EDGE;
  for (let index = 0; index < length; index++) {
    let symbol = symbols[index] ?? EDGE;
    if (symbol === EDGE && before !== EDGE && index + 1 < size && symbols[index + 1] !== EDGE) {
      const code = raw[index] ?? 0;
      if (code < 128) symbol = LEET[code] ?? EDGE;
    }
    into[index] = symbol;
    before = symbol;
  }
  return length;
};

/**
 * @param dictionary words of lower case letters, 3 to 12 of them.
 * @param pairs bits of every pair of symbols, {@link PAIR_SYMBOLS} squared, in sixteenths.
 */
export const createWordModel = (dictionary: readonly string[], pairs: Uint8Array): WordModel => {
  const set = createHashSet(dictionary.length + 1);
  const starts = new Uint8Array(START_BITS);
  const startOf = (a: number, b: number, c: number): number => (a * PAIR_SYMBOLS + b) * PAIR_SYMBOLS + c;
  for (const word of dictionary) {
    set.add(hashWord(word));
    starts[startOf(word.charCodeAt(0) - 97, word.charCodeAt(1) - 97, word.charCodeAt(2) - 97)] = 1;
  }
  const symbols = new Uint8Array(256);

  const findLongest = (at: number, length: number): number => {
    if (at + MIN_WORD > length) return 0;
    if (starts[startOf(symbols[at] ?? 0, symbols[at + 1] ?? 0, symbols[at + 2] ?? 0)] === 0) return 0;
    const isFirst = at === 0 || symbols[at - 1] === EDGE;
    const end = Math.min(length, at + MAX_WORD);
    let hash = SEED;
    let longest = 0;
    for (let index = at; index < end && symbols[index] !== EDGE; index++) {
      hash = step(hash, symbols[index] ?? 0);
      const size = index + 1 - at;
      const isWhole = isFirst && (index + 1 === length || symbols[index + 1] === EDGE);
      if (size >= (isWhole ? MIN_WORD : MIN_INNER_WORD) && set.has(hash | 0)) longest = size;
    }
    return longest;
  };

  const cover: WordCover = { letters: 0, covered: 0, longest: 0, words: 0, bits: 0, pairs: 0 };
  const measurePairs = (length: number): void => {
    let before = EDGE;
    let [letters, bits, count] = [0, 0, 0];
    for (let index = 0; index <= length; index++) {
      const symbol = index < length ? (symbols[index] ?? EDGE) : EDGE;
      if (symbol !== EDGE) letters++;
      if (symbol !== EDGE || before !== EDGE) {
        bits += pairs[before * PAIR_SYMBOLS + symbol] ?? 0;
        count++;
      }
      before = symbol;
    }
    cover.letters = letters;
    cover.bits = bits / PAIR_SCALE;
    cover.pairs = count;
  };
  const measure = (text: Codes): WordCover => {
    const length = readSymbols(text, symbols);
    measurePairs(length);
    cover.covered = 0;
    cover.longest = 0;
    cover.words = 0;
    for (let index = 0; index < length;) {
      const size = symbols[index] === EDGE ? 0 : findLongest(index, length);
      if (size > 0) {
        cover.words++;
        cover.covered += size;
        if (size > cover.longest) cover.longest = size;
      }
      index += Math.max(1, size);
    }
    return cover;
  };
  return { has: (word) => /^[a-z]{3,12}$/.test(word) && set.has(hashWord(word)), measure };
};
