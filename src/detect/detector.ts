/** Text in, findings out: prefilter → regex on bounded windows → filters → checksums → overlaps. Pure. */
import { measureEntropy } from "../lib/entropy.ts";
import { createPositionFinder, decodeText, isBinary, type TextPosition } from "../lib/text.ts";
import type { Part, TextBlob } from "../model/blob.ts";
import type { RuleId } from "../model/ids.ts";
import type { Finding } from "../model/finding.ts";
import type { Region } from "../model/region.ts";
import { type Rule, SPECIFICITIES } from "../model/rule.ts";
import { Secret } from "../model/secret.ts";
import { type Confidence, compareConfidence } from "../model/severity.ts";
import type { Candidate } from "./candidate.ts";
import type { Proof } from "./checksums/registry.ts";
import { type CompiledRule, compileRules } from "./compile.ts";
import { findKeyName } from "./key-name.ts";
import { matchAround } from "./match.ts";
import { createAhoCorasick } from "./prefilter/aho-corasick.ts";
import type { CreatePrefilter } from "./prefilter/prefilter.ts";

/** A candidate and what became of it; `dropped` names the filter's reason. */
export interface Explanation {
  readonly candidate: Candidate;
  readonly dropped: string | null;
}

export interface Detection {
  readonly findings: readonly Finding[];
  /** Rules that were stopped on this text because they took too long: a gap each. */
  readonly overBudget: readonly RuleId[];
}

export interface Detector {
  detect(blob: TextBlob): Detection;
  /** Every candidate with its verdict, for `rules explain` and tests. */
  explain(blob: TextBlob): readonly Explanation[];
}

interface Kept {
  readonly candidate: Candidate;
  readonly proof: Proof;
}

/** A rule may run over each character of a text so many times on average; deterministic, unlike a clock. */
const BUDGET_FACTOR = 32;
const BUDGET_FLOOR = 16 * 1024 * 1024;

const NO_PROOF: Proof = { valid: null };

const judge = (compiled: CompiledRule, candidate: Candidate): { dropped: string } | Proof => {
  for (const filter of compiled.filters) {
    const verdict = filter(candidate);
    if (verdict !== null) return verdict;
  }
  if (compiled.allow().some((form) => form.test(candidate.value))) return { dropped: "allowed by the rule" };
  if (measureEntropy(candidate.value) < compiled.rule.entropy) return { dropped: "low entropy" };
  const proof = compiled.checksum?.(candidate.value) ?? NO_PROOF;
  return proof.valid === false ? { dropped: `checksum ${compiled.rule.checksum} failed` } : proof;
};

const rank = (rule: Rule): number => SPECIFICITIES.indexOf(rule.specificity);

/** Best first: more specific, then longer, then earlier, then by rule id so that the order is total. */
const compareKept = (a: Kept, b: Kept): number =>
  rank(a.candidate.rule) - rank(b.candidate.rule) ||
  compareConfidence(rateConfidence(a), rateConfidence(b)) ||
  b.candidate.span.end - b.candidate.span.start - (a.candidate.span.end - a.candidate.span.start) ||
  a.candidate.span.start - b.candidate.span.start ||
  (a.candidate.rule.id < b.candidate.rule.id ? -1 : 1);

const overlaps = (a: Candidate, b: Candidate): boolean =>
  a.span.start < b.span.end && b.span.start < a.span.end;

/** Runs of candidates that touch each other, so that a text with a million of them stays linear. */
const cluster = (kept: readonly Kept[]): readonly (readonly Kept[])[] => {
  const clusters: Kept[][] = [];
  let end = -1;
  for (const item of [...kept].sort((a, b) => a.candidate.span.start - b.candidate.span.start)) {
    if (item.candidate.span.start >= end) clusters.push([]);
    clusters.at(-1)?.push(item);
    end = Math.max(end, item.candidate.span.end);
  }
  return clusters;
};

