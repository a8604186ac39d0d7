/**
 * `node test/bench/detect/attack.ts [ID…]`: attacks every shipped pattern with texts that it nearly matches, at the length
 * of its window and at twice that, and prints the worst. What the shape check (src/rules/lint.ts) lets pass should be
 * linear, or bounded by its window: about twice the time for twice the text.
 */
import { readRegex } from "../../../src/lib/regex-tree.ts";
import type { Rule } from "../../../src/model/rule.ts";
import { RULES } from "../../support/scanner.ts";
import { formatTable } from "../accuracy/table.ts";
import { makeNearMisses } from "../../../scripts/attack/near-misses.ts";

const TOP = 20;
const ROUNDS = 3;

interface Attack {
  readonly rule: Rule;
  readonly window: number;
  /** Microseconds over the window, and over a text of twice its length. */
  readonly once: number;
  readonly twice: number;
  readonly text: string;
}

/** Microseconds in the fastest of some rounds. */
const time = (regex: RegExp, text: string): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    regex.lastIndex = 0;
    // All matches, as the engine looks for them.
    for (let match = regex.exec(text); match !== null; match = regex.exec(text))
      if (match[0] === "") regex.lastIndex++;
    best = Math.min(best, performance.now() - from);
  }
  return 1000 * best;
};

const attack = (rule: Rule): Attack | null => {
  if (rule.pattern === null) return null;
  const regex = new RegExp(rule.pattern, rule.ignoreCase ? "dgi" : "dg");
  const window = rule.window.before + rule.window.after;
  let worst: Attack | null = null;
  for (const makeText of makeNearMisses(readRegex(rule.pattern, rule.ignoreCase), rule.id)) {
    const text = makeText(window).slice(0, window);
    const once = time(regex, text);
    if (worst === null || once > worst.once) {
      const twice = time(regex, makeText(2 * window).slice(0, 2 * window));
      worst = { rule, window, once, twice, text };
    }
  }
  return worst;
};

const show = (text: string): string =>
  JSON.stringify(text.length > 48 ? `${text.slice(0, 30)}…${text.slice(-12)}` : text);

const wanted = process.argv.slice(2);
const attacks = RULES.filter(({ id }) => wanted.length === 0 || wanted.includes(id))
  .flatMap((rule) => attack(rule) ?? [])
  .sort((a, b) => b.once / b.window - a.once / a.window);
const rows = (list: readonly Attack[]): readonly string[][] =>
  list.map(({ rule, window, once, twice, text }) => [
    rule.id,
    `${window}`,
    once.toFixed(0),
    ((1000 * once) / window).toFixed(0),
    (twice / once).toFixed(1),
    show(text),
  ]);
const HEAD = ["rule", "window", "µs", "ns/character", "x for twice", "text"];
console.log(`${attacks.length} patterns; the slowest for each character of a window:\n`);
console.log(formatTable([HEAD, ...rows(attacks.slice(0, TOP))]).join("\n"));
console.log("\nThe slowest for a whole window:\n");
console.log(
  formatTable([HEAD, ...rows([...attacks].sort((a, b) => b.once - a.once).slice(0, TOP))]).join("\n"),
);
