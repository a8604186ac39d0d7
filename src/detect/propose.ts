/** Prefilter and regular expressions: bytes in, candidates out. */
import { isBinary } from "../lib/text.ts";
import type { RuleId } from "../model/ids.ts";
import type { Candidate } from "./candidate.ts";
import type { CompiledRule, CompiledRules } from "./compile.ts";
import { matchAround } from "./match.ts";
import type { Prefilter } from "./prefilter/prefilter.ts";
import { isMeant } from "./values/anchors.ts";

/** A rule may run over each character of a text so many times on average; deterministic, unlike a clock. */
const BUDGET_FACTOR = 32;
const BUDGET_FLOOR = 16 * 1024 * 1024;

/**
 * Calls back for each candidate, once per place and rule, and for each anchor; returns the rules that ran over their
 * budget.
 */
export type Propose = (
  bytes: Buffer,
  onCandidate: (rule: CompiledRule, candidate: Candidate) => void,
  onAnchor: (start: number) => void,
) => ReadonlySet<RuleId>;

export const createProposer = (compiled: CompiledRules, prefilter: Prefilter): Propose => {
  return (bytes, onCandidate, onAnchor) => {
    const binary = isBinary(bytes);
    const limit = BUDGET_FLOOR + BUDGET_FACTOR * bytes.length;
    const spent = new Map<CompiledRule, number>();
    const overBudget = new Set<RuleId>();
    // Two hits of one rule inside one match (or two keywords of it) give the same candidate: report it once.
    const seen = new Set<string>();
    prefilter.scan(bytes, (literal, start) => {
      const anchor = compiled.anchors[literal];
      if (anchor !== undefined && isMeant(anchor, bytes, start)) onAnchor(start);
      const length = compiled.literals[literal]?.text.length ?? 0;
      for (const rule of compiled.rulesOf[literal] ?? []) {
        // Loose rules read binaries as noise; formats with a prefix stay what they are.
        if (binary && rule.rule.specificity !== "token") continue;
        if ((spent.get(rule) ?? 0) > limit) {
          overBudget.add(rule.rule.id);
          continue;
        }
        const budget = { spend: (count: number) => void spent.set(rule, (spent.get(rule) ?? 0) + count) };
        for (const candidate of matchAround(bytes, { start, length }, { compiled: rule, budget })) {
          const name = `${candidate.span.start} ${candidate.span.end} ${rule.rule.id}`;
          if (seen.has(name)) continue;
          seen.add(name);
          onCandidate(rule, candidate);
        }
      }
    });
    return overBudget;
  };
};
