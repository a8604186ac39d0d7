/** Where a target was when it was last seen, and what became of it: kept when its facts are gone. */
import type { TargetId } from "./ids.ts";

/** All times ISO 8601 UTC: the beginnings of runs. */
export interface TargetSighting {
  readonly target: TargetId;
  /** Full path when it was last seen. Untrusted text. */
  readonly path: string;
  readonly firstSeen: string;
  /** The run that no longer saw it; null: it is there. */
  readonly goneAt: string | null;
  /** Its path before it was last renamed or moved; null: it never was. */
  readonly earlierPath: string | null;
  /** The run that saw it under its present path first; null: all of them. */
  readonly movedAt: string | null;
}
