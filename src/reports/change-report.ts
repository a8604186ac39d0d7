/** What a sweep saw that the one before it did not, and the other way round. Published as docs/schema/changes.v1.json. */
import type { Run } from "../model/run.ts";
import type { Severity } from "../model/severity.ts";

export const CHANGES = ["new", "back", "changed", "gone"] as const;
export type ChangeKind = (typeof CHANGES)[number];

export interface Change {
  /** `new`: first seen. `back`: it had gone and is there again. `changed`: line, flags, commit. `gone`: no longer there. */
  readonly change: ChangeKind;
  /** Of the secret as it is now; of its rule once it is nowhere any more. */
  readonly severity: Severity;
  readonly rule: string;
  readonly title: string;
  readonly secretId: string;
  /** Other places where the secret still is. */
  readonly otherPlaces: number;
  readonly target: string;
  /** Full path: where a target that is gone was last seen. Untrusted text. */
  readonly targetPath: string;
  /** Where in it, in words; "" for what is gone. Untrusted text. */
  readonly place: string;
  readonly url: string;
  readonly fingerprint: string;
  /** ISO 8601 UTC: beginnings of runs. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** False: part of the target, or all of it, could not be read, so that it may be there still. */
  readonly isSure: boolean;
}

/** GitLab answers for what is deleted as for what a token may not see. */
export interface TargetChange {
  /** `moved`: renamed, or under another group. `gone`: deleted, or no longer visible to this token. */
  readonly change: "moved" | "gone";
  readonly target: string;
  /** Full path: now, or when it was last seen. Untrusted text. */
  readonly path: string;
  /** Before it moved. Untrusted text. */
  readonly earlierPath: string | null;
}

export interface ChangeReport {
  readonly version: 1;
  readonly run: Run;
  /** False: nothing is known from before this run, so that everything is new. */
  readonly hasEarlier: boolean;
  /** Sorted: by kind, then worst first, then by place. */
  readonly changes: readonly Change[];
  /** Sorted: what moved, then what is gone, by path. */
  readonly targets: readonly TargetChange[];
  readonly gaps: number;
}
