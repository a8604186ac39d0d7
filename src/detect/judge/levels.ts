/** From log-odds to levels: values that people make up need more to reach one. */
import { DIGIT, LOWER, UPPER } from "./characters.ts";
import type { Look } from "./look.ts";

export const LEVELS = ["high", "medium", "low"] as const;
/** Sure, likely, possible, or not shown. */
export type Level = (typeof LEVELS)[number] | "none";
/** Least log-odds of each level. */
export type Levels = Readonly<Record<Exclude<Level, "none">, number>>;

/** Shortest value that can be drawn at random rather than made up. */
const MIN_DRAWN = 16;
/**
 * Short values and words are credentials or not by feel: the same word is one here and none there. Asking more of them
 * spends the false alarms where they are worth most. As measured (docs/judge.md), it costs few of them and finds many keys.
 */
export const HANDICAP = 1;

/** What a value's log-odds lack when it is compared with the levels. Counts the classes of `look`, see value-numbers.ts. */
export const handicapOf = ({ length, classes, counts }: Look): number => {
  const letters = (classes[LOWER] ?? 0) + (classes[UPPER] ?? 0);
  const isDrawn = length >= MIN_DRAWN && letters > 0 && (classes[DIGIT] ?? 0) > 0 && (counts[32] ?? 0) === 0;
  return isDrawn ? 0 : HANDICAP;
};

/** @param score log-odds less the handicap. */
export const levelOf = (score: number, levels: Levels): Level => {
  if (score >= levels.high) return "high";
  if (score >= levels.medium) return "medium";
  return score >= levels.low ? "low" : "none";
};
