/** Where facts are kept. Facts only: no type here can hold a secret's value. */
import type { RunId, TargetId } from "../model/ids.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import type { Sighting } from "../model/sighting.ts";
import type { TargetSighting } from "../model/target-sighting.ts";

export interface ReadOptions {
  /** With watermarks, if not false. */
  readonly withMarks?: boolean;
}

/**
 * Several processes may write to one store, also to the same scope: they continue the same run, and what one of them
 * stored twice is stored once. An error never leaves half of a write behind.
 *
 * All writes are transactions; a killed process loses at most the target it was writing. Every store passes
 * test/contracts/store-contract.ts.
 */
export interface Store {
  /**
   * Starts a run, or returns the newest unfinished one of the same scope so that it continues. It begins after all
   * earlier ones of the scope: a millisecond later where the clock says otherwise.
   */
  beginRun(
    scope: string,
    now: string,
    newId: RunId,
  ): Promise<{ readonly run: Run; readonly resumed: boolean }>;
  /** Targets whose facts were stored in this run; empty once a later run of the scope has finished. */
  doneTargets(run: RunId): Promise<ReadonlySet<TargetId>>;
  /**
   * Replaces everything known of the target and marks it done in this run, in one transaction, and notes in the sightings
   * what is new, changed, gone or back since it was last stored; times there are the run's beginning. Fields that the types of
   * the model do not list are left out; facts that miss one are refused (TypeError). STORE_OVERTAKEN once a later run of
   * the scope has begun.
   */
  putTarget(run: RunId, facts: TargetFacts, now: string): Promise<void>;
  /**
   * Marks the run finished and drops facts of targets that earlier runs of the scope saw and this one did not; their
   * findings are gone from then on. Does nothing if it is finished already.
   */
  finishRun(run: RunId, now: string): Promise<void>;
  /** Facts of one target as they were last stored in the scope; null if none were. */
  readTarget(scope: string, target: TargetId): Promise<TargetFacts | null>;
  /** First and last sight of every finding the scope ever had, by target and fingerprint. */
  readSightings(scope: string): AsyncIterable<Sighting>;
  /** Where the scope's targets are, and those that are gone were; ids ascending by code point. */
  readTargetSightings(scope: string): Promise<readonly TargetSighting[]>;
  /** The newest run, of one scope or of any; finished or not. */
  latestRun(scope?: string): Promise<Run | null>;
  /**
   * Facts of the scope, target by target, ids ascending by code point. Findings, usages and gaps are sorted by their
   * JSON text: equal facts come back as equal bytes. Each target is whole; one that is stored meanwhile may be seen.
   * Watermarks, which only a sweep asks for and which are as large as the findings, can be left out.
   */
  readTargets(scope: string, options?: ReadOptions): AsyncIterable<TargetFacts>;
  /** Waits for writes under way. */
  close(): Promise<void>;
}
