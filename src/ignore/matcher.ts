/** Matches strangers' patterns and globs in time that grows with pattern times text, whatever they wrote. */
import { readImportedRegex } from "../rules/import-regex.ts";
import type { Assertion, RegexPart } from "../rules/import-regex-tree.ts";
import { membersOf } from "../rules/import-sets.ts";
import { parseGlob } from "./glob.ts";
import { compileProgram, type Program } from "./program.ts";

/** Steps that are left to all matchers of one file together; below zero nothing matches any more. */
export interface Budget {
  left: number;
}

/** Whether the whole text is what the pattern describes. */
export type Matcher = (text: string, budget: Budget) => boolean;

/** Longer texts match nothing: no path is, and no value that anybody lists. */
const MAX_TEXT = 4096;

const isWord = (code: number | undefined): boolean =>
  code !== undefined && /[0-9A-Za-z_]/.test(String.fromCharCode(code));

const holds = (at: Assertion, bytes: Uint8Array, index: number): boolean => {
  const before = index === 0 ? undefined : bytes[index - 1];
  const after = bytes[index];
  switch (at) {
    case "text-start":
      return before === undefined;
    case "text-end":
      return after === undefined;
    case "line-start":
      return before === undefined || before === 10;
    case "line-end":
      return after === undefined || after === 10;
    case "word-edge":
      return isWord(before) !== isWord(after);
    case "no-word-edge":
      return isWord(before) === isWord(after);
  }
};

/** Runs a program over one text after the other, in the same memory. */
class Runner {
  readonly #program: Program;
  /** Round in which each place was reached last. */
  readonly #reached: Uint32Array;
  readonly #open: Uint32Array;
  #round = 0;
  /** Places visited. */
  #steps = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#reached = new Uint32Array(program.length);
    // Each place is opened at most by the jump, the split and the step that lead to it.
    this.#open = new Uint32Array(program.length * 3);
  }

  /** Adds what is reached from the place without taking a byte to those places that take one; whether the end is. */
  #spread(start: number, takers: number[], { bytes, index }: { bytes: Uint8Array; index: number }): boolean {
    const open = this.#open;
    let size = 1;
    let isEnd = false;
    open[0] = start;
    while (size > 0) {
      const place = open[--size] ?? 0;
      if (this.#reached[place] === this.#round) continue;
      this.#reached[place] = this.#round;
      this.#steps++;
      const step = this.#program[place];
      if (step?.kind === "byte") takers.push(place);
      else if (step?.kind === "jump") open[size++] = step.to;
      else if (step?.kind === "split") {
        open[size++] = step.second;
        open[size++] = step.first;
      } else if (step?.kind === "match") isEnd = true;
      else if (step?.kind === "assert" && holds(step.at, bytes, index)) open[size++] = place + 1;
    }
    return isEnd;
  }

  #beginRound(): void {
    if (this.#round === 0xffff_ffff) {
      this.#reached.fill(0);
      this.#round = 0;
    }
    this.#round++;
  }

  /** Whether the program takes the whole text. */
  run(bytes: Uint8Array, budget: Budget): boolean {
    this.#beginRound();
    this.#steps = 0;
    let takers: number[] = [];
    let isEnd = this.#spread(0, takers, { bytes, index: 0 });
    for (let index = 0; index < bytes.length; index++) {
      budget.left -= takers.length + this.#steps;
      this.#steps = 0;
      if (takers.length === 0 || budget.left < 0) return false;
      const code = bytes[index] ?? 0;
      const next: number[] = [];
      this.#beginRound();
      isEnd = false;
      for (const place of takers) {
        const step = this.#program[place];
        if (step?.kind === "byte" && step.table[code] === 1)
          isEnd = this.#spread(place + 1, next, { bytes, index: index + 1 }) || isEnd;
      }
      takers = next;
    }
    return budget.left >= 0 && isEnd;
  }
}

/** The bytes of a pattern that stands for one text only, or null. */
const literalOf = (root: RegexPart): readonly number[] | null => {
  if (root.kind === "set") {
    const [code, ...others] = membersOf(root.set);
    return code === undefined || others.length > 0 ? null : [code];
  }
  if (root.kind !== "sequence") return null;
  const codes: number[] = [];
  for (const item of root.items) {
    const own = literalOf(item);
    if (own === null) return null;
    codes.push(...own);
  }
  return codes;
};

/** The longest text that certainly stands in what the pattern describes; most texts are settled by not having it. */
const needleOf = (root: RegexPart): string => {
  let longest: readonly number[] = [];
  let run: number[] = [];
  const visit = (part: RegexPart): void => {
    const literal = literalOf(part);
    if (literal !== null) run.push(...literal);
    else if (part.kind === "sequence") part.items.forEach(visit);
    else run = [];
    if (run.length > longest.length) longest = [...run];
  };
  visit(root);
  const needle = Buffer.from(longest).toString();
  // Half a character is no text.
  return needle.includes("\ufffd") ? "" : needle;
};

const createMatcher = (root: RegexPart): Matcher => {
  const literal = literalOf(root);
  if (literal !== null) {
    const whole = Buffer.from(literal).toString();
    return (text) => text === whole;
  }
  const runner = new Runner(compileProgram(root));
  const needle = needleOf(root);
  return (text, budget) => {
    if (!text.includes(needle)) return false;
    const bytes = Buffer.from(text);
    return bytes.length <= MAX_TEXT && runner.run(bytes, budget);
  };
};

/** @throws Error saying what is wrong with the glob, without quoting it. */
export const createGlobMatcher = (glob: string): Matcher => createMatcher(parseGlob(glob));

const ANYTHING: RegexPart = {
  kind: "repeat",
  body: { kind: "set", set: (1n << 256n) - 1n },
  min: 0,
  max: Number.POSITIVE_INFINITY,
  isLazy: false,
};

/**
 * @param mode whether the pattern must describe the whole text or only some part of it.
 * @throws Error saying what is wrong with the pattern, without quoting it.
 */
export const createPatternMatcher = (pattern: string, mode: "whole" | "part"): Matcher => {
  const { root } = readImportedRegex(pattern);
  return createMatcher(mode === "whole" ? root : { kind: "sequence", items: [ANYTHING, root, ANYTHING] });
};

/** For names and ids: equal, or a pattern with `*`. */
export const createNameMatcher = (name: string): Matcher =>
  name.includes("*") ? createGlobMatcher(name) : (text) => text === name;
