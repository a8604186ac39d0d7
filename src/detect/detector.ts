/** Text in, findings out: decode → prefilter → regex on bounded windows → filters → checksums → overlaps. Pure. */
import { measureEntropy } from "../lib/entropy.ts";
import { createPositionFinder, decodeText, isBinary, type TextPosition } from "../lib/text.ts";
import type { Part, TextBlob } from "../model/blob.ts";
import type { Finding } from "../model/finding.ts";
import type { RuleId } from "../model/ids.ts";
import type { Region, Span } from "../model/region.ts";
import type { Rule } from "../model/rule.ts";
import { Secret } from "../model/secret.ts";
import type { Candidate } from "./candidate.ts";
import type { Proof } from "./checksums/registry.ts";
import { type CompiledRule, compileRules } from "./compile.ts";
import { createRelate } from "./context/relate.ts";
import { visitDecoded } from "./decode/visit.ts";
import { decodeSecretData, isSecretManifest } from "./kubernetes-data.ts";
import { findKeyName } from "./key-name.ts";
import { createOverlapTest, type Kept, rateConfidence, resolveOverlaps } from "./overlaps.ts";
import { createFourGrams } from "./prefilter/four-grams.ts";
import type { CreatePrefilter } from "./prefilter/prefilter.ts";
import { createProposer } from "./propose.ts";
import { findTags } from "./tags.ts";
import { findDeploymentCandidates } from "./values/deployment.ts";
import { compileKinds, toCandidate } from "./values/kinds.ts";
import { createValueReader } from "./values/values.ts";

/** A candidate and what became of it; `dropped` names the filter's reason. */
export interface Explanation {
  readonly candidate: Candidate;
  readonly dropped: string | null;
}

export interface Detection {
  readonly findings: readonly Finding[];
  /** Rules that were stopped on this text because they took too long: a gap each. */
  readonly overBudget: readonly RuleId[];
  /** Encoded text inside was more, or nested deeper, than is decoded: a gap. */
  readonly isCutShort: boolean;
}

export interface Detector {
  detect(blob: TextBlob): Detection;
  /** Every candidate with its verdict, for `rules explain` and tests. Spans are those of the text itself. */
  explain(blob: TextBlob): readonly Explanation[];
}

const NO_PROOF: Proof = { valid: null };

const pathOf = ({ path, provenance }: TextBlob): string =>
  path ?? (provenance !== null && "path" in provenance ? provenance.path : "");

/** What the extractor goes by. */
const extensionOf = (path: string): string => /\.([A-Za-z0-9]{1,12})$/.exec(path)?.[1]?.toLowerCase() ?? "";

const judge = (compiled: CompiledRule, candidate: Candidate): { dropped: string } | Proof => {
  for (const filter of compiled.filters) {
    const verdict = filter(candidate);
    if (verdict !== null) return verdict;
  }
  if (compiled.allow().some((form) => form.test(candidate.value))) return { dropped: "allowed by the rule" };
  if (measureEntropy(candidate.value) < compiled.rule.entropy) return { dropped: "low entropy" };
  const proof = compiled.checksum?.(candidate.value, candidate.window) ?? NO_PROOF;
  return proof.valid === false ? { dropped: `checksum ${compiled.rule.checksum} failed` } : proof;
};

/** The match around a candidate; other values in it are what goes with the secret. */
const wholeMatch = ({ span, match, value }: Candidate): Span => {
  const before = Math.max(0, match.indexOf(value));
  return { start: span.start - before, end: span.start - before + match.length };
};

/** What the proof decoded, and the name the value is assigned to. */
const gatherFacts = ({ candidate, proof }: Kept): Readonly<Record<string, string>> => {
  const key = candidate.rule.specificity === "structure" ? null : findKeyName(candidate.before);
  return key === null ? (proof.facts ?? {}) : { ...proof.facts, key };
};

