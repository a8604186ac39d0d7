/** Proposes the values of one line that could be secrets. Linear in the line; decides nothing. */
import { findAssignments } from "./assignment.ts";
import type { Found, ValueCandidate } from "./candidate.ts";
import { findForms } from "./forms.ts";
import { isPath, isSpeaking } from "./lexicon.ts";
import { findOpen } from "./open.ts";
import { findRuns } from "./runs.ts";
import { createSurvey, SIGN, type Survey, surveyLine, WORD } from "./survey.ts";

/** `value: x` under `name: DB_PASSWORD`, as Kubernetes, Compose, Azure and many others list variables. */
const LIST_NAME = /^\s*(?:-\s+|\{\s*)?["']?(?:name|key|id)["']?\s*[:=]\s*["']?([\w.$-]{2,80})["']?,?\s*$/i;

/** The same on one line: `{ name: "DB_PASSWORD", value: "x" }`. */
const INLINE_NAME = /\b(?:name|key|id)["']?\s{0,3}[:=]\s{0,3}["']([\w.$-]{2,80})["']\s{0,3}[,;]/i;

const findListName = (survey: Survey, line: string, before: string | undefined): string | null => {
  if ((survey.words & WORD.value) === 0) return null;
  const inline = (survey.words & WORD.speaking) === 0 ? undefined : INLINE_NAME.exec(line)?.[1];
  const name = inline ?? (before === undefined ? undefined : LIST_NAME.exec(before)?.[1]);
  return name !== undefined && isSpeaking(name) ? name : null;
};

/** A value that is white space and less than this is none. */
const MIN_NAMED = 3;

/** Signs of places that need no speaking word: `://user:x@`, `-u user:x`, `mysql -px`. */
const hasWordlessForm = ({ signs, words }: Survey): boolean =>
  ((signs & SIGN.at) !== 0 && (signs & SIGN.slash) !== 0) ||
  ((signs & SIGN.dash) !== 0 && ((signs & SIGN.colon) !== 0 || (words & WORD.client) !== 0)) ||
  (words & WORD.ending) !== 0;

/** Values that start at the same place are one: the first one, which was read most closely. */
const dedupe = (candidates: ValueCandidate[]): readonly ValueCandidate[] => {
  if (candidates.length < 2) return candidates;
  const byStart = new Map<number, ValueCandidate>();
  for (const candidate of candidates)
    if (!byStart.has(candidate.start)) byStart.set(candidate.start, candidate);
  return [...byStart.values()].sort((a, b) => a.start - b.start);
};

const overlaps = (a: Found, b: ValueCandidate): boolean =>
  a.start < b.start + b.value.length && b.start < a.start + a.value.length;

const NOTHING: readonly ValueCandidate[] = [];
const survey = createSurvey();

/**
 * @param line text of one line, or a window of a very long one.
 * @param extension of the file, lower case without dot, or "".
 * @param before the line before it, for lists of names and values, and for names whose value stands on the next line.
 * @returns values with a name that speaks of credentials (`named`), and random-looking runs (`run`), by place.
 */
export const extractLine = (line: string, extension: string, before?: string): readonly ValueCandidate[] => {
  surveyLine(line, survey);
  const speaks = (survey.words & WORD.speaking) !== 0;
  const listName = findListName(survey, line, before);
  const open = findOpen(before);
  if (!speaks && !survey.hasRun && listName === null && open === null && !hasWordlessForm(survey))
    return NOTHING;
  const found: Found[] = [];
  if (speaks || hasWordlessForm(survey)) findForms(line, survey, found);
  if (speaks || listName !== null || open !== null)
    findAssignments({ text: line, extension, survey, listName, open }, found);
  const candidates: ValueCandidate[] = [];
  for (const item of found)
    if (item.value.trim().length >= MIN_NAMED && isSpeaking(item.name) && !isPath(item.name))
      candidates.push({ ...item, line, extension, gate: "named" });
  if (!survey.hasRun) return dedupe(candidates);
  const runs: Found[] = [];
  findRuns(line, runs);
  const named = candidates.length;
  for (const run of runs)
    if (!candidates.slice(0, named).some((candidate) => overlaps(run, candidate)))
      candidates.push({ ...run, line, extension, gate: "run" });
  return dedupe(candidates);
};
