/** A stretch of a text with parts of it taken out or replaced: what a reader sees as one line. */
import type { Piece } from "./piece.ts";

export interface Cut {
  /** Range of the source that is left out. */
  readonly start: number;
  readonly end: number;
  /** What stands there instead, Latin-1. */
  readonly insert: string;
}

/** Decoded bytes from `at` on are those of the source from `start` on; `fixed` ones stand for all of [start, end). */
interface Segment {
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly isFixed: boolean;
}

/** Last segment that begins at or before the offset. */
const findSegment = (segments: readonly Segment[], offset: number): Segment | undefined => {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.at ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
};

const createLocator = (segments: readonly Segment[], from: number): Piece["locate"] => {
  const toSource = (offset: number, side: "start" | "end"): number => {
    const segment = findSegment(segments, offset);
    if (segment === undefined) return from;
    if (segment.isFixed) return segment[side];
    return Math.min(segment.end, segment.start + offset - segment.at + (side === "end" ? 1 : 0));
  };
  return (start, end) => {
    const first = toSource(start, "start");
    // By its last byte, so that a value ends before what follows it in the source.
    return { start: first, end: end > start ? Math.max(first, toSource(end - 1, "end")) : first };
  };
};

/** @param cuts in order, apart from each other, within [from, to). */
export const splice = (
  bytes: Buffer,
  { from, to, cuts }: { readonly from: number; readonly to: number; readonly cuts: readonly Cut[] },
): Piece => {
  const parts: Buffer[] = [];
  const segments: Segment[] = [];
  let length = 0;
  const add = (part: Buffer, place: Omit<Segment, "at">): void => {
    if (part.length === 0) return;
    parts.push(part);
    segments.push({ at: length, ...place });
    length += part.length;
  };
  const keep = (start: number, end: number): void =>
    add(bytes.subarray(start, end), { start, end, isFixed: false });
  let kept = from;
  for (const { start, end, insert } of cuts) {
    keep(kept, start);
    add(Buffer.from(insert, "latin1"), { start, end, isFixed: true });
    kept = end;
  }
  keep(kept, to);
  return { bytes: Buffer.concat(parts), locate: createLocator(segments, from) };
};
