/** What was scanned, in numbers. */
import type { Inventory } from "../model/inventory.ts";
import type { Coverage } from "../model/run.ts";

export interface CoverageCount extends Coverage {
  readonly targets: number;
}

export const countCoverage = (targets: Inventory["targets"]): CoverageCount => {
  const sum = (field: keyof Coverage): number =>
    targets.reduce((total, { coverage }) => total + coverage[field], 0);
  return {
    targets: targets.length,
    blobs: sum("blobs"),
    bytes: sum("bytes"),
    commits: sum("commits"),
    variables: sum("variables"),
  };
};
