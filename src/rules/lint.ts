/** Tells by its shape whether a regular expression can be slow: the check that needs no time limit. */
import { type CharSet, readRegex, type RegexNode } from "../lib/regex-tree.ts";
import type { Rule } from "../model/rule.ts";

/** Ways to divide one stretch of text among neighbouring repetitions; two of 128 characters just pass. */
const MOST_WAYS = 20_000;
/** Repetitions of fewer characters than this do not count as neighbours. */
const NARROW = 12;

interface Repetition {
  readonly set: CharSet;
  readonly width: number;
}

/** What a part can begin with, and whether it can be empty. */
const firstOf = (node: RegexNode): { readonly set: CharSet; readonly isOptional: boolean } => {
  switch (node.kind) {
    case "set":
      return { set: node.set, isOptional: false };
    case "look":
      return { set: 0n, isOptional: true };
    case "repeat":
      return { set: firstOf(node.body).set, isOptional: node.min === 0 || firstOf(node.body).isOptional };
    case "choice": {
      const parts = node.options.map(firstOf);
      return {
        set: parts.reduce((set, part) => set | part.set, 0n),
        isOptional: parts.some((p) => p.isOptional),
      };
    }
    case "sequence": {
      let set = 0n;
      for (const item of node.items) {
        const first = firstOf(item);
        set |= first.set;
        if (!first.isOptional) return { set, isOptional: false };
      }
      return { set, isOptional: true };
    }
  }
};

const childrenOf = (node: RegexNode): readonly RegexNode[] => {
  if (node.kind === "sequence") return node.items;
  if (node.kind === "choice") return node.options;
  return node.kind === "set" ? [] : [node.body];
};

const allOf = (node: RegexNode): CharSet =>
  node.kind === "set"
    ? node.set
    : node.kind === "look"
      ? 0n
      : childrenOf(node).reduce((set, c) => set | allOf(c), 0n);

/** Repetitions inside a part that can take more or less text. */
const variableIn = (node: RegexNode): readonly RegexNode[] => {
  if (node.kind === "look" || node.kind === "set") return [];
  const inner = childrenOf(node).flatMap(variableIn);
  return node.kind === "repeat" && node.max > node.min && node.max > 1 ? [node, ...inner] : inner;
};

/** A character every round must have, and which no repetition inside can take: it tells the rounds apart. */
const hasDivider = (body: RegexNode, taken: CharSet): boolean => {
  if (body.kind === "set") return (body.set & taken) === 0n;
  if (body.kind === "repeat") return body.min > 0 && hasDivider(body.body, taken);
  if (body.kind === "choice") return body.options.every((option) => hasDivider(option, taken));
  return body.kind === "sequence" && body.items.some((item) => hasDivider(item, taken));
};

/** Two options that can begin alike, in a repetition: the ways multiply with every round. */
const hasTwinOptions = (node: RegexNode): boolean => {
  if (node.kind === "look") return false;
  if (node.kind === "choice") {
    let seen = 0n;
    for (const option of node.options) {
      const { set } = firstOf(option);
      if ((seen & set) !== 0n) return true;
      seen |= set;
    }
  }
  return childrenOf(node).some(hasTwinOptions);
};

const checkRounds = (node: RegexNode): readonly string[] => {
  const problems = childrenOf(node).flatMap(checkRounds);
  if (node.kind !== "repeat" || node.max <= 1) return problems;
  const taken = variableIn(node.body).reduce((set, inner) => set | allOf(inner), 0n);
  if (taken !== 0n && !hasDivider(node.body, taken)) return [...problems, "a repetition inside a repetition"];
  if (hasTwinOptions(node.body)) return [...problems, "options that begin alike inside a repetition"];
  return problems;
};

const checkBounds = (node: RegexNode): readonly string[] => {
  const problems = childrenOf(node).flatMap(checkBounds);
  return node.kind === "repeat" && node.max === Infinity
    ? [...problems, "a repetition without an upper bound"]
    : problems;
};

interface State {
  /** Repetitions before this point that could still have taken what comes. */
  readonly open: readonly Repetition[];
  /** Ways of the last repetition: they matter only once something after it can fail. */
  readonly pending: number;
  readonly ways: number;
}

const commit = (state: State): State => ({ ...state, ways: Math.max(state.ways, state.pending) });

const merge = (states: readonly State[]): State => ({
  open: [...new Set(states.flatMap(({ open }) => open))],
  pending: Math.max(...states.map(({ pending }) => pending)),
  ways: Math.max(...states.map(({ ways }) => ways)),
});

/** Follows the text from left to right. */
const walk = (node: RegexNode, state: State): State => {
  switch (node.kind) {
    case "set":
      return { ...commit(state), open: state.open.filter(({ set }) => (set & node.set) !== 0n) };
    case "look":
      return { ...commit(state), ways: walk(node.body, commit(state)).ways };
    case "choice":
      return merge(node.options.map((option) => walk(option, state)));
    case "sequence":
      return node.items.reduce((now, item) => walk(item, now), state);
    case "repeat":
      return walkRepeat(node, state);
  }
};

const walkRepeat = (node: Extract<RegexNode, { kind: "repeat" }>, state: State): State => {
  const before = node.min > 0 ? commit(state) : state;
  const inner = walk(node.body, before);
  if (node.max <= 1) return merge([before, inner]);
  const set = allOf(node.body);
  const shared = before.open.filter((one) => (one.set & set) !== 0n);
  const open = node.min > 0 ? shared : before.open;
  const width = node.max - node.min + 1;
  if (width < NARROW) return { ...before, open, ways: inner.ways };
  const pending = shared.length === 0 ? 1 : shared.reduce((product, one) => product * one.width, width);
  return { open: [...open, { set, width }], pending: Math.max(before.pending, pending), ways: inner.ways };
};

/**
 * What makes a pattern possibly slow, in words; nothing means that its time grows with the text and its own bounds only.
 * @throws Error for syntax that rules must not use.
 */
export const findSlowShapes = (rule: Pick<Rule, "pattern" | "ignoreCase">): readonly string[] => {
  const tree = readRegex(rule.pattern ?? "", rule.ignoreCase);
  const { ways } = walk(tree, { open: [], pending: 1, ways: 1 });
  const shared = ways > MOST_WAYS ? [`neighbouring repetitions that share text in ${ways} ways`] : [];
  return [...new Set([...checkBounds(tree), ...checkRounds(tree), ...shared])];
};
