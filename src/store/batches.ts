/** Cuts long lists of rows into statements a database takes. */

/** Rows per INSERT: their parameters must stay below SQLite's 32,766 and PostgreSQL's 65,535. */
export const BATCH = 500;

/** The largest power of two below it. */
const MOST = 256;

/**
 * Sizes are powers of two, so that there are few different statements, and each is prepared once: what a database
 * keeps of a statement lies outside of the heap, where nothing hurries to free it.
 */
export function* inBatches<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  let size = MOST;
  for (let start = 0; start < items.length; start += size) {
    while (size > items.length - start) size /= 2;
    yield items.slice(start, start + size);
  }
}
