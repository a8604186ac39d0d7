/** The tables of ./four-grams.ts: which four bytes stand in a literal, and in which. */
import { toPattern } from "./literal.ts";
import type { Literal } from "./prefilter.ts";
import { bitsOfGram } from "./rarity.ts";

/** Most bytes of a literal that the table knows, and least. */
const MOST = 4;
export const LEAST = 2;

/** A word of the table for each hash of three bytes; in it, a bit for each value of the fourth byte's low five bits. */
const HASH_BITS = 16;
const SHIFT = 32 - HASH_BITS;
const MULTIPLIER = 0x9e3779b1 | 0;
/** Sets the bit in which the cases of a letter differ. Other bytes become alike by it too; they are compared later. */
const FOLD = 0x20202020;

/** @param word four bytes of the text, little endian. */
export const hashOf = (word: number): number => Math.imul((word | FOLD) << 8, MULTIPLIER) >>> SHIFT;

export interface GramTable {
  readonly bits: Int32Array;
  /** Per hash, the place of its first entry. */
  readonly first: Int32Array;
  /** Five numbers each: mask, fold, word, literal, offset; a literal of −1 is the end of a hash's entries. */
  readonly entries: Int32Array;
}

interface Gram {
  readonly offset: number;
  readonly size: number;
  readonly word: number;
}

const readGram = (bytes: Uint8Array, offset: number): Gram => {
  const part = bytes.subarray(offset, offset + MOST);
  return {
    offset,
    size: part.length,
    word: part.reduce((sum, byte, place) => sum | (byte << (8 * place)), 0),
  };
};

/** The rarest part of a literal; rather not one that places are compared at anyway. */
const chooseGram = (bytes: Uint8Array, taken: ReadonlySet<number>): Gram => {
  let gram = readGram(bytes, 0);
  let most = -1;
  for (let offset = 0; offset + gram.size <= bytes.length; offset++) {
    const one = readGram(bytes, offset);
    const bits = bitsOfGram(bytes.subarray(offset, offset + one.size));
    const worth = taken.has(hashOf(one.word)) ? bits / 2 : bits;
    if (worth > most) [gram, most] = [one, worth];
  }
  return gram;
};

/** Hashes of all texts that begin with the word's `size` bytes. */
const hashesOf = (word: number, size: number): ReadonlySet<number> =>
  new Set(
    size > 2 ? [hashOf(word)] : Array.from({ length: 256 }, (_, third) => hashOf(word | (third << 16))),
  );

const chooseGrams = (literals: readonly Literal[]): readonly Gram[] => {
  const patterns = literals.map(toPattern);
  const taken = new Set<number>();
  for (const { bytes } of patterns) if (bytes.length < MOST) taken.add(hashOf(readGram(bytes, 0).word));
  return patterns.map(({ bytes }) => chooseGram(bytes, taken));
};

export const buildGramTable = (literals: readonly Literal[]): GramTable => {
  const bits = new Int32Array(1 << HASH_BITS);
  const lists = new Map<number, number[]>();
  chooseGrams(literals).forEach(({ offset, size, word }, index) => {
    const mask = size === MOST ? -1 : (1 << (8 * size)) - 1;
    const fold = literals[index]?.ignoreCase === true ? FOLD : 0;
    for (const hash of hashesOf(word, size)) {
      bits[hash] = size === MOST ? (bits[hash] ?? 0) | (1 << (word >>> 24)) : -1;
      const list = lists.get(hash) ?? [];
      list.push(mask, fold, (word | fold) & mask, index, offset);
      lists.set(hash, list);
    }
  });
  const first = new Int32Array(1 << HASH_BITS);
  const entries: number[] = [0, 0, 0, -1, 0];
  for (const [hash, list] of lists) {
    first[hash] = entries.length;
    for (const value of list) entries.push(value);
    entries.push(0, 0, 0, -1, 0);
  }
  return { bits, first, entries: Int32Array.from(entries) };
};
