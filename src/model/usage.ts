/** A job uses a variable. */
import type { TargetId } from "./ids.ts";

export interface Usage {
  readonly target: TargetId;
  /** Pipeline file the job stands in. */
  readonly path: string;
  readonly line: number;
  readonly job: string;
  readonly variable: string;
  /** Environment name of the job as written, or null. */
  readonly environment: string | null;
  /** Tags that a runner must have to take the job; absent: none, or not known. */
  readonly tags?: readonly string[];
}
