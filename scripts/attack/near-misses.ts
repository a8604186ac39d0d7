/** Texts that a pattern nearly matches, made from its tree: every repetition pumped, by itself and together with others. */
import type { RegexNode } from "../../src/lib/regex-tree.ts";
import { createSeededRandom, type SeededRandom } from "../../src/lib/seeded-random.ts";
import { charactersOf, samplePattern } from "./sample-pattern.ts";

type Repeat = Extract<RegexNode, { kind: "repeat" }>;

/** Repetitions of fewer rounds than this do not slow anything down. */
const LEAST_ROUNDS = 4;
/** Characters tried as what is repeated, if the repetition takes them: what neighbours are likely to take as well. */
const PUMPS = ["a", "A", "0", "-", " ", "/", "\n", "="];
const MOST_PUMPS = 2;
/** What no match ends with. */
const BREAK = "\0";

const childrenOf = (node: RegexNode): readonly RegexNode[] => {
  if (node.kind === "sequence") return node.items;
  if (node.kind === "choice") return node.options;
  return node.kind === "set" ? [] : [node.body];
};

const listRepeats = (node: RegexNode): readonly Repeat[] => {
  const inner = childrenOf(node).flatMap(listRepeats);
  return node.kind === "repeat" && node.max - node.min >= LEAST_ROUNDS ? [node, ...inner] : inner;
};

const contains = (node: RegexNode, target: RegexNode): boolean =>
  node === target || childrenOf(node).some((child) => contains(child, target));

interface Filling {
  readonly random: SeededRandom;
  /** Rounds of a repetition, or null for as few as it needs. */
  readonly fill: (node: Repeat) => string | null;
  readonly target: Repeat;
}

/** The text up to the end of the target, or all of it where the target is not in the part. */
const render = (node: RegexNode, filling: Filling): { readonly text: string; readonly isDone: boolean } => {
  if (node.kind === "repeat") {
    const filled = filling.fill(node);
    if (node === filling.target) return { text: filled ?? "", isDone: true };
    if (contains(node.body, filling.target)) return render(node.body, filling);
    if (filled !== null) return { text: filled, isDone: false };
  }
  if (node.kind === "choice") {
    const option = node.options.find((one) => contains(one, filling.target));
    return option === undefined
      ? { text: samplePattern(node, filling.random), isDone: false }
      : render(option, filling);
  }
  // Looks are matched by the text beside them; only a target in one makes a text.
  if (node.kind === "look")
    return contains(node, filling.target) ? render(node.body, filling) : { text: "", isDone: false };
  if (node.kind === "sequence") {
    let text = "";
    for (const item of node.items) {
      const part = render(item, filling);
      text += part.text;
      if (part.isDone) return { text, isDone: true };
    }
    return { text, isDone: false };
  }
  return { text: samplePattern(node, filling.random), isDone: false };
};

const pumpsOf = (node: Repeat, random: SeededRandom): readonly string[] => {
  const allowed = node.body.kind === "set" ? charactersOf(node.body.set) : null;
  const simple = PUMPS.filter((pump) => allowed?.includes(pump) === true).slice(0, MOST_PUMPS);
  return [...simple, samplePattern(node.body, random)].filter((pump) => pump !== "");
};

const repeatTo = (unit: string, length: number): string =>
  unit === "" ? "" : unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/** A text that is about `length` long, whatever length is asked for. */
export type NearMiss = (length: number) => string;

/** @param label makes the random parts; the same one makes the same texts. */
export function* makeNearMisses(tree: RegexNode, label: string): Generator<NearMiss> {
  const random = createSeededRandom(label);
  const whole = samplePattern(tree, random);
  // Matches that break at their very end, one after another.
  yield (length) => repeatTo(whole.slice(0, -1), length);
  yield (length) => repeatTo(whole.slice(0, -1) + BREAK, length);
  for (const target of listRepeats(tree))
    for (const pump of pumpsOf(target, random)) {
      const upTo = (fill: Filling["fill"]): string =>
        render(tree, { random: createSeededRandom(label), fill, target }).text;
      const bounded = (node: Repeat, length: number): string =>
        pump.repeat(Math.max(node.min, Math.min(node.max, length / pump.length)));
      // One repetition, as long as the text.
      yield (length) => upTo((node) => (node === target ? repeatTo(pump, length) : null)) + BREAK;
      // The same, short, as often as it fits: each one is a new start.
      for (const size of [0, 64])
        yield (length) =>
          repeatTo(
            upTo((node) => (node === target ? bounded(node, size) : null)),
            length,
          );
      // All repetitions before it filled with the same.
      yield (length) =>
        upTo((node) => (node.body.kind === "set" || node === target ? bounded(node, length / 3) : null)) +
        BREAK;
      // Nothing but what is repeated.
      yield (length) => repeatTo(pump, length) + BREAK;
    }
}
