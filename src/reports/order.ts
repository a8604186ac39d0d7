/** The one order of every report: worst entries first, current places before past ones. Same facts, same bytes. */
import { compareKeys } from "../lib/compare-text.ts";
import type { Entry, EntryLocation, Inventory } from "../model/inventory.ts";
import { SOURCE_KINDS } from "../model/provenance.ts";
import { CONFIDENCES, SEVERITIES } from "../model/severity.ts";
import type { Usage } from "../model/usage.ts";
import { introductionOf, isPast, pathOf, variableOf } from "./place.ts";

type Key = readonly (string | number)[];

/** Sorts a copy; each item's key is made once. */
const sortBy = <Item>(items: readonly Item[], keyOf: (item: Item) => Key): readonly Item[] =>
  items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ item }) => item);

export const sortEntries = (entries: readonly Entry[]): readonly Entry[] =>
  sortBy(entries, (entry) => [
    SEVERITIES.indexOf(entry.severity),
    entry.wave,
    CONFIDENCES.indexOf(entry.confidence),
    entry.kind,
    entry.id,
  ]);

const locationKey = (location: EntryLocation): Key => {
  const { provenance, region } = location;
  const variable = variableOf(provenance);
  return [
    isPast(provenance) ? 1 : 0,
    location.targetPath,
    location.target,
    SOURCE_KINDS.indexOf(provenance.kind),
    pathOf(provenance) ?? variable?.key ?? "",
    variable?.environmentScope ?? "",
    region?.line ?? 0,
    region?.column ?? 0,
    region?.endLine ?? 0,
    region?.endColumn ?? 0,
    location.rule,
    introductionOf(provenance)?.commit ?? "",
    location.url,
  ];
};

export const sortLocations = (locations: readonly EntryLocation[]): readonly EntryLocation[] =>
  sortBy(locations, locationKey);

export const sortUsages = (usages: readonly Usage[]): readonly Usage[] =>
  sortBy(usages, (usage) => [usage.target, usage.path, usage.line, usage.job, usage.variable]);

export const sortTargets = (targets: Inventory["targets"]): Inventory["targets"] =>
  sortBy(targets, ({ target }) => [target.path, target.kind, target.id]);

export const sortGaps = (gaps: Inventory["gaps"]): Inventory["gaps"] =>
  sortBy(gaps, (gap) => [
    gap.code,
    gap.targetPath,
    gap.target,
    gap.source,
    gap.subject,
    gap.message,
    gap.hint,
  ]);
