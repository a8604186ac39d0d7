/** Where a text came from. One kind per source; the kind is the `source` field of the JSONL contract. */
import type { CommitId } from "./ids.ts";

/** Every value the published `source` field may take. */
export const SOURCE_KINDS = [
  "worktree",
  "history",
  "commit-message",
  "variable",
  "schedule",
  "pipeline-variable",
  "pipeline",
  "ci-config",
  "job-log",
  "artifact",
  "snippet",
  "wiki",
  "issue",
  "merge-request",
  "release",
  "terraform-state",
  "webhook",
  "integration",
  "secure-file",
  "credential",
  "stdin",
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Kinds of what GitLab keeps beside the code, read through its API. */
export const RESOURCE_KINDS = [
  "schedule",
  "pipeline-variable",
  "ci-config",
  "job-log",
  "artifact",
  "snippet",
  "wiki",
  "issue",
  "merge-request",
  "release",
  "terraform-state",
  "webhook",
  "integration",
  "secure-file",
  "credential",
] as const satisfies readonly SourceKind[];
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** The commit that brought a text in first, as far as history shows. */
export interface Introduction {
  readonly commit: CommitId;
  readonly author: string;
  /** ISO 8601 with offset, as the author's clock had it. */
  readonly date: string;
}

/** Flags GitLab keeps with a CI/CD variable. */
export interface VariableFlags {
  readonly masked: boolean;
  readonly hidden: boolean;
  readonly protected: boolean;
  readonly raw: boolean;
  readonly type: "env_var" | "file";
}

export type Provenance =
  /** A file as it is now: in a working tree, or at the tip of the default branch of a bare clone. */
  | { readonly kind: "worktree"; readonly path: string; readonly introduced: Introduction | null }
  /** A file version that only older commits or other branches hold. */
  | { readonly kind: "history"; readonly path: string; readonly introduced: Introduction | null }
  /** A project's CI definition as it is now; `job` is the job the line belongs to. */
  | {
      readonly kind: "pipeline";
      readonly path: string;
      readonly job: string | null;
      readonly introduced: Introduction | null;
    }
  | { readonly kind: "commit-message"; readonly introduced: Introduction | null }
  | {
      readonly kind: "variable";
      /** Who declares it: the target itself, or none of ours. */
      readonly level: "instance" | "group" | "project";
      readonly key: string;
      readonly environmentScope: string;
      readonly flags: VariableFlags;
    }
  /** What GitLab keeps beside the code. */
  | {
      readonly kind: ResourceKind;
      /** Which one, as people name it and as it stays: `#12`, `!7`, `job 4711`, `schedule 3`, a slug. */
      readonly item: string;
      /** What in it: a file, a variable's key, `description`, `note 5`; "" for all of it. */
      readonly path: string;
      /** Where a person can open it, or "". */
      readonly webUrl: string;
    }
  | { readonly kind: "stdin"; readonly path: string };

export type Resource = Extract<Provenance, { readonly item: string }>;

export const isResource = (provenance: Provenance): provenance is Resource => "item" in provenance;

/** Path of a text that is packed in a file: `lib/app.jar!/config/application.yml`. */
export const enterPath = (path: string, inner: string): string =>
  path === "" || inner === "" ? path + inner : `${path}!/${inner}`;

/** Place of a text that is packed in the file at a place. */
export const enterFile = (provenance: Provenance, inner: string): Provenance =>
  inner === "" || !("path" in provenance)
    ? provenance
    : { ...provenance, path: enterPath(provenance.path, inner) };
