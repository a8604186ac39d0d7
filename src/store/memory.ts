/** The store in memory: for a scan that keeps nothing, and for tests. */
import { makeError, type VaultboundError } from "../model/errors.ts";
import type { Fingerprint, RunId, TargetId } from "../model/ids.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import type { TargetSighting } from "../model/target-sighting.ts";
import { normalizeFacts } from "./facts-schema.ts";
import { chooseStart } from "./run-start.ts";
import {
  type KeptSighting,
  lookedAt,
  type Looked,
  NOTHING_SEEN,
  toSighting,
  updateSightings,
} from "./sightings.ts";
import type { Store } from "./store.ts";
import { seeTarget } from "./target-sightings.ts";

const isNewer = (run: Run, than: Run): boolean =>
  run.startedAt === than.startedAt ? run.id > than.id : run.startedAt > than.startedAt;

const findNewest = (runs: Iterable<Run>, isWanted: (run: Run) => boolean): Run | null => {
  let newest: Run | null = null;
  for (const run of runs) if (isWanted(run) && (newest === null || isNewer(run, newest))) newest = run;
  return newest;
};

/** Ascending by code point, as databases compare UTF-8; JavaScript's own order differs beyond U+FFFF. */
const compareIds = (left: TargetId, right: TargetId): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

interface Memory {
  readonly runs: Map<RunId, Run>;
  readonly done: Map<RunId, Set<TargetId>>;
  /** By scope, then by target. */
  readonly facts: Map<string, Map<TargetId, TargetFacts>>;
  /** The same way, then by fingerprint. */
  readonly sightings: Map<string, Map<TargetId, Map<Fingerprint, KeptSighting>>>;
  /** By scope, then by target. */
  readonly targets: Map<string, Map<TargetId, TargetSighting>>;
}

const makeUnusable = (detail: string): VaultboundError =>
  makeError("STORE_UNUSABLE", [{ url: "memory:", detail }]);

const runOf = ({ runs }: Memory, id: RunId): Run => {
  const run = runs.get(id);
  if (run === undefined) throw makeUnusable(`it holds no run ${id}`);
  return run;
};

const beginRun = (memory: Memory, run: Run): { readonly run: Run; readonly resumed: boolean } => {
  const isMine = ({ scope, finishedAt }: Run): boolean => scope === run.scope && finishedAt === null;
  const unfinished = findNewest(memory.runs.values(), isMine);
  if (unfinished !== null) return { run: unfinished, resumed: true };
  if (memory.runs.has(run.id)) throw makeUnusable(`it holds another run ${run.id}`);
  const newest = findNewest(memory.runs.values(), ({ scope }) => scope === run.scope);
  const begun = { ...run, startedAt: chooseStart(run.startedAt, newest?.startedAt ?? null) };
  memory.runs.set(run.id, begun);
  return { run: begun, resumed: false };
};

const noteSightings = (
  memory: Memory,
  { scope, startedAt }: Run,
  { target, looked }: { readonly target: TargetId; readonly looked: Looked },
): void => {
  const ofScope = memory.sightings.get(scope) ?? new Map<TargetId, Map<Fingerprint, KeptSighting>>();
  const known = ofScope.get(target) ?? new Map<Fingerprint, KeptSighting>();
  const changed = updateSightings(known, looked, startedAt);
  for (const [id, sighting] of known)
    if (sighting.goneAt === null) known.set(id, { ...sighting, lastSeen: startedAt });
  for (const sighting of changed) known.set(sighting.fingerprint, sighting);
  memory.sightings.set(scope, ofScope.set(target, known));
};

const finishRun = (memory: Memory, id: RunId, now: string): void => {
  const run = runOf(memory, id);
  // Finished before: what is there now may belong to a later run.
  if (run.finishedAt !== null) return;
  memory.runs.set(id, { id, scope: run.scope, startedAt: run.startedAt, finishedAt: now });
  const done = memory.done.get(id);
  const facts = memory.facts.get(run.scope);
  for (const target of facts?.keys() ?? []) {
    if (done?.has(target) === true) continue;
    facts?.delete(target);
    noteSightings(memory, run, { target, looked: NOTHING_SEEN });
    const seen = memory.targets.get(run.scope)?.get(target);
    if (seen !== undefined) memory.targets.get(run.scope)?.set(target, { ...seen, goneAt: run.startedAt });
  }
  for (const other of memory.runs.values())
    if (other.scope === run.scope && other.id !== id) memory.done.delete(other.id);
};

const putTarget = (memory: Memory, id: RunId, facts: TargetFacts): void => {
  const sealed = normalizeFacts(facts);
  const run = runOf(memory, id);
  const { scope } = run;
  const newest = findNewest(memory.runs.values(), (other) => other.scope === scope);
  if (newest !== null && newest.id !== id) throw makeError("STORE_OVERTAKEN", [{ scope }]);
  noteSightings(memory, run, { target: sealed.target.id, looked: lookedAt(sealed) });
  const targets = memory.targets.get(scope) ?? new Map<TargetId, TargetSighting>();
  memory.targets.set(scope, targets);
  const seen = seeTarget(targets.get(sealed.target.id), sealed.target, run.startedAt);
  if (seen !== null) targets.set(seen.target, seen);
  const ofScope = memory.facts.get(scope) ?? new Map<TargetId, TargetFacts>();
  memory.facts.set(scope, ofScope.set(sealed.target.id, sealed));
  memory.done.set(id, (memory.done.get(id) ?? new Set()).add(sealed.target.id));
};

export const openMemoryStore = (): Store => {
  const memory: Memory = {
    runs: new Map(),
    done: new Map(),
    facts: new Map(),
    sightings: new Map(),
    targets: new Map(),
  };
  return {
    beginRun: async (scope, now, newId) =>
      beginRun(memory, { id: newId, scope, startedAt: now, finishedAt: null }),
    doneTargets: async (run) => new Set(memory.done.get(run)),
    putTarget: async (run, facts) => putTarget(memory, run, facts),
    finishRun: async (run, now) => finishRun(memory, run, now),
    latestRun: async (scope) =>
      findNewest(memory.runs.values(), (run) => scope === undefined || run.scope === scope),
    readTargetSightings: async (scope) =>
      [...(memory.targets.get(scope)?.values() ?? [])].sort((a, b) => compareIds(a.target, b.target)),
    readTarget: async (scope, target) => memory.facts.get(scope)?.get(target) ?? null,
    async *readSightings(scope) {
      const targets = memory.sightings.get(scope) ?? new Map<TargetId, Map<Fingerprint, KeptSighting>>();
      for (const id of [...targets.keys()].sort(compareIds)) {
        const sightings = [...(targets.get(id)?.values() ?? [])];
        yield* sightings.sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)).map(toSighting);
      }
    },
    async *readTargets(scope, { withMarks = true } = {}) {
      const facts = memory.facts.get(scope) ?? new Map<TargetId, TargetFacts>();
      for (const id of [...facts.keys()].sort(compareIds)) {
        const found = facts.get(id);
        if (found === undefined) continue;
        const { mark: _, ...others } = found;
        yield withMarks ? found : others;
      }
    },
    async close() {},
  };
};