/** One finding per place: the best rule's. */
const resolveOverlaps = (kept: readonly Kept[]): readonly Kept[] =>
  cluster(kept).flatMap((rivals) => {
    if (rivals.length === 1) return rivals;
    const winners: Kept[] = [];
    for (const item of [...rivals].sort(compareKept))
      if (!winners.some((winner) => overlaps(winner.candidate, item.candidate))) winners.push(item);
    return winners.sort((a, b) => a.candidate.span.start - b.candidate.span.start);
  });

const BASE_CONFIDENCE: Readonly<Record<Rule["specificity"], Confidence>> = {
  token: "medium",
  structure: "medium",
  generic: "low",
};

const rateConfidence = ({ candidate, proof }: Kept): Confidence =>
  proof.valid === true ? "high" : BASE_CONFIDENCE[candidate.rule.specificity];

/** What the proof decoded, and the name the value is assigned to. */
const gatherFacts = ({ candidate, proof }: Kept): Readonly<Record<string, string>> => {
  const key = candidate.rule.specificity === "structure" ? null : findKeyName(candidate.before);
  return key === null ? (proof.facts ?? {}) : { ...proof.facts, key };
};

const toFinding = (blob: TextBlob, kept: Kept, region: Region): Finding => ({
  rule: kept.candidate.rule.id,
  blob: blob.id,
  span: kept.candidate.span,
  region,
  secret: new Secret(kept.candidate.value, kept.candidate.prefix),
  confidence: rateConfidence(kept),
  tags: kept.proof.tags ?? [],
  facts: gatherFacts(kept),
});

const isOwn = (part: Part | undefined, start: number): boolean =>
  part === undefined || (start >= part.from && start < part.to);

/** Position in a piece → position in the whole text. */
const shift = (position: TextPosition, part: Part | undefined): TextPosition =>
  part === undefined
    ? position
    : {
        line: part.line + position.line - 1,
        column: position.line === 1 ? part.column + position.column - 1 : position.column,
      };

/**
 * @param rules from `loadRules`; compiled once, reused for every text.
 * @param createPrefilter the plain Aho–Corasick unless another implementation is given.
 */
export const createDetector = (
  rules: readonly Rule[],
  createPrefilter: CreatePrefilter = createAhoCorasick,
): Detector => {
  const compiled = compileRules(rules);
  const prefilter = createPrefilter(compiled.literals);

  /** Returns the rules that ran over their budget. */
  const propose = (
    bytes: Buffer,
    onCandidate: (rule: CompiledRule, candidate: Candidate) => void,
  ): Set<RuleId> => {
    const binary = isBinary(bytes);
    const limit = BUDGET_FLOOR + BUDGET_FACTOR * bytes.length;
    const spent = new Map<CompiledRule, number>();
    const overBudget = new Set<RuleId>();
    // Two hits of one rule inside one match (or two keywords of it) give the same candidate: report it once.
    const seen = new Set<string>();
    prefilter.scan(bytes, (literal, start) => {
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

  const detect = (blob: TextBlob): Detection => {
    const bytes = decodeText(blob.bytes);
    const kept: Kept[] = [];
    const overBudget = propose(bytes, (rule, candidate) => {
      const verdict = judge(rule, candidate);
      if (!("dropped" in verdict)) kept.push({ candidate, proof: verdict });
    });
    const positionOf = createPositionFinder(bytes);
    const findings = resolveOverlaps(kept)
      .filter(({ candidate }) => isOwn(blob.part, candidate.span.start))
      .map((item) => {
        const start = shift(positionOf(item.candidate.span.start), blob.part);
        const end = shift(positionOf(item.candidate.span.end), blob.part);
        return toFinding(blob, item, { ...start, endLine: end.line, endColumn: end.column });
      });
    return { findings, overBudget: [...overBudget] };
  };

  return {
    detect,
    explain: (blob) => {
      const bytes = decodeText(blob.bytes);
      const explanations: Explanation[] = [];
      propose(bytes, (rule, candidate) => {
        const verdict = judge(rule, candidate);
        explanations.push({ candidate, dropped: "dropped" in verdict ? verdict.dropped : null });
      });
      return explanations;
    },
  };
};
