/** A source: one kind of text, read from a target as blobs and gaps. */
import type { GitContext } from "../git/process.ts";
import type { OpenedRepository } from "../git/repository.ts";
import type { GitLab, GitLabProject } from "../gitlab/gitlab.ts";
import type { SourceItem } from "../model/blob.ts";
import type { Gap } from "../model/gap.ts";
import type { BlobId } from "../model/ids.ts";
import type { Provenance, Resource, SourceKind } from "../model/provenance.ts";
import type { Target } from "../model/target.ts";

/** What a source may use; the conveyor fills in what the target has. */
export interface SourceContext {
  readonly git: GitContext;
  readonly gitlab: GitLab | null;
  /** The target's repository, on disk; null if it has none or it could not be had. */
  readonly repository: OpenedRepository | null;
  /** Standard input, for the target of that kind. */
  readonly input: AsyncIterable<Buffer> | null;
  /** Whether the history is scanned too: then the working tree only adds what differs from HEAD. */
  readonly withHistory: boolean;
  /** The project as GitLab lists it, for what is switched off in it; null where none was listed. */
  readonly project: GitLabProject | null;
  readonly limits: SourceLimits;
  /** Commits whose objects an earlier sweep has read: the history yields only what is newer. */
  readonly knownTips: readonly string[];
}

/** How much is read of what has no end. Zero: nothing of it. */
export interface SourceLimits {
  /** Pipelines per project whose variables are read. */
  readonly pipelines: number;
  /** Jobs per project. */
  readonly jobLogs: number;
  readonly jobLogBytes: number;
  /** Jobs per project whose artifacts are read. */
  readonly artifacts: number;
  readonly artifactBytes: number;
  /** Issues, and as many merge requests, per project. */
  readonly threads: number;
  /** Of one snippet file, secure file or Terraform state. */
  readonly fileBytes: number;
  /** Nothing older: ISO 8601 UTC, or null. */
  readonly since: string | null;
}

export const DEFAULT_LIMITS: SourceLimits = {
  pipelines: 10,
  jobLogs: 10,
  jobLogBytes: 8 * 1024 * 1024,
  artifacts: 5,
  artifactBytes: 32 * 1024 * 1024,
  threads: 1000,
  fileBytes: 16 * 1024 * 1024,
  since: null,
};

/** A place of a blob, with its rank among the versions of the same path: 0 is the newest. */
export interface Place {
  readonly provenance: Provenance;
  readonly age: number;
}

export interface Source {
  /** Value of `--sources` and `--skip`. */
  readonly name: string;
  readonly summary: string;
  /** What the token needs, for gaps and `doctor`; "" if nothing. */
  readonly needs: string;
  readonly kinds: readonly SourceKind[];
  /** Whether there is anything of this kind to read for the target. */
  appliesTo(target: Target, context: SourceContext): boolean;
  /** Never throws for what one object does: that is a gap. Throws when the whole run cannot go on (401, interrupt). */
  read(target: Target, context: SourceContext): AsyncIterable<SourceItem>;
  /**
   * Reads single places of an earlier sweep that {@link Source.read} leaves out now, because newer ones took their turn.
   * What is not there any more yields nothing.
   */
  readAgain?(places: readonly Resource[], target: Target, context: SourceContext): AsyncIterable<SourceItem>;
  /** Places of blobs that came without provenance; asked once, for blobs with findings. */
  locate?(
    blobs: ReadonlySet<BlobId>,
    context: SourceContext,
  ): Promise<{ readonly places: ReadonlyMap<BlobId, readonly Place[]>; readonly gaps: readonly Gap[] }>;
}

export const makeGap = (
  source: Gap["source"],
  subject: string,
  text: { readonly code: string; readonly message: string; readonly hint: string },
): Gap => ({ code: text.code, source, subject, message: text.message, hint: text.hint });
