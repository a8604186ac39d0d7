/** Random texts that a pattern could match, made from its tree: lookarounds are not minded, so not all of them do. */
import type { CharSet, RegexNode } from "../../src/lib/regex-tree.ts";
import type { SeededRandom } from "../../src/lib/seeded-random.ts";

/** More rounds of a repetition than it needs. */
const MOST_MORE = 6;

/** A whole number below `limit` (at most 65,536). */
export const drawBelow = (random: SeededRandom, limit: number): number => {
  const [high = 0, low = 0] = random.bytes(2);
  return ((high << 8) | low) % limit;
};

const known = new Map<CharSet, string>();

/** Characters of a set, printable ones if it has any. */
export const charactersOf = (set: CharSet): string => {
  const before = known.get(set);
  if (before !== undefined) return before;
  const all = Array.from({ length: 256 }, (_, code) => code).filter((code) => (set >> BigInt(code)) & 1n);
  const printable = all.filter((code) => code >= 0x20 && code < 0x7f);
  const characters = String.fromCharCode(...(printable.length > 0 ? printable : all));
  known.set(set, characters);
  return characters;
};

export const samplePattern = (node: RegexNode, random: SeededRandom): string => {
  switch (node.kind) {
    case "set": {
      const characters = charactersOf(node.set);
      return characters.charAt(drawBelow(random, Math.max(1, characters.length)));
    }
    case "look":
      return "";
    case "sequence":
      return node.items.map((item) => samplePattern(item, random)).join("");
    case "choice": {
      const option = node.options[drawBelow(random, node.options.length)];
      return option === undefined ? "" : samplePattern(option, random);
    }
    case "repeat": {
      const more = drawBelow(random, 1 + Math.min(MOST_MORE, node.max - node.min));
      return Array.from({ length: node.min + more }, () => samplePattern(node.body, random)).join("");
    }
  }
};
