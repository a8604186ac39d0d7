/** Where targets are and were, from one sweep to the next. */
import type { Insertable, Kysely, Selectable, Transaction } from "kysely";
import { targetId } from "../model/ids.ts";
import type { Run } from "../model/run.ts";
import type { Target } from "../model/target.ts";
import type { TargetSighting } from "../model/target-sighting.ts";
import type { Schema, TargetSightingTable } from "./schema.ts";

/** @param now when the run began. Null if nothing but the time has changed. */
export const seeTarget = (
  known: TargetSighting | undefined,
  { id, path }: Pick<Target, "id" | "path">,
  now: string,
): TargetSighting | null => {
  if (known === undefined)
    return { target: id, path, firstSeen: now, goneAt: null, earlierPath: null, movedAt: null };
  if (known.path !== path) return { ...known, path, goneAt: null, earlierPath: known.path, movedAt: now };
  return known.goneAt === null ? null : { ...known, goneAt: null };
};

const fromRow = (row: Selectable<TargetSightingTable>): TargetSighting => ({
  target: targetId(row.target),
  path: row.path,
  firstSeen: row.first_seen,
  goneAt: row.gone_at,
  earlierPath: row.earlier_path,
  movedAt: row.moved_at,
});

/** No database keeps lone surrogates, and PostgreSQL no NUL. */
const toColumn = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

const toRow = (scope: string, sighting: TargetSighting): Insertable<TargetSightingTable> => ({
  scope,
  target: sighting.target,
  path: sighting.path,
  first_seen: sighting.firstSeen,
  gone_at: sighting.goneAt,
  earlier_path: sighting.earlierPath,
  moved_at: sighting.movedAt,
});

export const noteTarget = async (
  tx: Transaction<Schema>,
  { scope, startedAt }: Pick<Run, "scope" | "startedAt">,
  { id, path }: Pick<Target, "id" | "path">,
): Promise<void> => {
  const row = await tx
    .selectFrom("target_sighting")
    .selectAll()
    .where((item) => item.and({ scope, target: id }))
    .executeTakeFirst();
  const known = row === undefined ? undefined : fromRow(row);
  const seen = seeTarget(known, { id, path: toColumn(path) }, startedAt);
  if (seen === null) return;
  await tx
    .insertInto("target_sighting")
    .values(toRow(scope, seen))
    .onConflict((conflict) =>
      conflict.columns(["scope", "target"]).doUpdateSet(({ ref }) => ({
        path: ref("excluded.path"),
        gone_at: ref("excluded.gone_at"),
        earlier_path: ref("excluded.earlier_path"),
        moved_at: ref("excluded.moved_at"),
      })),
    )
    .execute();
};

export const noteTargetGone = async (
  tx: Transaction<Schema>,
  { scope, startedAt }: Pick<Run, "scope" | "startedAt">,
  target: string,
): Promise<void> => {
  await tx
    .updateTable("target_sighting")
    .set({ gone_at: startedAt })
    .where((item) => item.and({ scope, target }))
    .execute();
};

/** Targets are few: all at once. */
export const readTargetSightings = async (
  db: Kysely<Schema>,
  scope: string,
): Promise<readonly TargetSighting[]> => {
  const rows = await db
    .selectFrom("target_sighting")
    .selectAll()
    .where("scope", "=", scope)
    .orderBy("target")
    .execute();
  return rows.map(fromRow);
};
