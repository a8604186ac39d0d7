/** How much was read of a target or by a source. */
import type { Coverage } from "../model/run.ts";
import type { SourceMark } from "../model/watermark.ts";

export type Counts = Omit<Coverage, "bounds" | "sources">;

export const NOTHING: Counts = { blobs: 0, bytes: 0, commits: 0, variables: 0 };

export const addCounts = (a: Counts, b: Counts): Counts => ({
  blobs: a.blobs + b.blobs,
  bytes: a.bytes + b.bytes,
  commits: a.commits + b.commits,
  variables: a.variables + b.variables,
});

export const countsOf = ({ blobs, bytes, commits, variables }: Counts): Counts => ({
  blobs,
  bytes,
  commits,
  variables,
});

/** In an order that does not tell what an earlier sweep has read. */
export const listReadings = (marks: readonly SourceMark[]): NonNullable<Coverage["sources"]> =>
  marks.map((mark) => ({ name: mark.name, ...countsOf(mark) })).sort((a, b) => (a.name < b.name ? -1 : 1));