const toFinding = (
  blob: TextBlob,
  kept: Kept,
  { region, bytes }: { readonly region: Region; readonly bytes: Buffer },
): Finding => ({
  rule: kept.candidate.rule.id,
  blob: blob.id,
  span: kept.candidate.span,
  region,
  secret: new Secret(kept.candidate.value, kept.candidate.prefix),
  confidence: rateConfidence(kept),
  tags: [...(kept.proof.tags ?? []), ...findTags(kept.candidate, bytes, kept.candidate.span.start)],
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
 * @param createPrefilter searches for four characters of each literal unless another implementation is given.
 */
export const createDetector = (
  rules: readonly Rule[],
  createPrefilter: CreatePrefilter = createFourGrams,
): Detector => {
  const compiled = compileRules(rules);
  const propose = createProposer(compiled, createPrefilter(compiled.literals));
  const kinds = compileKinds(rules);
  const relate = createRelate(rules);
  const values = createValueReader();

  /** Everything proposed in the text and in what is encoded in it, spans moved to the text itself. */
  const examine = (
    bytes: Buffer,
    { path, isPacked, all }: { readonly path: string; readonly isPacked: boolean; readonly all: boolean },
    onVerdict: (candidate: Candidate, verdict: { dropped: string } | Proof, depth: number) => void,
  ): Omit<Detection, "findings"> => {
    const overBudget = new Set<RuleId>();
    const extension = extensionOf(path);
    const isCutShort = visitDecoded(bytes, (text, depth, locate) => {
      const anchors: number[] = [];
      // What a rule knows, or has refused, is no nameless run.
      const known: Span[] = [];
      let isManifest: boolean | null = null;
      const reread = (candidate: Candidate): Candidate =>
        candidate.rule.specificity !== "token" && (isManifest ??= isSecretManifest(text))
          ? { ...candidate, value: decodeSecretData(candidate.value) }
          : candidate;
      const report = (proposed: Candidate, verdict: { dropped: string } | Proof): void => {
        const candidate = reread(proposed);
        const span = locate(candidate.span.start, candidate.span.end);
        onVerdict(depth === 0 ? candidate : { ...candidate, span }, verdict, depth);
      };
      const stopped = propose(
        text,
        (rule, proposed) => {
          // Judged as it is written: what it decodes to is literal, `$` and braces included.
          const verdict = judge(rule, proposed);
          if (!("dropped" in verdict)) known.push(wholeMatch(proposed));
          else if (rule.rule.specificity === "token") known.push(proposed.span);
          report(proposed, verdict);
        },
        (start) => void anchors.push(start),
      );
      for (const rule of stopped) overBudget.add(rule);
      const isKnown = createOverlapTest(known);
      if (kinds.length === 0 || (depth === 0 && isPacked) || isBinary(text)) return;
      if (depth === 0)
        for (const { candidate, facts } of findDeploymentCandidates(kinds, text, path))
          report(candidate, { ...NO_PROOF, facts });
      values.read(text, { anchors, extension, all }, (value) => {
        const candidate = toCandidate(kinds, value);
        if (candidate === null) return;
        if (value.found.gate === "run" && isKnown(value.span))
          report(candidate, { dropped: "a rule knows it" });
        else
          report(candidate, value.confidence === null ? { dropped: value.because().join("; ") } : NO_PROOF);
      });
    });
    return { overBudget: [...overBudget], isCutShort };
  };

  const detect = (blob: TextBlob): Detection => {
    const bytes = decodeText(blob.bytes);
    const kept: Kept[] = [];
    const limits = examine(
      bytes,
      { path: pathOf(blob), isPacked: blob.isPacked === true, all: false },
      (candidate, verdict, depth) => {
        if (!("dropped" in verdict)) kept.push({ candidate, proof: verdict, depth });
      },
    );
    const positionOf = createPositionFinder(bytes);
    const findings = relate(bytes, resolveOverlaps(kept))
      .filter(({ candidate }) => isOwn(blob.part, candidate.span.start))
      .map((item) => {
        const start = shift(positionOf(item.candidate.span.start), blob.part);
        const end = shift(positionOf(item.candidate.span.end), blob.part);
        const region = { ...start, endLine: end.line, endColumn: end.column };
        return toFinding(blob, item, { region, bytes });
      });
    return { findings, ...limits };
  };

  const explain = (blob: TextBlob): readonly Explanation[] => {
    const explanations: Explanation[] = [];
    examine(
      decodeText(blob.bytes),
      { path: pathOf(blob), isPacked: blob.isPacked === true, all: true },
      (candidate, verdict) => {
        explanations.push({ candidate, dropped: "dropped" in verdict ? verdict.dropped : null });
      },
    );
    return explanations.sort((a, b) => a.candidate.span.start - b.candidate.span.start);
  };

  return { detect, explain };
};
