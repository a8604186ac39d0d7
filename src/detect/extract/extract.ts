/** Proposes the values of one line that could be secrets. Linear in the line; decides nothing. */
import { type Found, findArguments, findAssignments } from "./assignment.ts";
import type { Gate, ValueCandidate } from "./candidate.ts";
import { findForms } from "./forms.ts";
import { isSpeaking } from "./lexicon.ts";
import { findRuns } from "./runs.ts";

/** `value: x` under `name: DB_PASSWORD`, as Kubernetes, Compose, Azure and many others list variables. */
const LIST_VALUE = /^\s*(?:-\s+)?["']?(?:value|val|default|defaultValue)["']?$/i;
const LIST_NAME = /^\s*(?:-\s+|\{\s*)?["']?(?:name|key|id)["']?\s*[:=]\s*["']?([\w.$-]{2,80})["']?,?\s*$/i;

const nameFromLineBefore = (name: string, before: string | undefined): string => {
  if (before === undefined || !LIST_VALUE.test(name)) return name;
  return LIST_NAME.exec(before)?.[1] ?? name;
};

/** Trailing quotes, commas and closing signs that a bare value took along. */
const clean = (found: Found): Found => {
  const value = found.quote === "" ? found.value.replace(/["'`,;]+$/, "") : found.value;
  return value.length === found.value.length ? found : { ...found, value };
};

const MIN_NAMED = 3;

const isUseful = ({ value }: Found): boolean => value.trim().length >= MIN_NAMED;

/** Values that start at the same place are one: the shorter, more closely read one stays. */
const dedupe = (candidates: readonly ValueCandidate[]): readonly ValueCandidate[] => {
  const byStart = new Map<number, ValueCandidate>();
  for (const candidate of candidates) {
    const present = byStart.get(candidate.start);
    if (present === undefined || (present.gate === "run" && candidate.gate === "named"))
      byStart.set(candidate.start, candidate);
  }
  return [...byStart.values()].sort((a, b) => a.start - b.start);
};

/**
 * @param line text of one line, or a window of a very long one.
 * @param extension of the file, lower case without dot, or "".
 * @param before the line before it, for lists of names and values.
 * @returns values with a name that speaks of credentials (`named`), and random-looking runs (`run`), by place.
 */
export const extractLine = (line: string, extension: string, before?: string): readonly ValueCandidate[] => {
  const found: ValueCandidate[] = [];
  const add = (item: Found): void => {
    const cleaned = clean(item);
    if (!isUseful(cleaned)) return;
    const name = nameFromLineBefore(cleaned.name, before);
    if (!isSpeaking(name)) return;
    found.push({ ...cleaned, name, line, extension, gate: "named" });
  };
  for (const item of findForms(line)) add(item);
  for (const item of findAssignments(line, extension)) add(item);
  for (const item of findArguments(line)) add(item);
  for (const run of findRuns(line)) {
    const isTaken = found.some(
      ({ start, value }) => run.start < start + value.length && start < run.start + run.value.length,
    );
    const gate: Gate = "run";
    if (!isTaken) found.push({ ...run, line, extension, gate });
  }
  return dedupe(found);
};
