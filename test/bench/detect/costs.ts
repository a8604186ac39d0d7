/**
 * What the stages after the prefilter do, counted by literal and by rule. Walks the engine's own steps from outside, over
 * the texts as they stand: pieces that the engine decodes from them are not counted.
 */
import { type CompiledRule, compileRules } from "../../../src/detect/compile.ts";
import { matchAround } from "../../../src/detect/match.ts";
import { createAhoCorasick } from "../../../src/detect/prefilter/aho-corasick.ts";
import type { Rule } from "../../../src/model/rule.ts";

export interface RuleCost {
  /** Times its regular expression ran over a window, and the characters of these windows. */
  readonly runs: number;
  readonly characters: number;
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

export const countCosts = (rules: readonly Rule[], texts: readonly Buffer[]): Costs => {
  const compiled = compileRules(rules);
  const prefilter = createAhoCorasick(compiled.literals);
  const costs = new Map<CompiledRule, Mutable<RuleCost>>();
  const hits = compiled.literals.map(() => 0);
  for (const bytes of texts)
    prefilter.scan(bytes, (literal, start) => {
      hits[literal] = (hits[literal] ?? 0) + 1;
      const length = compiled.literals[literal]?.text.length ?? 0;
      for (const rule of compiled.rulesOf[literal] ?? []) {
        const cost = costs.get(rule) ?? { runs: 0, characters: 0, milliseconds: 0, candidates: 0 };
        costs.set(rule, cost);
        const spend = (characters: number): void => {
          cost.runs++;
          cost.characters += characters;
        };
        const from = performance.now();
        cost.candidates += matchAround(
          bytes,
          { start, length },
          { compiled: rule, budget: { spend } },
        ).length;
        cost.milliseconds += performance.now() - from;
      }
    });
  return {
    rules: new Map([...costs].map(([{ rule }, cost]) => [rule.id, cost])),
    literals: new Map(
      compiled.literals.map(({ text, ignoreCase }, index) => [
        `${text}${ignoreCase ? " (any case)" : ""}`,
        { hits: hits[index] ?? 0, rules: (compiled.rulesOf[index] ?? []).map(({ rule }) => rule.id) },
      ]),
    ),
  };
};
