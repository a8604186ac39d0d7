/** What a later sweep needs, to read of a target only what is new. Sealed: it holds no value. */
import type { BlobId, Fingerprint } from "./ids.ts";
import type { SealedMatch } from "./sealed-finding.ts";

/** What was found in one object of the history. Its places change with every commit and are looked up each time. */
export interface ObjectMatches {
  readonly object: BlobId;
  readonly matches: readonly SealedMatch[];
}

export interface Watermark {
  /** Digest of rules and program: with others there may be other facts, so everything is read again. */
  readonly engine: string;
  /** Tip by ref of the repository that was read; null: none was. */
  readonly refs: Readonly<Record<string, string>> | null;
  readonly objects: readonly ObjectMatches[];
  /** GitLab's own word on the last activity, or "". */
  readonly activity: string;
  readonly sources: readonly SourceMark[];
  /** Findings that could not be looked for: an earlier run saw them. Absent: none. */
  readonly kept?: readonly Fingerprint[];
}

/** What one source gave when it was last read. */
export interface SourceMark {
  readonly name: string;
  /** ISO 8601 UTC: the beginning of the run that read it. */
  readonly readAt: string;
  /** The same of the last time it was read without a hole, where that is another time; "": never. */
  readonly wholeAt?: string;
  readonly blobs: number;
  readonly bytes: number;
  readonly commits: number;
  readonly variables: number;
}
