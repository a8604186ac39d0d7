/** Finds literals in bytes: the stage every byte of every text goes through. */

export interface Literal {
  readonly text: string;
  /** ASCII letters match in either case. */
  readonly ignoreCase: boolean;
}

/** Called with a literal's index and the byte offset of its first byte. */
export type OnHit = (literal: number, start: number) => void;

/**
 * Implementations: ./aho-corasick.ts (plain), ./four-grams.ts (fast). A WebAssembly one has to find the same;
 * test/contracts says how.
 */
export interface Prefilter {
  /** Reports every occurrence of every literal, overlapping ones too, in no particular order. */
  scan(bytes: Uint8Array, onHit: OnHit): void;
}

export type CreatePrefilter = (literals: readonly Literal[]) => Prefilter;
