/** Finds groups of words in letters and edges: one look-up per character, whatever the number of words. */

/** Letters are 0 to 25 in either case; this is everything else. */
export const EDGE = 26;
/** Room for a state's row: a power of two above the number of symbols, so that states and rows differ by a shift. */
export const BITS_SHIFT = 5;
const STRIDE = 1 << BITS_SHIFT;

/** Group name → words in lower case; `^` stands for the edge of a word. At most 31 groups. */
export type WordGroups = Readonly<Record<string, readonly string[]>>;

export interface Automaton {
  /** State after a state and a symbol: `next[state + symbol]`. */
  readonly next: Uint16Array;
  /** A bit per group with a word that ends here: `bits[state >> BITS_SHIFT]`. */
  readonly bits: Int32Array;
}

const toSymbols = (word: string): readonly number[] =>
  [...word].map((character) => (character === "^" ? EDGE : character.charCodeAt(0) - 97));

interface Trie {
  /** Per state, the state after each symbol, or -1. */
  readonly rows: number[][];
  readonly bits: number[];
}

const plant = (groups: WordGroups): Trie => {
  const rows: number[][] = [];
  const bits: number[] = [];
  const grow = (): number => {
    rows.push(Array.from({ length: STRIDE }, () => -1));
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
  return { rows, bits };
};

/** Aho–Corasick (1975), completed so that no failure link is followed later. */
export const buildAutomaton = (groups: WordGroups): Automaton => {
  const { rows, bits } = plant(groups);
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
  return { next: Uint16Array.from(rows.flat(), (state) => state * STRIDE), bits: Int32Array.from(bits) };
};
