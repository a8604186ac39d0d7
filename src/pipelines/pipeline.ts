/** What every CI platform's file is turned into. */

export interface PipelineJob {
  readonly name: string;
  /** 1-based, first and last line of the job in its file. */
  readonly line: number;
  readonly endLine: number;
  /** Name of the environment as written, or null. */
  readonly environment: string | null;
  /** Tags that a runner must have to take it; empty: none, or they cannot be told from this file. */
  readonly tags: readonly string[];
  /** Variables the job refers to, with the line of the first reference, by name. */
  readonly uses: readonly { readonly variable: string; readonly line: number }[];
}

export interface Pipeline {
  readonly jobs: readonly PipelineJob[];
  /** Files of the same repository that belong to it (`include: local`), relative to the top, globs allowed. */
  readonly includes: readonly string[];
  /** What makes the file invalid, one line each; its text has been scanned anyway. */
  readonly problems: readonly string[];
}
