/** Recall at fixed shares of look-alikes. */
import type { Place } from "./examples.ts";

export const SHARES = [0.002, 0.005, 0.01, 0.02, 0.05] as const;

/** Score of a place: the highest of what speaks for it; minus infinity if nothing does. */
export type ScorePlace = (place: Place) => number;

/** Least score so that at most this share of the given scores lies at or above it. */
export const findThreshold = (scores: readonly number[], share: number): number => {
  const sorted = scores.toSorted((a, b) => b - a);
  const allowed = Math.floor(sorted.length * share);
  const last = sorted[allowed - 1];
  const next = sorted[allowed];
  if (next === undefined) return -Infinity;
  return last === undefined ? next + 1e-9 : Math.max(last === next ? last + 1e-9 : last, next + 1e-9);
};

export const recallAt = (scores: readonly number[], threshold: number): number =>
  scores.length === 0
    ? 0
    : scores.filter((score) => score >= threshold && score > Number.NEGATIVE_INFINITY).length / scores.length;

export interface Population {
  readonly title: string;
  readonly isTrue: (place: Place) => boolean;
  readonly isFalse: (place: Place) => boolean;
}

const any = (): boolean => true;
export const POPULATIONS: readonly Population[] = [
  { title: "all core", isTrue: any, isFalse: any },
  { title: "strong", isTrue: ({ row }) => row.tier === "strong", isFalse: any },
  { title: "weak", isTrue: ({ row }) => row.tier === "weak", isFalse: any },
  {
    title: "strong against strong F",
    isTrue: ({ row }) => row.tier === "strong",
    isFalse: ({ row }) => row.tier === "strong",
  },
  { title: "all core against F with own columns", isTrue: any, isFalse: ({ row }) => row.span === "label" },
  {
    title: "strong against F with own columns",
    isTrue: ({ row }) => row.tier === "strong",
    isFalse: ({ row }) => row.span === "label",
  },
];

/** Recall of each population at each share. */
export const measureRecall = (
  places: readonly Place[],
  score: ScorePlace,
): readonly { readonly title: string; readonly recall: readonly number[] }[] =>
  POPULATIONS.map(({ title, isTrue, isFalse }) => {
    const yes = places.filter((place) => place.target === 1 && isTrue(place)).map(score);
    const no = places.filter((place) => place.target === 0 && isFalse(place)).map(score);
    return { title, recall: SHARES.map((share) => recallAt(yes, findThreshold(no, share))) };
  });
