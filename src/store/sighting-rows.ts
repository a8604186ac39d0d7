/** Sightings in a SQL database. */
import type { Insertable, Kysely, Selectable, Transaction } from "kysely";
import { fingerprint, ruleId, secretId, targetId } from "../model/ids.ts";
import type { Run } from "../model/run.ts";
import { inBatches } from "./batches.ts";
import type { Schema, SightingTable } from "./schema.ts";
import { type KeptSighting, type Looked, updateSightings } from "./sightings.ts";

export const fromSightingRow = (row: Selectable<SightingTable>): KeptSighting => ({
  target: targetId(row.target),
  fingerprint: fingerprint(row.fingerprint),
  rule: ruleId(row.rule),
  secretId: secretId(row.secret_id),
  state: row.state,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  goneAt: row.gone_at,
  backAt: row.back_at,
  changedAt: row.changed_at,
});

const toSightingRow = (scope: string, sighting: KeptSighting): Insertable<SightingTable> => ({
  scope,
  target: sighting.target,
  fingerprint: sighting.fingerprint,
  rule: sighting.rule,
  secret_id: sighting.secretId,
  state: sighting.state,
  first_seen: sighting.firstSeen,
  last_seen: sighting.lastSeen,
  gone_at: sighting.goneAt,
  back_at: sighting.backAt,
  changed_at: sighting.changedAt,
});

/** Writes the last sight of all at once, then what else changed row by row. */
export const noteSightings = async (
  tx: Transaction<Schema>,
  { scope, startedAt }: Pick<Run, "scope" | "startedAt">,
  { target, looked }: { readonly target: string; readonly looked: Looked },
): Promise<void> => {
  const place = { scope, target };
  const rows = await tx
    .selectFrom("sighting")
    .selectAll()
    .where((row) => row.and(place))
    .execute();
  const known = new Map(rows.map((row) => [fingerprint(row.fingerprint), fromSightingRow(row)]));
  const changed = updateSightings(known, looked, startedAt).map((sighting) => toSightingRow(scope, sighting));
  await tx
    .updateTable("sighting")
    .set({ last_seen: startedAt })
    .where((row) => row.and(place))
    .where("gone_at", "is", null)
    .execute();
  for (const batch of inBatches(changed))
    await tx
      .insertInto("sighting")
      .values(batch)
      .onConflict((conflict) =>
        conflict.columns(["scope", "target", "fingerprint"]).doUpdateSet(({ ref }) => ({
          state: ref("excluded.state"),
          last_seen: ref("excluded.last_seen"),
          gone_at: ref("excluded.gone_at"),
          back_at: ref("excluded.back_at"),
          changed_at: ref("excluded.changed_at"),
        })),
      )
      .execute();
};

/** Where a reader stands: rows are in order of target and fingerprint. */
export type SightingPlace = Pick<SightingTable, "target" | "fingerprint">;

export const readSightingRows = (
  db: Kysely<Schema>,
  {
    scope,
    after,
    most,
  }: { readonly scope: string; readonly after: SightingPlace | null; readonly most: number },
): Promise<readonly Selectable<SightingTable>[]> => {
  let query = db.selectFrom("sighting").selectAll().where("scope", "=", scope);
  if (after !== null)
    // As a row value: with an `or`, SQLite would read everything before that place again, for every batch.
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("target", "fingerprint"), ">", tuple(after.target, after.fingerprint)),
    );
  return query.orderBy("target").orderBy("fingerprint").limit(most).execute();
};
