/** Counts of an inventory, for reports and the exit code. */
import type { Entry, Inventory } from "../model/inventory.ts";
import type { Coverage } from "../model/run.ts";
import { SEVERITIES, type Severity } from "../model/severity.ts";
import { sortBy } from "./order.ts";

export interface Summary {
  readonly entries: number;
  readonly locations: number;
  /** Every severity, worst first, also those with none. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byWave: Readonly<Record<Entry["wave"], number>>;
  /** Most entries first, then by name. */
  readonly byProvider: readonly { readonly provider: string; readonly entries: number }[];
  readonly targets: number;
  readonly coverage: Coverage;
  readonly gaps: number;
}

const addCoverage = (sum: Coverage, part: Coverage): Coverage => ({
  blobs: sum.blobs + part.blobs,
  bytes: sum.bytes + part.bytes,
  commits: sum.commits + part.commits,
  variables: sum.variables + part.variables,
});

const countProviders = (entries: readonly Entry[]): Summary["byProvider"] => {
  const counts = [...Map.groupBy(entries, ({ provider }) => provider)];
  return sortBy(
    counts.map(([provider, group]) => ({ provider, entries: group.length })),
    ({ provider, entries }) => [-entries, provider],
  );
};

export const summarise = ({ entries, targets, gaps }: Inventory): Summary => {
  const bySeverity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  const byWave: Record<Entry["wave"], number> = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 };
  for (const { severity, wave } of entries) {
    bySeverity[severity]++;
    byWave[wave]++;
  }
  return {
    entries: entries.length,
    locations: entries.reduce((sum, { locations }) => sum + locations.length, 0),
    bySeverity,
    byWave,
    byProvider: countProviders(entries),
    targets: targets.length,
    coverage: targets
      .map(({ coverage }) => coverage)
      .reduce(addCoverage, { blobs: 0, bytes: 0, commits: 0, variables: 0 }),
    gaps: gaps.length,
  };
};

/** Null for an inventory without entries. */
export const worstSeverity = ({ entries }: Pick<Inventory, "entries">): Severity | null =>
  SEVERITIES.find((severity) => entries.some((entry) => entry.severity === severity)) ?? null;
