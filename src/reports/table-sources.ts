/** One line per source of a sweep: what it gave, in how many places, what was left out by choice and what was refused. */
import type { Inventory } from "../model/inventory.ts";
import { type BoundCount, countBounds } from "./coverage.ts";
import { countOf, formatNumber, type Pair } from "./table-text.ts";

/** Kinds of place that are not named like their source in the singular. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ["worktree", "history"],
  ["history", "history"],
  ["commit-message", "history"],
  ["pipeline", "history"],
  ["ci-config", "ci-config"],
  ["settings", "settings"],
  ["target", "all of it"],
]);

/** Value of `--sources` for the kind that a gap or a bound names. */
export const sourceOf = (kind: string): string => SOURCES.get(kind) ?? `${kind}s`;

interface Tally {
  places: number;
  blobs: number;
  commits: number;
  variables: number;
  /** Known by what GitLab says of it, not by a text. */
  names: number;
  gaps: number;
}

const describeRead = ({ places, blobs, commits, variables, names }: Tally): string => {
  const parts = [
    ...(names === 0 ? [] : [`${formatNumber(names)} by name`]),
    ...(commits === 0 ? [] : [countOf(commits, "commit")]),
    ...(variables === 0 ? [] : [countOf(variables, "variable")]),
    ...(blobs === 0 ? [] : [countOf(blobs, "text")]),
  ];
  return `${parts.length === 0 ? "nothing" : parts.join(" and ")} in ${countOf(places, "place")}`;
};

const describeBound = ({ left, isAtLeast }: BoundCount): string => {
  const rest = isAtLeast ? (left === 0 ? "more" : `more than ${formatNumber(left)}`) : formatNumber(left);
  return `${rest} left out as configured`;
};

/** False for a plain scan. */
export const countsSources = ({ targets }: Inventory): boolean =>
  targets.some(({ coverage }) => coverage.sources !== undefined);

/** Empty where nobody counted by source. */
export const listSources = ({ targets, gaps, entries }: Inventory): readonly Pair[] => {
  const readings = targets.flatMap(({ coverage }) => coverage.sources ?? []);
  if (readings.length === 0) return [];
  const tallies = new Map<string, Tally>();
  const open = (name: string): Tally => {
    const tally = tallies.get(name) ?? { places: 0, blobs: 0, commits: 0, variables: 0, names: 0, gaps: 0 };
    tallies.set(name, tally);
    return tally;
  };
  for (const { name, blobs, commits, variables } of readings) {
    const tally = open(name);
    tally.places += 1;
    tally.blobs += blobs;
    tally.commits += commits;
    tally.variables += variables;
  }
  const places = entries.flatMap(({ locations }) => locations);
  for (const { provenance } of places) if (provenance.kind === "credential") open("credentials").names += 1;
  for (const { source } of gaps) open(sourceOf(source)).gaps += 1;
  const bounds = Map.groupBy(countBounds(targets), ({ source }) => sourceOf(source));
  return [...tallies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, tally]) => [
      name,
      [
        ...(tally.places === 0 ? [] : [describeRead(tally)]),
        ...(bounds.get(name) ?? []).map(describeBound),
        ...(tally.gaps === 0 ? [] : [countOf(tally.gaps, "gap")]),
      ].join(", "),
    ]);
};
