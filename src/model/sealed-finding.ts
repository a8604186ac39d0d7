/** What may be stored: a finding without its value, at its place. */
import type { Fingerprint, RuleId, SecretId, TargetId } from "./ids.ts";
import type { Provenance } from "./provenance.ts";
import type { Region } from "./region.ts";
import type { Confidence } from "./severity.ts";

/** Provenance + region in a target. */
export interface Location {
  readonly target: TargetId;
  readonly provenance: Provenance;
  /** Null where lines mean nothing (a variable nobody can read). */
  readonly region: Region | null;
  /** Link a person can open, or "". */
  readonly url: string;
}

/** A finding without its value, before its place is known. */
export interface SealedMatch {
  readonly rule: RuleId;
  readonly secretId: SecretId;
  readonly preview: string;
  readonly confidence: Confidence;
  readonly tags: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
  readonly region: Region | null;
  /** Where in the file, if it is packed in it; "" if the file is one compressed text. Null for a plain file. */
  readonly inner: string | null;
}

export interface SealedFinding {
  readonly rule: RuleId;
  readonly secretId: SecretId;
  readonly fingerprint: Fingerprint;
  readonly preview: string;
  readonly confidence: Confidence;
  readonly tags: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
  readonly location: Location;
}
