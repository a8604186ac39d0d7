/** Branded identifiers: plain strings that cannot be mixed up. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Rule name, e.g. `gitlab-pat`. */
export type RuleId = Branded<"RuleId">;
/** Content address of a text: git's own object id (40 or 64 hex) of the bytes taken as a blob. */
export type BlobId = Branded<"BlobId">;
/** Git commit id, 40 or 64 hex. */
export type CommitId = Branded<"CommitId">;
/** What was scanned: `project:42`, `group:7`, `instance`, `path:/srv/app`, `stdin`. GitLab ids, not paths: a renamed project stays itself. */
export type TargetId = Branded<"TargetId">;
/** Keyed hash of a secret's value, 64 hex: equal wherever the same value lives, useless without the key. */
export type SecretId = Branded<"SecretId">;
/** Rule + secret + stable place, 64 hex, without line, offset or commit. */
export type Fingerprint = Branded<"Fingerprint">;
/** One sweep or scan, sortable by start time. */
export type RunId = Branded<"RunId">;

// The only casts of a plain string to a branded one; callers have checked or made the value.
export const ruleId = (text: string): RuleId => text as RuleId;
export const blobId = (text: string): BlobId => text as BlobId;
export const commitId = (text: string): CommitId => text as CommitId;
export const targetId = (text: string): TargetId => text as TargetId;
export const secretId = (text: string): SecretId => text as SecretId;
export const fingerprint = (text: string): Fingerprint => text as Fingerprint;
export const runId = (text: string): RunId => text as RunId;
