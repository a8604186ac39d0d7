/**
 * Counts the steps of a backtracking matcher that looks for a pattern in a text: what a regular expression costs, without a
 * clock. Anchors always hold here and the greedy way is taken first; a text that does not match costs the same either way.
 */
import type { RegexNode } from "../../src/lib/regex-tree.ts";

type Then = (at: number) => boolean;
type Repeat = Extract<RegexNode, { kind: "repeat" }>;

const FOUND: Then = () => true;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Least and most characters a part takes. */
const measure = (node: RegexNode): { readonly least: number; readonly most: number } => {
  switch (node.kind) {
    case "set":
      return { least: 1, most: 1 };
    case "look":
      return { least: 0, most: 0 };
    case "repeat": {
      const { least, most } = measure(node.body);
      return { least: least * node.min, most: node.max === 0 ? 0 : most * node.max };
    }
    case "choice": {
      const options = node.options.map(measure);
      return {
        least: Math.min(...options.map(({ least }) => least)),
        most: Math.max(...options.map(({ most }) => most)),
      };
    }
    case "sequence": {
      const items = node.items.map(measure);
      return { least: sum(items.map(({ least }) => least)), most: sum(items.map(({ most }) => most)) };
    }
  }
};

class OutOfSteps extends Error {}

class Matcher {
  steps = 0;
  readonly #codes: Uint8Array;
  readonly #limit: number;
  readonly #sizes = new Map<RegexNode, { readonly least: number; readonly most: number }>();
  readonly #flags = new Map<bigint, Uint8Array>();

  constructor(text: string, limit: number) {
    this.#codes = Buffer.from(text, "latin1");
    this.#limit = limit;
  }

  #step(): void {
    if (++this.steps > this.#limit) throw new OutOfSteps();
  }

  #isIn(set: bigint, at: number): boolean {
    const code = this.#codes[at];
    if (code === undefined) return false;
    const flags = this.#flags.get(set) ?? new Uint8Array(256);
    this.#flags.set(set, flags);
    // 0: not asked yet.
    flags[code] ||= ((set >> BigInt(code)) & 1n) === 1n ? 2 : 1;
    return flags[code] === 2;
  }

  /** @param way 1 to the right, -1 to the left, as what stands before is matched. */
  match(node: RegexNode, at: number, way: 1 | -1, then: Then): boolean {
    switch (node.kind) {
      case "set":
        this.#step();
        return this.#isIn(node.set, way === 1 ? at : at - 1) && then(at + way);
      case "sequence":
        return this.#sequence(way === 1 ? node.items : node.items.toReversed(), at, way, then);
      case "choice":
        return node.options.some((option) => this.match(option, at, way, then));
      case "repeat":
        return this.#isSingle(node.body) ? this.#run(node, at, way, then) : this.#rounds(node, at, way, then);
      case "look":
        this.#step();
        return this.match(node.body, at, node.isBehind ? -1 : 1, FOUND) !== node.isNegated && then(at);
    }
  }

  #isSingle(node: RegexNode): boolean {
    const { least, most } = this.#sizes.get(node) ?? measure(node);
    this.#sizes.set(node, { least, most });
    return least === 1 && most === 1;
  }

  #sequence(items: readonly RegexNode[], from: number, way: 1 | -1, then: Then): boolean {
    const next = (index: number, at: number): boolean => {
      const item = items[index];
      return item === undefined ? then(at) : this.match(item, at, way, (end) => next(index + 1, end));
    };
    return next(0, from);
  }

  /** Single characters: as many as there are, then fewer and fewer. */
  #run({ body, min, max }: Repeat, at: number, way: 1 | -1, then: Then): boolean {
    let count = 0;
    while (count < max && this.match(body, at + way * count, way, FOUND)) count++;
    for (; count >= min; count--) {
      this.#step();
      if (then(at + way * count)) return true;
    }
    return false;
  }

  #rounds({ body, min, max }: Repeat, from: number, way: 1 | -1, then: Then): boolean {
    const next = (round: number, at: number): boolean => {
      this.#step();
      const more = (end: number): boolean => end !== at && next(round + 1, end);
      return (round < max && this.match(body, at, way, more)) || (round >= min && then(at));
    };
    return next(0, from);
  }
}

/** What a match begins with: engines look at that first, and at what stands around it only then. */
const readStart = (node: RegexNode): readonly RegexNode[] => {
  if (node.kind === "set") return [node];
  if (node.kind !== "sequence") return [];
  const rest = node.items.filter(({ kind }) => kind !== "look");
  const end = rest.findIndex(({ kind }) => kind !== "set");
  return end === 0 && rest[0] !== undefined
    ? readStart(rest[0])
    : rest.slice(0, end === -1 ? rest.length : end);
};

export interface Search {
  /** At most the limit. */
  readonly steps: number;
  readonly matches: number;
}

/** Looks for all matches in the text. */
export const countSteps = (tree: RegexNode, text: string, limit: number): Search => {
  const matcher = new Matcher(text, limit);
  const start: RegexNode = { kind: "sequence", items: readStart(tree) };
  let matches = 0;
  try {
    for (let at = 0; at < text.length; at++) {
      let end = at;
      const isFound =
        matcher.match(start, at, 1, FOUND) && matcher.match(tree, at, 1, (found) => ((end = found), true));
      if (isFound) matches++;
      if (isFound && end > at) at = end - 1;
    }
  } catch (error) {
    if (!(error instanceof OutOfSteps)) throw error;
  }
  return { steps: Math.min(matcher.steps, limit), matches };
};
