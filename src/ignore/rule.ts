/** A rule that says which findings to ignore, whoever wrote it and in whichever format. */
import type { Matcher } from "./matcher.ts";

/** Who ignores. The repository's own rules can be turned off; the operator's are the operator's wish. */
export type IgnoreOrigin = "repository" | "operator";

/** All conditions that are present must hold; of the items of one condition, any. */
export interface IgnoreRule {
  readonly line: number;
  readonly paths: readonly Matcher[] | null;
  /** Rule ids. */
  readonly rules: readonly Matcher[] | null;
  readonly tags: readonly string[] | null;
  /** Beginnings of secret ids. */
  readonly secrets: readonly string[] | null;
  /** Beginnings of fingerprints. */
  readonly fingerprints: readonly string[] | null;
  /** Patterns over the value itself. */
  readonly values: readonly Matcher[] | null;
  /** Slow hashes of values, with the salt of the file. */
  readonly hashes: ReadonlySet<string> | null;
  /** Addresses of repositories. */
  readonly repositories: readonly Matcher[] | null;
}

export interface IgnoreList {
  readonly origin: IgnoreOrigin;
  /** As it is shown: a path in the repository, or the operator's file. */
  readonly file: string;
  /** Salt of the hashes, or null if it has none. */
  readonly salt: Uint8Array | null;
  readonly rules: readonly IgnoreRule[];
}

export interface IgnoreProblem {
  readonly line: number;
  /** Never quotes the file: it may hold values. */
  readonly detail: string;
}

export interface ReadIgnoreList {
  readonly list: IgnoreList;
  /** Rules that are not understood; they ignore nothing. */
  readonly problems: readonly IgnoreProblem[];
}

export const NO_CONDITIONS = {
  paths: null,
  rules: null,
  tags: null,
  secrets: null,
  fingerprints: null,
  values: null,
  hashes: null,
  repositories: null,
} as const satisfies Partial<IgnoreRule>;
