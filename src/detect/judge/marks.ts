/** Finds which groups of words a text holds: one table look-up per character, whatever the number of words. */
import { foldCode, isLetter } from "./characters.ts";

/** Letters are 1 to 26; everything else, and the step from `dB` to `P`, is an edge. */
const SYMBOLS = 28;
const EDGE = 27;

/** Group name → words in lower case; `^` stands for the edge of a word. At most 31 groups. */
export type WordGroups = Readonly<Record<string, readonly string[]>>;

export interface Marks {
  /** Bit per group found anywhere. */
  all: number;
  /** Bits of the last word alone. */
  last: number;
}

export interface Marker {
  readonly groups: readonly string[];
  mark(text: string, into: Marks): void;
}

interface Automaton {
  readonly next: Uint16Array;
  readonly bits: Int32Array;
}

const toSymbols = (word: string): readonly number[] =>
  [...word].map((character) => (character === "^" ? EDGE : character.charCodeAt(0) - 96));

/** Aho–Corasick (1975) over letters and edges, completed so that no failure link is followed later. */
const build = (groups: WordGroups): Automaton => {
  const rows: number[][] = [];
  const bits: number[] = [];
  const grow = (): number => {
    rows.push(Array.from({ length: SYMBOLS }, () => -1));
    return bits.push(0) - 1;
  };
  grow();
  Object.values(groups).forEach((words, group) => {
    for (const word of words) {
      let state = 0;
      for (const symbol of toSymbols(word)) {
        const row = rows[state] ?? [];
        if (row[symbol] === -1) row[symbol] = grow();
        state = row[symbol] ?? 0;
      }
      bits[state] = (bits[state] ?? 0) | (1 << group);
    }
  });
  const fail = rows.map(() => 0);
  const queue = [0];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    bits[state] = (bits[state] ?? 0) | (bits[fail[state] ?? 0] ?? 0);
    const row = rows[state] ?? [];
    row.forEach((target, symbol) => {
      const back = state === 0 ? 0 : (rows[fail[state] ?? 0]?.[symbol] ?? 0);
      if (target === -1) row[symbol] = back;
      else {
        fail[target] = back;
        queue.push(target);
      }
    });
  }
  return { next: Uint16Array.from(rows.flat(), (state) => state * SYMBOLS), bits: Int32Array.from(bits) };
};

/** Whether a new word begins at `index`: `dbPassword` at P, `APIKey` at K. */
export const isHump = (text: string, index: number): boolean => {
  const code = text.charCodeAt(index);
  if (code < 65 || code > 90 || index === 0) return false;
  const before = text.charCodeAt(index - 1);
  if (before >= 97 && before <= 122) return true;
  const after = text.charCodeAt(index + 1);
  return before >= 65 && before <= 90 && after >= 97 && after <= 122;
};

export const createMarker = (groups: WordGroups): Marker => {
  const { next, bits } = build(groups);
  const mark = (text: string, into: Marks): void => {
    let state = next[EDGE] ?? 0;
    let word = 0;
    let hasLetters = false;
    into.all = 0;
    into.last = 0;
    for (let index = 0; index <= text.length; index++) {
      const code = index < text.length ? text.charCodeAt(index) : 0;
      const letter = isLetter(code);
      if (!letter || isHump(text, index)) {
        state = next[state + EDGE] ?? 0;
        word |= bits[state / SYMBOLS] ?? 0;
        if (hasLetters) into.last = word;
        into.all |= word;
        word = 0;
        hasLetters = false;
      }
      if (!letter) continue;
      state = next[state + foldCode(code) - 96] ?? 0;
      word |= bits[state / SYMBOLS] ?? 0;
      hasLetters = true;
    }
  };
  return { groups: Object.keys(groups), mark };
};
