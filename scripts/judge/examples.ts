/** Rows become examples: the extractor's own candidates on labelled lines, and the labelled spans themselves. */
import type { ValueCandidate } from "../../src/detect/extract/candidate.ts";
import { extractLine } from "../../src/detect/extract/extract.ts";
import { extensionOf, type Row, targetOf } from "./rows.ts";
import { readSpan } from "./span-candidate.ts";

export interface Example {
  readonly candidate: ValueCandidate;
  target: 0 | 1;
  weight: number;
  readonly fold: number;
  readonly repo: string;
}

/** A labelled row with the examples that speak for it. */
export interface Place {
  readonly row: Row;
  readonly target: 0 | 1;
  /** Indexes of the extractor's candidates that overlap the value. */
  readonly found: readonly number[];
  /** Index of the labelled span itself. */
  readonly span: number;
}

export interface Labelled {
  readonly examples: readonly Example[];
  readonly places: readonly Place[];
}

interface Line {
  readonly text: string;
  readonly before: string | undefined;
  /** Offset in the context. */
  readonly offset: number;
}

const linesOf = (row: Row): readonly Line[] => {
  const lines: Line[] = [];
  let offset = 0;
  let before: string | undefined;
  for (const text of row.context.split("\n")) {
    if (offset < row.valueEnd && offset + text.length > row.valueStart) lines.push({ text, before, offset });
    offset += text.length + 1;
    before = text;
  }
  return lines;
};

const findOverlapping = (row: Row): readonly ValueCandidate[] =>
  linesOf(row).flatMap(({ text, before, offset }) =>
    extractLine(text, extensionOf(row.path), before).filter(
      ({ start, value }) => offset + start < row.valueEnd && offset + start + value.length > row.valueStart,
    ),
  );

const SPAN_WEIGHT = 0.5;

/** The same candidate may be reached from two rows; one that overlaps a credential is one. */
export const buildExamples = (rows: readonly Row[]): Labelled => {
  const examples: Example[] = [];
  const places: Place[] = [];
  const byKey = new Map<string, number>();
  const add = (row: Row, candidate: ValueCandidate, target: 0 | 1, weight: number): number => {
    const { line, start, value, name, gate } = candidate;
    const key = [row.repo, row.path, line, start, value.length, gate, name].join("\0");
    const known = byKey.get(key);
    const example = known === undefined ? undefined : examples[known];
    if (known !== undefined && example !== undefined) {
      example.target = target === 1 ? 1 : example.target;
      example.weight = Math.max(example.weight, weight);
      return known;
    }
    byKey.set(key, examples.length);
    return examples.push({ candidate, target, weight, fold: row.fold, repo: row.repo }) - 1;
  };
  for (const row of rows) {
    const target = targetOf(row);
    // Blocks of several lines are a rule's work: their lines never become candidates.
    if (target === null || row.tier === "block") continue;
    const candidates = findOverlapping(row);
    const found = candidates.map((candidate) => add(row, candidate, target, 1));
    const span = readSpan(row);
    const same = candidates.find(
      ({ line, start, value }) => line === span.line && start === span.start && value === span.value,
    );
    places.push({ row, target, found, span: add(row, same ?? span, target, SPAN_WEIGHT) });
  }
  // What overlaps a credential too says nothing of the look-alike beside it.
  const isOwn = (place: Place, index: number): boolean => examples[index]?.target === place.target;
  return {
    examples,
    places: places.map((place) => ({ ...place, found: place.found.filter((index) => isOwn(place, index)) })),
  };
};
