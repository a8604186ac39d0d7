/** Finds which groups of words a text holds. */
import { BITS_SHIFT, buildAutomaton, EDGE, type WordGroups } from "../extract/automaton.ts";
import { type Codes, isHump } from "./characters.ts";

export interface Marks {
  /** Bit per group found anywhere. */
  all: number;
  /** Bits of the last word alone. */
  last: number;
}

export interface Marker {
  readonly groups: readonly string[];
  /** The step from `dB` to `P` is an edge, as is everything that is no letter. */
  mark(text: Codes, into: Marks): void;
}

/** @param groups at most 31. */
export const createMarker = (groups: WordGroups): Marker => {
  const { next, bits } = buildAutomaton(groups);
  const mark = ({ kinds, symbols, size }: Codes, into: Marks): void => {
    let state = next[EDGE] ?? 0;
    let word = 0;
    let hasLetters = false;
    let all = 0;
    let last = 0;
    for (let index = 0; index <= size; index++) {
      const symbol = index < size ? (symbols[index] ?? EDGE) : EDGE;
      const isLetter = symbol !== EDGE;
      if (!isLetter || isHump(kinds, index, size)) {
        state = next[state + EDGE] ?? 0;
        word |= bits[state >> BITS_SHIFT] ?? 0;
        if (hasLetters) last = word;
        all |= word;
        word = 0;
        hasLetters = false;
      }
      if (!isLetter) continue;
      state = next[state + symbol] ?? 0;
      word |= bits[state >> BITS_SHIFT] ?? 0;
      hasLetters = true;
    }
    into.all = all;
    into.last = last;
  };
  return { groups: Object.keys(groups), mark };
};
