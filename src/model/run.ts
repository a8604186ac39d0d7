/** One sweep: which targets it covers and how far it got. */
import type { Gap } from "./gap.ts";
import type { RunId, TargetId } from "./ids.ts";
import type { SourceKind } from "./provenance.ts";
import type { SealedFinding } from "./sealed-finding.ts";
import type { Settings } from "./settings.ts";
import type { Target } from "./target.ts";
import type { Usage } from "./usage.ts";
import type { Watermark } from "./watermark.ts";

export interface Run {
  readonly id: RunId;
  /** What was asked for, e.g. `https://gitlab.example.com acme`. Two runs of the same scope may continue each other. */
  readonly scope: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** Null while it has not finished. */
  readonly finishedAt: string | null;
}

/** Everything learnt of one target, stored in one transaction. */
export interface TargetFacts {
  readonly target: Target;
  readonly findings: readonly SealedFinding[];
  readonly usages: readonly Usage[];
  readonly gaps: readonly Gap[];
  readonly coverage: Coverage;
  readonly settings?: Settings;
  /** Absent: the next sweep reads everything. */
  readonly mark?: Watermark;
}

interface Counts {
  readonly blobs: number;
  readonly bytes: number;
  readonly commits: number;
  readonly variables: number;
}

/** What was read of a target. */
export interface Coverage extends Counts {
  /** The same by source, by its name; absent where nobody counts so, as in a plain scan. */
  readonly sources?: readonly (Counts & { readonly name: string })[];
  /** Where a source was told to stop before the end: `left` is null where nobody counted. */
  readonly bounds?: readonly {
    readonly source: SourceKind;
    readonly read: number;
    readonly left: number | null;
  }[];
}

export interface TargetGap extends Gap {
  readonly target: TargetId;
}
