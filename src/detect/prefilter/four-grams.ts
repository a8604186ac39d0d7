/**
 * Finds literals by four of their bytes: a table of bits says of each place of a text whether the four bytes there stand in
 * any literal; only there literals are compared. No place waits for the one before it, as it does in an automaton.
 */
import { createAhoCorasick } from "./aho-corasick.ts";
import { buildGramTable, hashOf, LEAST } from "./gram-table.ts";
import { type Pattern, matchesAt, toPattern } from "./literal.ts";
import type { CreatePrefilter, OnHit, Prefilter } from "./prefilter.ts";

/** Little endian; zeros behind the end of the text. */
const readWord = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24);

/** Same hits as the plain Aho–Corasick; it takes over where a literal is too short for the table. */
export const createFourGrams: CreatePrefilter = (literals): Prefilter => {
  if (literals.some(({ text }) => text.length < LEAST)) return createAhoCorasick(literals);
  const { bits, first, entries } = buildGramTable(literals);
  const patterns: readonly Pattern[] = literals.map(toPattern);

  /** Compares the literals that the table lets through at a place. */
  const compare = (bytes: Uint8Array, at: number, word: number, onHit: OnHit): void => {
    for (let place = first[hashOf(word)] ?? 0; ; place += 5) {
      // One entry: mask and fold of the word, what is then left of it, the literal and where the word stands in it.
      const literal = entries[place + 3] ?? 0;
      if (literal < 0) return;
      const masked = (word | (entries[place + 1] ?? 0)) & (entries[place] ?? 0);
      const pattern = patterns[literal];
      if (masked !== entries[place + 2] || pattern === undefined) continue;
      const start = at - (entries[place + 4] ?? 0);
      if (matchesAt(bytes, start, pattern)) onHit(literal, start);
    }
  };

  const test = (word: number): number => (bits[hashOf(word)] ?? 0) >>> (word >>> 24);

  return {
    scan(bytes, onHit) {
      const last = bytes.length - 4;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let at = 0;
      // Four places at once: one branch for all, nearly always not taken.
      for (; at + 3 <= last; at += 4) {
        const word0 = view.getInt32(at, true);
        const word1 = view.getInt32(at + 1, true);
        const word2 = view.getInt32(at + 2, true);
        const word3 = view.getInt32(at + 3, true);
        const hit0 = (bits[hashOf(word0)] ?? 0) >>> (word0 >>> 24);
        const hit1 = (bits[hashOf(word1)] ?? 0) >>> (word1 >>> 24);
        const hit2 = (bits[hashOf(word2)] ?? 0) >>> (word2 >>> 24);
        const hit3 = (bits[hashOf(word3)] ?? 0) >>> (word3 >>> 24);
        if (((hit0 | hit1 | hit2 | hit3) & 1) === 0) continue;
        if ((hit0 & 1) === 1) compare(bytes, at, word0, onHit);
        if ((hit1 & 1) === 1) compare(bytes, at + 1, word1, onHit);
        if ((hit2 & 1) === 1) compare(bytes, at + 2, word2, onHit);
        if ((hit3 & 1) === 1) compare(bytes, at + 3, word3, onHit);
      }
      for (; at < bytes.length; at++) {
        const word = readWord(bytes, at);
        if ((test(word) & 1) === 1) compare(bytes, at, word, onHit);
      }
    },
  };
};
