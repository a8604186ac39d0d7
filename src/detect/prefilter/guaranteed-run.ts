/** How long a run of certain characters every match of a pattern has, wherever in it. */
import type { CharSet, RegexNode } from "../../lib/regex-tree.ts";

/** Least lengths of runs. */
interface Runs {
  /** Nothing but such characters, whatever it matches. */
  readonly isWhole: boolean;
  /** At the beginning of a match, at its end, and anywhere. */
  readonly first: number;
  readonly last: number;
  readonly longest: number;
}

const whole = (length: number): Runs => ({ isWhole: true, first: length, last: length, longest: length });
const NONE: Runs = { isWhole: false, first: 0, last: 0, longest: 0 };
const EMPTY = whole(0);

const follow = (left: Runs, right: Runs): Runs => ({
  isWhole: left.isWhole && right.isWhole,
  first: left.isWhole ? left.first + right.first : left.first,
  last: right.isWhole ? left.last + right.last : right.last,
  longest: Math.max(left.longest, right.longest, left.last + right.first),
});

const either = (left: Runs, right: Runs): Runs => ({
  isWhole: left.isWhole && right.isWhole,
  first: Math.min(left.first, right.first),
  last: Math.min(left.last, right.last),
  longest: Math.min(left.longest, right.longest),
});

const repeat = (body: Runs, min: number, max: number): Runs => {
  if (max === 0) return EMPTY;
  if (body.isWhole) return whole(min * body.first);
  if (min === 0) return NONE;
  return { ...body, longest: min > 1 ? Math.max(body.longest, body.last + body.first) : body.longest };
};

const ONE = whole(1);

type SetNode = Extract<RegexNode, { kind: "set" }>;

const measure = (node: RegexNode, isWithin: (node: SetNode) => boolean): Runs => {
  switch (node.kind) {
    case "set":
      return isWithin(node) ? ONE : NONE;
    case "sequence":
      return node.items.reduce((runs, item) => follow(runs, measure(item, isWithin)), EMPTY);
    case "choice":
      return node.options.map((option) => measure(option, isWithin)).reduce(either);
    case "repeat":
      return repeat(measure(node.body, isWithin), node.min, node.max);
    case "look":
      // What is looked at stands there, too, but it may be the same text as what is matched beside it.
      return node.isNegated ? EMPTY : { ...EMPTY, longest: measure(node.body, isWithin).longest };
  }
};

const ALL = (1n << 256n) - 1n;

const listSets = (node: RegexNode): readonly SetNode[] => {
  if (node.kind === "set") return [node];
  if (node.kind === "sequence") return node.items.flatMap(listSets);
  return node.kind === "choice" ? node.options.flatMap(listSets) : listSets(node.body);
};

/** For each set of characters, the longest run of nothing but them that every match has. */
export const findLongestRuns = (tree: RegexNode, sets: readonly CharSet[]): readonly number[] => {
  // Large integers are slow: each part of the tree is compared once, for all sets.
  const others = sets.map((set) => ALL & ~set);
  const within = new Map<SetNode, number>();
  for (const node of listSets(tree))
    within.set(
      node,
      others.reduce((flags, other, index) => ((node.set & other) === 0n ? flags | (1 << index) : flags), 0),
    );
  return sets.map(
    (_, index) => measure(tree, (node) => (((within.get(node) ?? 0) >> index) & 1) === 1).longest,
  );
};
