/** When a finding was first and last seen, and what became of it since. */
import type { Fingerprint, RuleId, SecretId, TargetId } from "./ids.ts";

/** All times ISO 8601 UTC: the beginnings of the runs that saw it. */
export interface Sighting {
  readonly target: TargetId;
  readonly fingerprint: Fingerprint;
  readonly rule: RuleId;
  readonly secretId: SecretId;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The run that no longer saw it; null: it is there. */
  readonly goneAt: string | null;
  /** The run that saw it again after it had gone; null: never. */
  readonly backAt: string | null;
  /** The run that saw something else of it changed: line, flags, commit. Null: never. */
  readonly changedAt: string | null;
}
