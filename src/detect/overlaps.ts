/** Which finding stands where several claim the same characters. */
import type { Span } from "../model/region.ts";
import { type Rule, SPECIFICITIES } from "../model/rule.ts";
import { type Confidence, compareConfidence } from "../model/severity.ts";
import type { Candidate } from "./candidate.ts";
import type { Proof } from "./checksums/registry.ts";

/** A candidate that passed all filters. */
export interface Kept {
  readonly candidate: Candidate;
  readonly proof: Proof;
  /** How often its text was decoded: 0 for what stands there in clear. */
  readonly depth: number;
}

const BASE_CONFIDENCE: Readonly<Record<Rule["specificity"], Confidence>> = {
  token: "medium",
  structure: "medium",
  generic: "low",
};

export const rateConfidence = ({ candidate, proof }: Kept): Confidence =>
  proof.valid === true
    ? "high"
    : (candidate.judged?.confidence ?? BASE_CONFIDENCE[candidate.rule.specificity]);

const rank = (rule: Rule): number => SPECIFICITIES.indexOf(rule.specificity);

/** A pattern says more of a value than its name does. */
const rankMeans = ({ candidate }: Kept): number => Number(candidate.judged !== undefined);

/** Best first: more specific, matched before judged, surer, less decoded (it says what the place is), then longer, then earlier, then by rule id so that the order is total. */
const compareKept = (a: Kept, b: Kept): number =>
  rank(a.candidate.rule) - rank(b.candidate.rule) ||
  rankMeans(a) - rankMeans(b) ||
  compareConfidence(rateConfidence(a), rateConfidence(b)) ||
  a.depth - b.depth ||
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

/** Characters that an encoding may add at either end: padding, a line break behind a key. */
const SLACK = 4;

const isSamePlace = (a: Candidate, b: Candidate): boolean =>
  Math.abs(a.span.start - b.span.start) <= SLACK && Math.abs(a.span.end - b.span.end) <= SLACK;

/** Where the same place was also read decoded, the decoded value is the secret: it is the same wherever it stands. */
const takeDecoded = (winner: Kept, rivals: readonly Kept[]): Kept => {
  let best = winner;
  for (const rival of rivals)
    if (
      rival.depth > best.depth &&
      rank(rival.candidate.rule) <= rank(winner.candidate.rule) &&
      isSamePlace(rival.candidate, winner.candidate)
    )
      best = rival;
  if (best === winner) return winner;
  const { value, prefix } = best.candidate;
  const proof =
    winner.proof.valid === true ? winner.proof : { ...best.proof, ...winner.proof, valid: best.proof.valid };
  return { candidate: { ...winner.candidate, value, prefix }, proof, depth: best.depth };
};

/** Where the winner is but a part of what was joined or decoded around it, the whole is the secret. */
const takeWhole = (winner: Kept, rivals: readonly Kept[]): Kept => {
  let best = winner;
  for (const rival of rivals) {
    const { span, value, rule } = rival.candidate;
    const { candidate } = best;
    const isAround = span.start <= candidate.span.start && span.end >= candidate.span.end;
    const isLonger = value.length > candidate.value.length && value.includes(candidate.value);
    if (rival.depth > winner.depth && rank(rule) <= rank(winner.candidate.rule) && isAround && isLonger)
      best = rival;
  }
  return best;
};

/** One finding per place: the best rule's. */
export const resolveOverlaps = (kept: readonly Kept[]): readonly Kept[] =>
  cluster(kept).flatMap((rivals) => {
    if (rivals.length === 1) return rivals;
    const winners: Kept[] = [];
    const isTaken = ({ candidate }: Kept): boolean =>
      winners.some((winner) => overlaps(winner.candidate, candidate));
    for (const item of [...rivals].sort(compareKept)) {
      if (isTaken(item)) continue;
      const whole = takeWhole(item, rivals);
      winners.push(isTaken(whole) ? item : whole);
    }
    return winners
      .map((winner) => takeDecoded(winner, rivals))
      .sort((a, b) => a.candidate.span.start - b.candidate.span.start);
  });

/** Whether a range touches any of the given ones; sorted once, so that a million of them stay cheap. */
export const createOverlapTest = (spans: readonly Span[]): ((span: Span) => boolean) => {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  /** Furthest end of all up to each place. */
  const reach: number[] = [];
  for (const { end } of sorted) reach.push(Math.max(end, reach.at(-1) ?? 0));
  return ({ start, end }) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle]?.start ?? 0) < end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (reach[low - 1] ?? 0) > start;
  };
};
