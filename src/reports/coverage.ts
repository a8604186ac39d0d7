/** What was scanned, in numbers. */
import type { Inventory } from "../model/inventory.ts";
import type { SourceKind } from "../model/provenance.ts";
import type { Coverage } from "../model/run.ts";

type Counts = Omit<Coverage, "bounds" | "sources">;

export interface CoverageCount extends Counts {
  readonly targets: number;
}

export const countCoverage = (targets: Inventory["targets"]): CoverageCount => {
  const sum = (field: keyof Counts): number =>
    targets.reduce((total, { coverage }) => total + coverage[field], 0);
  return {
    targets: targets.length,
    blobs: sum("blobs"),
    bytes: sum("bytes"),
    commits: sum("commits"),
    variables: sum("variables"),
  };
};

/** What was left by choice, over all targets. */
export interface BoundCount {
  readonly source: SourceKind;
  readonly read: number;
  readonly left: number;
  /** Somewhere nobody counted to the end. */
  readonly isAtLeast: boolean;
}

export const countBounds = (targets: Inventory["targets"]): readonly BoundCount[] => {
  const bySource = Map.groupBy(
    targets.flatMap(({ coverage }) => coverage.bounds ?? []),
    ({ source }) => source,
  );
  return [...bySource]
    .map(([source, bounds]) => ({
      source,
      read: bounds.reduce((total, { read }) => total + read, 0),
      left: bounds.reduce((total, { left }) => total + (left ?? 0), 0),
      isAtLeast: bounds.some(({ left }) => left === null),
    }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));
};
