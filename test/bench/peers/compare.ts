/** Sets the places of several scanners side by side. */
import type { Place } from "./tools.ts";

/** Places by path, for looking up which of them share a line with another. */
export type Index = ReadonlyMap<string, readonly Place[]>;

export const indexPlaces = (places: readonly Place[]): Index => Map.groupBy(places, ({ path }) => path);

export const isReported = ({ path, line, endLine }: Place, index: Index): boolean =>
  (index.get(path) ?? []).some((other) => line <= other.endLine && other.line <= endLine);

/** One of each first line of a file: scanners report a value once, or once per rule that knows it. */
export const keepDistinct = (places: readonly Place[]): readonly Place[] => {
  const seen = new Map<string, Place>();
  for (const place of places) {
    const name = `${place.line} ${place.path}`;
    const other = seen.get(name);
    if (other === undefined || other.endLine < place.endLine) seen.set(name, place);
  }
  return [...seen.values()];
};
