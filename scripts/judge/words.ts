/** Builds the dictionary and the letter pairs from the text around labelled values; labels and values are not used. */
import { PAIR_SCALE, PAIR_SYMBOLS } from "../../src/detect/judge/word-model.ts";
import { compareText } from "../../src/lib/compare-text.ts";
import type { Row } from "./rows.ts";

/** A word is a word if this many repositories use it, and a name or a mask then is no part of it. */
const MIN_REPOSITORIES = 5;
const MAX_WORDS = 4800;
const EDGE = PAIR_SYMBOLS - 1;

export interface WordData {
  readonly dictionary: readonly string[];
  readonly pairs: Uint8Array;
}

const countRepositories = (rows: readonly Row[]): ReadonlyMap<string, number> => {
  const seen = new Map<string, Set<string>>();
  for (const { context, valueStart, valueEnd, repo } of rows) {
    const text = `${context.slice(0, valueStart)} ${context.slice(valueEnd)}`;
    for (const [word] of text.matchAll(/[A-Z]?[a-z]{2,11}(?![a-z])/g)) {
      const lower = word.toLowerCase();
      if (lower.length < 3) continue;
      const repositories = seen.get(lower) ?? new Set();
      seen.set(lower, repositories.add(repo));
    }
  }
  return new Map([...seen].map(([word, repositories]) => [word, repositories.size]));
};

/** Bits of each pair, edges included, every word counted by the root of its spread. */
const measurePairs = (dictionary: readonly string[], counts: ReadonlyMap<string, number>): Uint8Array => {
  const sums = new Float64Array(PAIR_SYMBOLS ** 2).fill(0.5);
  for (const word of dictionary) {
    const symbols = [EDGE, ...[...word].map((letter) => letter.charCodeAt(0) - 97), EDGE];
    for (let index = 1; index < symbols.length; index++) {
      const slot = (symbols[index - 1] ?? EDGE) * PAIR_SYMBOLS + (symbols[index] ?? EDGE);
      sums[slot] = (sums[slot] ?? 0) + Math.sqrt(counts.get(word) ?? 1);
    }
  }
  return Uint8Array.from(sums, (sum, slot) => {
    const row = Math.floor(slot / PAIR_SYMBOLS) * PAIR_SYMBOLS;
    const total = sums.subarray(row, row + PAIR_SYMBOLS).reduce((a, b) => a + b, 0);
    return Math.min(255, Math.round(-Math.log2(sum / total) * PAIR_SCALE));
  });
};

export const buildWords = (rows: readonly Row[]): WordData => {
  const counts = countRepositories(rows);
  const dictionary = [...counts]
    .filter(([, count]) => count >= MIN_REPOSITORIES)
    .sort(([a, m], [b, n]) => n - m || compareText(a, b))
    .slice(0, MAX_WORDS)
    .map(([word]) => word)
    .sort(compareText);
  return { dictionary, pairs: measurePairs(dictionary, counts) };
};
