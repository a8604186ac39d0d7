/** `npm run check`: no pattern of `patterns/` may take longer than its window allows. Prints each one that may. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pLimit from "p-limit";
import { check } from "recheck";
import type { Rule } from "../src/model/rule.ts";
import { findSlowShapes } from "../src/rules/lint.ts";
import { loadRules } from "../src/rules/load.ts";
import { attackRule } from "./attack/attack-rule.ts";

/** Windows are short, so attacks are: far less than this many characters, far more than a linear number of steps. */
const LIMITS = {
  timeout: 3000,
  attackTimeout: 3000,
  incubationTimeout: 1000,
  maxAttackStringSize: 2000,
  maxGeneStringSize: 500,
  attackLimit: 10_000_000,
  incubationLimit: 5000,
  maxIteration: 2,
  maxInitialGenerationSize: 30,
  maxGenerationSize: 20,
  crossoverSize: 5,
  mutationSize: 10,
  randomSeed: 1,
};
/** Quadratic time is bearable in windows of at most this many characters. */
const SMALL_WINDOW = 1024;
/** Steps of a backtracking matcher for each character of a window: what the square comes to in a small one. */
const MOST_STEPS = 500;
/** The analysis unrolls counted repetitions and drowns in long ones; an open end is the harder case. */
const LONG = 64;

const openLongRepetitions = (pattern: string): string =>
  pattern.replaceAll(/\{(\d+)(?:,(\d*))?\}/g, (text, min: string, max?: string) =>
    Number(max ?? min) > LONG ? `{${Math.min(Number(min), 4)},}` : text,
  );

/** What is wrong with one rule's pattern, or null. A pattern too big for the analysis in its time rests on its shape and the attack. */
const lintRule = async (rule: Rule): Promise<string | null> => {
  const shapes = findSlowShapes(rule);
  if (shapes.length > 0) return shapes.join("; ");
  const flags = rule.ignoreCase ? "gi" : "g";
  const verdict = await check(openLongRepetitions(rule.pattern ?? ""), flags, LIMITS);
  if (verdict.status === "vulnerable") {
    const { complexity } = verdict;
    const isSmall = rule.window.before + rule.window.after <= SMALL_WINDOW;
    if (complexity.type !== "polynomial" || complexity.degree !== 2 || !isSmall) return complexity.summary;
  }
  const { steps, text } = attackRule(rule);
  return steps > MOST_STEPS
    ? `${steps} steps for each character of ${JSON.stringify(text.slice(0, 32))}…`
    : null;
};

/** Every problem as `rule: what`, in rule order. */
export const lintRules = async (rules: readonly Rule[]): Promise<readonly string[]> => {
  const limit = pLimit(4);
  const withPattern = rules.filter((rule) => rule.pattern !== null);
  const problems = await Promise.all(withPattern.map((rule) => limit(() => lintRule(rule))));
  return withPattern.flatMap((rule, index) => {
    const problem = problems[index];
    return problem === null || problem === undefined ? [] : [`${rule.id}: ${problem}`];
  });
};

if (import.meta.main) {
  const problems = await lintRules(
    await loadRules(join(fileURLToPath(new URL("..", import.meta.url)), "patterns")),
  );
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? "No slow patterns." : `${problems.length} slow patterns.`);
  process.exit(problems.length === 0 ? 0 : 1);
}
