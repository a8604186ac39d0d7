/** What became of each finding from one sweep to the next. Pure; stores keep what comes out. */
import { createHash } from "node:crypto";
import type { Fingerprint } from "../model/ids.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
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

/** Findings of one fingerprint (the same value twice in a file) are one sighting. */
const describeStates = (findings: readonly SealedFinding[]): ReadonlyMap<Fingerprint, string> => {
  const groups = Map.groupBy(findings, ({ fingerprint }) => fingerprint);
  return new Map(
    [...groups].map(([fingerprint, group]) => {
      const texts = group.map((finding) => JSON.stringify(finding)).sort();
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

/**
 * @param known all sightings of one target so far.
 * @param findings all that is there now, in the store's order.
 * @param now when the run began.
 * @returns the sightings of which more than the last sight has changed; all others that are not gone were seen now.
 */
export const updateSightings = (
  known: ReadonlyMap<Fingerprint, KeptSighting>,
  findings: readonly SealedFinding[],
  now: string,
): readonly KeptSighting[] => {
  const states = describeStates(findings);
  const first = new Map(findings.map((finding) => [finding.fingerprint, finding] as const).toReversed());
  const seen = [...first.values()].flatMap((finding) => {
    const state = states.get(finding.fingerprint) ?? "";
    const before = known.get(finding.fingerprint);
    if (before === undefined) return [begin(finding, state, now)];
    return before.goneAt === null && before.state === state ? [] : [seeAgain(before, state, now)];
  });
  const gone = [...known.values()]
    .filter((sighting) => sighting.goneAt === null && !states.has(sighting.fingerprint))
    .map((sighting) => ({ ...sighting, goneAt: now }));
  return [...seen, ...gone];
};
