/** Rows of targets from a SQL database, each target as it was at one moment. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { TargetId } from "../model/ids.ts";
import type { TargetRows } from "./rows.ts";
import type { Schema } from "./schema.ts";

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

const readFactRows = async (tx: Tx, target: TargetRows["target"]): Promise<TargetRows> => {
  const place = { scope: target.scope, target: target.id };
  const findings = tx
    .selectFrom("finding")
    .selectAll()
    .where((row) => row.and(place));
  const usages = tx
    .selectFrom("usage")
    .selectAll()
    .where((row) => row.and(place));
  const gaps = tx
    .selectFrom("gap")
    .selectAll()
    .where((row) => row.and(place));
  return {
    target,
    findings: await findings.orderBy("position").execute(),
    usages: await usages.orderBy("position").execute(),
    gaps: await gaps.orderBy("position").execute(),
  };
};

/** One target with all its facts, as they were at one moment, which in PostgreSQL has to be asked for. */
export const readOne = (
  db: Db,
  find: (tx: Tx) => Promise<TargetRows["target"] | undefined>,
): Promise<TargetRows | null> =>
  db
    .transaction()
    .setAccessMode("read only")
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const target = await find(tx);
      return target === undefined ? null : readFactRows(tx, target);
    });

export interface Next {
  readonly scope: string;
  readonly after: TargetId | null;
  readonly withMarks: boolean;
}

export const readNext = (db: Db, { scope, after, withMarks }: Next): Promise<TargetRows | null> =>
  readOne(db, (tx) => {
    const columns = ["scope", "id", "path", "target_json", "coverage_json", "settings_json"] as const;
    const mark = withMarks ? sql<string | null>`mark_json` : sql<null>`NULL`;
    const query = tx
      .selectFrom("target")
      .select([...columns, mark.as("mark_json")])
      .where("scope", "=", scope)
      .orderBy("id")
      .limit(1);
    return (after === null ? query : query.where("id", ">", after)).executeTakeFirst();
  });
