/**
 * What a window must hold for a pattern to match in it: runs of certain bytes. Looking for them costs a few bytes of the
 * window, so that nearly all regular expressions, which would find nothing, need not run.
 */
import type { ByteRun } from "../../lib/byte-runs.ts";
import { type CharSet, readRegex, type RegexNode } from "../../lib/regex-tree.ts";
import { type Alphabet, ALPHABETS, rarityOf, toMembers } from "./alphabets.ts";
import { findLongestRuns } from "./guaranteed-run.ts";

/** A run that every window with a match holds. */
export type Demand = ByteRun;

/** One of certain bytes stands in a window by chance more often than not, unless they are this rare (in bits). */
const LEAST_BITS = 3.5;
/** Runs and single bytes that are looked for, for each pattern. */
const MOST_RUNS = 2;
const MOST_SINGLES = 2;

const SETS = ALPHABETS.map(({ set }) => set);

/** Longest run of members in a keyword: a demand for no more is met wherever the keyword is hit. */
const longestIn = (keyword: string, isMember: Uint8Array): number => {
  let [run, longest] = [0, 0];
  for (const byte of Buffer.from(keyword, "latin1")) {
    run = isMember[byte] === 1 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
};

const isMetByKeyword = ({ isMember, length }: Demand, keywords: readonly string[]): boolean =>
  keywords.length > 0 && keywords.every((keyword) => longestIn(keyword, isMember) >= length);

interface Run {
  readonly alphabet: Alphabet;
  readonly length: number;
}

const isPartOf = (one: CharSet, other: CharSet): boolean => (one & ~other) === 0n;

/** Runs of the alphabets, the one least likely by chance first; those that follow from another one are left out. */
const findRuns = (tree: RegexNode, keywords: readonly string[]): readonly Run[] => {
  const found: Run[] = [];
  const lengths = findLongestRuns(tree, SETS);
  const all = ALPHABETS.map((alphabet, index) => ({ alphabet, length: lengths[index] ?? 0 }))
    .filter(
      ({ alphabet: { isMember }, length }) => length > 1 && !isMetByKeyword({ isMember, length }, keywords),
    )
    .sort((a, b) => b.length * b.alphabet.rarity - a.length * a.alphabet.rarity);
  for (const one of all) {
    const follows = found.some(
      ({ alphabet, length }) => length >= one.length && isPartOf(alphabet.set, one.alphabet.set),
    );
    if (!follows && one.length * one.alphabet.rarity >= LEAST_BITS) found.push(one);
  }
  return found.slice(0, MOST_RUNS);
};

/** Sets of which every match has a character. Of a choice, what its options have in common. */
const findSingles = (node: RegexNode): readonly CharSet[] => {
  switch (node.kind) {
    case "set":
      return [node.set];
    case "look":
      return node.isNegated ? [] : findSingles(node.body);
    case "repeat":
      return node.min === 0 ? [] : findSingles(node.body);
    case "sequence":
      return node.items.flatMap(findSingles);
    case "choice": {
      const rarest = node.options.map((option) => rarestOf(findSingles(option))[0]);
      return rarest.includes(undefined) ? [] : [rarest.reduce((all: CharSet, set) => all | (set ?? 0n), 0n)];
    }
  }
};

const rarestOf = (sets: readonly CharSet[]): readonly CharSet[] =>
  [...new Set(sets)].sort((a, b) => rarityOf(b) - rarityOf(a));

const findBytes = (tree: RegexNode, keywords: readonly string[], runs: readonly Run[]): readonly Demand[] =>
  rarestOf(findSingles(tree))
    .filter((set) => rarityOf(set) >= LEAST_BITS && !runs.some(({ alphabet }) => isPartOf(alphabet.set, set)))
    .map((set) => ({ isMember: toMembers(set), length: 1 }))
    .filter((demand) => !isMetByKeyword(demand, keywords))
    .slice(0, MOST_SINGLES);

/**
 * @param keywords of which one is in the window.
 * @returns the demands that tell most, strongest first; none for a pattern that can't be read: it always runs.
 */
export const readDemands = (
  pattern: string,
  { ignoreCase, keywords }: { readonly ignoreCase: boolean; readonly keywords: readonly string[] },
): readonly Demand[] => {
  let tree: RegexNode;
  try {
    tree = readRegex(pattern, ignoreCase);
  } catch {
    return [];
  }
  const runs = findRuns(tree, keywords);
  const demands = runs.map(({ alphabet: { isMember }, length }) => ({ isMember, length }));
  return [...demands, ...findBytes(tree, keywords, runs)];
};
