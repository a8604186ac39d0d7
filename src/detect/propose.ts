/** Prefilter and regular expressions: bytes in, candidates out. */
import { isBinary } from "../lib/text.ts";
import type { RuleId } from "../model/ids.ts";
import type { Candidate } from "./candidate.ts";
import type { CompiledRule, CompiledRules } from "./compile.ts";
import { type Hit, matchAround } from "./match.ts";
import { type Demand, readDemands } from "./prefilter/demand.ts";
import type { Prefilter } from "./prefilter/prefilter.ts";
import { isMeant } from "./values/anchors.ts";

/** A rule may run over each character of a text so many times on average; deterministic, unlike a clock. */
const BUDGET_FACTOR = 32;
const BUDGET_FLOOR = 4 * 1024 * 1024;

/**
 * Calls back for each candidate, once per place and rule, and for each anchor; returns the rules that ran over their
 * budget.
 */
export type Propose = (
  bytes: Buffer,
  onCandidate: (rule: CompiledRule, candidate: Candidate) => void,
  onAnchor: (start: number) => void,
  /** Told of the characters of every window that a rule is asked about: the work there is, whatever the clock says. */
  onSpend?: (characters: number) => void,
) => ReadonlySet<RuleId>;

interface Runner {
  readonly compiled: CompiledRule;
  /** Read from the pattern when the rule is first needed, like the pattern itself. */
  readonly demands: () => readonly Demand[];
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

const toRunner = (compiled: CompiledRule): Runner => ({
  compiled,
  demands: lazily(() => readDemands(compiled.rule.pattern ?? "", compiled.rule)),
});

/** A literal with all that a hit of it starts. */
interface Start {
  readonly length: number;
  readonly anchor: CompiledRules["anchors"][number];
  readonly runners: readonly Runner[];
}

const compileStarts = ({ literals, anchors, rulesOf }: CompiledRules): readonly Start[] => {
  const runners = new Map<CompiledRule, Runner>();
  const runnerOf = (compiled: CompiledRule): Runner => {
    const runner = runners.get(compiled) ?? toRunner(compiled);
    runners.set(compiled, runner);
    return runner;
  };
  return literals.map(({ text }, index) => ({
    length: text.length,
    anchor: anchors[index],
    runners: (rulesOf[index] ?? []).map(runnerOf),
  }));
};

/** Spans are shorter than this, so that start and end make one number. */
const SPAN_LIMIT = 2 ** 20;

export const createProposer = (compiled: CompiledRules, prefilter: Prefilter): Propose => {
  const starts = compileStarts(compiled);
  return (bytes, onCandidate, onAnchor, onSpend) => {
    const binary = isBinary(bytes);
    const limit = BUDGET_FLOOR + BUDGET_FACTOR * bytes.length;
    const spent = new Map<Runner, number>();
    const overBudget = new Set<RuleId>();
    // Two hits of one rule inside one match (or two keywords of it) give the same candidate: report it once.
    const seen = new Map<Runner, Set<number>>();
    const isNew = (runner: Runner, { span }: Candidate): boolean => {
      const spans = seen.get(runner) ?? new Set();
      seen.set(runner, spans);
      const size = spans.size;
      return spans.add(span.start * SPAN_LIMIT + (span.end - span.start)).size > size;
    };
    const run = (runner: Runner, hit: Hit): void => {
      const { rule } = runner.compiled;
      // Loose rules read binaries as noise; formats with a prefix stay what they are.
      if (binary && rule.specificity !== "token") return;
      let sum = spent.get(runner) ?? 0;
      if (sum > limit) {
        overBudget.add(rule.id);
        return;
      }
      const spend = (characters: number): void => {
        sum += characters;
        onSpend?.(characters);
      };
      const found = matchAround(bytes, hit, { compiled: runner.compiled, demands: runner.demands(), spend });
      spent.set(runner, sum);
      for (const candidate of found) if (isNew(runner, candidate)) onCandidate(runner.compiled, candidate);
    };
    prefilter.scan(bytes, (literal, start) => {
      const found = starts[literal];
      if (found === undefined) return;
      const { anchor, length, runners } = found;
      if (anchor !== undefined && isMeant(anchor, bytes, start)) onAnchor(start);
      for (const runner of runners) run(runner, { start, length });
    });
    return overBudget;
  };
};
