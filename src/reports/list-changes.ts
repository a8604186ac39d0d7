/** From the sightings of a scope to what its newest run changed. */
import { compareKeys } from "../lib/compare-text.ts";
import type { Entry, EntryLocation, Inventory } from "../model/inventory.ts";
import type { Rule } from "../model/rule.ts";
import type { Run } from "../model/run.ts";
import { isAtLeast, type Severity, SEVERITIES } from "../model/severity.ts";
import type { Sighting } from "../model/sighting.ts";
import type { TargetSighting } from "../model/target-sighting.ts";
import {
  type Change,
  type ChangeKind,
  type ChangeReport,
  CHANGES,
  type TargetChange,
} from "./change-report.ts";
import { describePlace } from "./place.ts";

interface Known {
  readonly entry: Entry;
  readonly location: EntryLocation;
}

interface Present {
  /** By target and fingerprint; the first location of several. */
  readonly places: ReadonlyMap<string, Known>;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Of the targets that are there. */
  readonly paths: ReadonlyMap<string, string>;
  /** Targets of which a part could not be read. */
  readonly torn: ReadonlySet<string>;
}

const keyOf = (target: string, fingerprint: string): string => `${target} ${fingerprint}`;

const indexInventory = ({ entries, targets, gaps }: Inventory): Present => {
  const places = new Map<string, Known>();
  for (const entry of entries)
    for (const location of entry.locations) {
      const key = keyOf(location.target, location.fingerprint);
      if (!places.has(key)) places.set(key, { entry, location });
    }
  return {
    places,
    entries: new Map(entries.map((entry) => [entry.id, entry])),
    paths: new Map(targets.map(({ target }) => [target.id, target.path])),
    torn: new Set(gaps.map(({ target }) => target)),
  };
};

/** What the run that began then did to the sighting; null: nothing. */
const kindOf = ({ firstSeen, goneAt, backAt, changedAt }: Sighting, at: string): ChangeKind | null => {
  if (goneAt !== null) return goneAt === at ? "gone" : null;
  if (firstSeen === at) return "new";
  if (backAt === at) return "back";
  return changedAt === at ? "changed" : null;
};

interface Rules {
  readonly rules: ReadonlyMap<string, Pick<Rule, "title" | "severity">>;
}

interface Gone {
  /** Where targets were that are not there any more. */
  readonly lost: ReadonlyMap<string, string>;
}

const toChange = (
  sighting: Sighting,
  change: ChangeKind,
  { places, entries, paths, torn, lost, rules }: Present & Rules & Gone,
): Change | null => {
  const { target, fingerprint, rule, secretId, firstSeen, lastSeen } = sighting;
  const known = places.get(keyOf(target, fingerprint));
  // It is there and yet not reported: somebody ignores it.
  if (change !== "gone" && known === undefined) return null;
  const entry = known?.entry ?? entries.get(secretId);
  const others = entry?.locations.filter(
    (location) => location.target !== target || location.fingerprint !== fingerprint,
  );
  return {
    change,
    severity: entry?.severity ?? rules.get(rule)?.severity ?? "medium",
    rule,
    title: entry?.title ?? rules.get(rule)?.title ?? rule,
    secretId,
    otherPlaces: others?.length ?? 0,
    target,
    targetPath: paths.get(target) ?? lost.get(target) ?? target,
    place: known === undefined ? "" : describePlace(known.location),
    url: known?.location.url ?? "",
    fingerprint,
    firstSeen,
    lastSeen,
    isSure: change !== "gone" || (paths.has(target) && !torn.has(target)),
  };
};

export interface ChangesRequest extends Rules {
  readonly run: Run;
  /** What is there now, without what is ignored. */
  readonly inventory: Inventory;
  readonly sightings: AsyncIterable<Sighting>;
  readonly targets: readonly TargetSighting[];
}

const listTargetChanges = (targets: readonly TargetSighting[], at: string): readonly TargetChange[] => {
  const moved = targets.filter(({ goneAt, movedAt }) => goneAt === null && movedAt === at);
  const gone = targets.filter(({ goneAt }) => goneAt === at);
  return [
    ...moved.map((item) => ({ ...item, change: "moved" as const })),
    ...gone.map((item) => ({ ...item, change: "gone" as const, earlierPath: null })),
  ]
    .map(({ change, target, path, earlierPath }) => ({ change, target, path, earlierPath }))
    .sort((a, b) =>
      a.change === b.change
        ? compareKeys([a.path, a.target], [b.path, b.target])
        : a.change === "moved"
          ? -1
          : 1,
    );
};

/** Holds what has changed, not what has ever been seen. */
export const listChanges = async ({
  run,
  inventory,
  rules,
  sightings,
  targets,
}: ChangesRequest): Promise<ChangeReport> => {
  const lost = new Map(targets.map(({ target, path }) => [String(target), path]));
  const present = { ...indexInventory(inventory), lost, rules };
  const changes: Change[] = [];
  let hasEarlier = false;
  for await (const sighting of sightings) {
    if (sighting.firstSeen < run.startedAt) hasEarlier = true;
    const kind = kindOf(sighting, run.startedAt);
    const change = kind === null ? null : toChange(sighting, kind, present);
    if (change !== null) changes.push(change);
  }
  const keys = new Map(
    changes.map((change) => [
      change,
      [
        CHANGES.indexOf(change.change),
        SEVERITIES.indexOf(change.severity),
        change.targetPath,
        change.place,
        change.rule,
        change.fingerprint,
      ] as const,
    ]),
  );
  return {
    version: 1,
    run,
    hasEarlier,
    changes: changes.sort((a, b) => compareKeys(keys.get(a) ?? [], keys.get(b) ?? [])),
    targets: listTargetChanges(targets, run.startedAt),
    gaps: inventory.gaps.length,
  };
};

/** Whether something new, or back, is at least that bad. */
export const hasNews = ({ changes }: ChangeReport, least: Severity | "any"): boolean =>
  changes.some(
    ({ change, severity }) =>
      (change === "new" || change === "back") && (least === "any" || isAtLeast(severity, least)),
  );
