/** What became of each finding from one sweep to the next. Pure; stores keep what comes out. */
import { createHash } from "node:crypto";
import type { Fingerprint } from "../model/ids.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import type { TargetFacts } from "../model/run.ts";
import type { Sighting } from "../model/sighting.ts";

/** A sighting with what tells whether the finding has changed. */
export interface KeptSighting extends Sighting {
  readonly state: string;
}

export const toSighting = (kept: KeptSighting): Sighting => ({
  target: kept.target,
  fingerprint: kept.fingerprint,
  rule: kept.rule,
  secretId: kept.secretId,
  firstSeen: kept.firstSeen,
  lastSeen: kept.lastSeen,
  goneAt: kept.goneAt,
  backAt: kept.backAt,
  changedAt: kept.changedAt,
});

/** Links lead to a commit and through the project's path: each push, and each move of the project, makes others. */
const describeState = (finding: SealedFinding): string =>
  JSON.stringify({ ...finding, location: { ...finding.location, url: "" } });

/** Findings of one fingerprint (the same value twice in a file) are one sighting. */
const describeStates = (findings: readonly SealedFinding[]): ReadonlyMap<Fingerprint, string> => {
  const groups = Map.groupBy(findings, ({ fingerprint }) => fingerprint);
  return new Map(
    [...groups].map(([fingerprint, group]) => {
      const texts = group.map(describeState).sort();
      return [fingerprint, createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 32)];
    }),
  );
};

const begin = (finding: SealedFinding, state: string, now: string): KeptSighting => ({
  target: finding.location.target,
  fingerprint: finding.fingerprint,
  rule: finding.rule,
  secretId: finding.secretId,
  state,
  firstSeen: now,
  lastSeen: now,
  goneAt: null,
  backAt: null,
  changedAt: null,
});

const seeAgain = (known: KeptSighting, state: string, now: string): KeptSighting => ({
  ...known,
  state,
  lastSeen: now,
  goneAt: null,
  backAt: known.goneAt === null ? known.backAt : now,
  changedAt: known.state === state ? known.changedAt : now,
});

/** What a run looked at. */
export interface Looked {
  /** All that is there now, in the store's order. */
  readonly findings: readonly SealedFinding[];
  /** Of these, what could not be looked for: it stays as it was. */
  readonly kept: ReadonlySet<Fingerprint>;
}

/** Of a target that is gone. */
export const NOTHING_SEEN: Looked = { findings: [], kept: new Set() };

/** Of a target as a run left it. */
export const lookedAt = ({ findings, mark }: Pick<TargetFacts, "findings" | "mark">): Looked => ({
  findings,
  kept: new Set(mark?.kept),
});

/**
 * @param known all sightings of one target so far.
 * @param now when the run began.
 * @returns the sightings that are to be written as they are here; all others that are not gone were seen now.
 */
export const updateSightings = (
  known: ReadonlyMap<Fingerprint, KeptSighting>,
  { findings, kept }: Looked,
  now: string,
): readonly KeptSighting[] => {
  const states = describeStates(findings);
  const first = new Map(findings.map((finding) => [finding.fingerprint, finding] as const).toReversed());
  const seen = [...first.values()].flatMap((finding) => {
    const state = states.get(finding.fingerprint) ?? "";
    const before = known.get(finding.fingerprint);
    if (before === undefined) return [begin(finding, state, now)];
    if (kept.has(finding.fingerprint) && before.goneAt === null) return [before];
    return before.goneAt === null && before.state === state ? [] : [seeAgain(before, state, now)];
  });
  const gone = [...known.values()]
    .filter((sighting) => sighting.goneAt === null && !states.has(sighting.fingerprint))
    .map((sighting) => ({ ...sighting, goneAt: now }));
  return [...seen, ...gone];
};
