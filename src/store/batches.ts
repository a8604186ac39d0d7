/** Cuts long lists of rows into statements a database takes. */

/** Rows per INSERT: their parameters must stay below SQLite's 32,766 and PostgreSQL's 65,535. */
export const BATCH = 500;

export function* inBatches<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
}
