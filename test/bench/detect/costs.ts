/**
 * What the stages after the prefilter do, counted by literal and by rule. Walks the engine's own steps from outside, over
 * the texts as they stand: pieces that the engine decodes from them are not counted.
 */
import { type CompiledRule, compileRules } from "../../../src/detect/compile.ts";
import { matchAround, type Running } from "../../../src/detect/match.ts";
import { readDemands } from "../../../src/detect/prefilter/demand.ts";
import { createFourGrams } from "../../../src/detect/prefilter/four-grams.ts";
import type { Rule } from "../../../src/model/rule.ts";

export interface RuleCost {
  /** Windows it was asked about, and their characters. */
  readonly windows: number;
  readonly characters: number;
  /** Times its regular expression ran: what it demands was in the window. */
  readonly runs: number;
  readonly milliseconds: number;
  /** Matches, before filters. */
  readonly candidates: number;
}

export interface LiteralCost {
  readonly hits: number;
  /** Rules it starts. */
  readonly rules: readonly string[];
}

export interface Costs {
  readonly rules: ReadonlyMap<string, RuleCost>;
  readonly literals: ReadonlyMap<string, LiteralCost>;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const startCounting = (
  rule: CompiledRule,
): { readonly cost: Mutable<RuleCost>; readonly running: Running } => {
  const cost = { windows: 0, characters: 0, runs: 0, milliseconds: 0, candidates: 0 };
  const regex = (): RegExp => {
    cost.runs++;
    return rule.regex();
  };
  const spend = (characters: number): void => {
    cost.windows++;
    cost.characters += characters;
  };
  const demands = readDemands(rule.rule.pattern ?? "", rule.rule);
  return { cost, running: { compiled: { ...rule, regex }, demands, spend } };
};

export const countCosts = (rules: readonly Rule[], texts: readonly Buffer[]): Costs => {
  const compiled = compileRules(rules);
  const prefilter = createFourGrams(compiled.literals);
  const counted = new Map<CompiledRule, ReturnType<typeof startCounting>>();
  const hits = compiled.literals.map(() => 0);
  for (const bytes of texts)
    prefilter.scan(bytes, (literal, start) => {
      hits[literal] = (hits[literal] ?? 0) + 1;
      const length = compiled.literals[literal]?.text.length ?? 0;
      for (const rule of compiled.rulesOf[literal] ?? []) {
        const { cost, running } = counted.get(rule) ?? startCounting(rule);
        counted.set(rule, { cost, running });
        const from = performance.now();
        cost.candidates += matchAround(bytes, { start, length }, running).length;
        cost.milliseconds += performance.now() - from;
      }
    });
  return {
    rules: new Map([...counted].map(([{ rule }, { cost }]) => [rule.id, cost])),
    literals: new Map(
      compiled.literals.map(({ text, ignoreCase }, index) => [
        `${text}${ignoreCase ? " (any case)" : ""}`,
        { hits: hits[index] ?? 0, rules: (compiled.rulesOf[index] ?? []).map(({ rule }) => rule.id) },
      ]),
    ),
  };
};
