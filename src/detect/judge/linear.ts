/** Linear score over hashed tokens. */
import type { TokenList } from "./tokens.ts";

/** A power of two of weights, as small integers in units of `scale`. */
export interface LinearTable {
  readonly weights: Int8Array;
  readonly scale: number;
  readonly bias: number;
}

export const weightOf = (table: LinearTable, hash: number): number =>
  (table.weights[hash & (table.weights.length - 1)] ?? 0) * table.scale;

/** Counts are scaled by one over the root of their number, so that long values do not weigh more. */
export const scoreTokens = (table: LinearTable, tokens: TokenList): number => {
  const { weights, scale, bias } = table;
  const mask = weights.length - 1;
  let sum = 0;
  for (let index = 0; index < tokens.size; index++) sum += weights[(tokens.hashes[index] ?? 0) & mask] ?? 0;
  return bias + (tokens.size === 0 ? 0 : (sum * scale) / Math.sqrt(tokens.size));
};
