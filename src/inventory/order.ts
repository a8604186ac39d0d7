/** The orders of everything in an inventory: total, and the same on every machine. */
import { compareKeys, compareText } from "../lib/compare-text.ts";

/** Sorted by the keys, then by content, so that the order of the input never shows. */
export const sortBy = <T>(
  items: Iterable<T>,
  keysOf: (item: T) => readonly (string | number)[],
): readonly T[] =>
  [...items]
    .map((item) => ({ item, keys: keysOf(item) }))
    .sort(
      (a, b) => compareKeys(a.keys, b.keys) || compareText(JSON.stringify(a.item), JSON.stringify(b.item)),
    )
    .map(({ item }) => item);

/** Each once, in order. */
export const listDistinct = (texts: Iterable<string>): readonly string[] =>
  [...new Set(texts)].sort(compareText);
