/** A rule file of another tool, read but not converted. */

export const FOREIGN_TOOLS = ["gitleaks", "betterleaks", "radar"] as const;
export type ForeignTool = (typeof FOREIGN_TOOLS)[number];

/** A rule as the other tool means it. */
export interface ForeignRule {
  readonly id: string;
  readonly title: string;
  readonly pattern: string;
  /** Number or name of the group with the secret; null: the first one, or else the whole match. 0: the whole match. */
  readonly secret: number | string | null;
  readonly entropy: number;
  /** Patterns that, somewhere in the secret, make it none. */
  readonly allow: readonly string[];
  /** Words that, somewhere in the secret and in any case, make it none. */
  readonly words: readonly string[];
  /** What was left out already, in words. */
  readonly notes: readonly string[];
}

/** Paths, as patterns, where what a rule finds is to be ignored. */
export interface PathException {
  readonly id: string;
  readonly paths: readonly string[];
}

export interface ForeignFile {
  readonly rules: readonly ForeignRule[];
  /** Rules that cannot even be read. */
  readonly refused: readonly { readonly id: string; readonly why: string }[];
  readonly exceptions: readonly PathException[];
  /** About the file as a whole. */
  readonly notes: readonly string[];
}
