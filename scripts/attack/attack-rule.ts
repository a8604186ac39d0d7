/** Attacks a rule's pattern with texts that it nearly matches, as long as its window, and counts the steps. */
import { readRegex } from "../../src/lib/regex-tree.ts";
import type { Rule } from "../../src/model/rule.ts";
import { countSteps } from "./count-steps.ts";
import { makeNearMisses } from "./near-misses.ts";

/** Longer windows are those of keys; what grows with the square of the text has shown itself by then. */
const LONGEST = 8192;
/** Nobody needs to know how much worse it gets. */
const STEPS_LIMIT = 10_000_000;

export interface Worst {
  /** For each character of the text. */
  readonly steps: number;
  readonly text: string;
}

export const attackRule = (rule: Pick<Rule, "id" | "pattern" | "ignoreCase" | "window">): Worst => {
  const tree = readRegex(rule.pattern ?? "", rule.ignoreCase);
  const length = Math.min(LONGEST, rule.window.before + rule.window.after);
  let worst: Worst = { steps: 0, text: "" };
  for (const makeText of makeNearMisses(tree, rule.id)) {
    const text = makeText(length).slice(0, length);
    const steps = Math.round(countSteps(tree, text, STEPS_LIMIT).steps / Math.max(1, text.length));
    if (steps > worst.steps) worst = { steps, text };
  }
  return worst;
};
