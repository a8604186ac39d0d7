/** The store over any SQL database that Kysely reaches. */
import { makeError, VaultboundError } from "../model/errors.ts";
import { type RunId, type TargetId, targetId } from "../model/ids.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import { normalizeFacts } from "./facts-schema.ts";
import { fromRunRow, fromTargetRows, toFindingRow, toGapRow, toTargetRow, toUsageRow } from "./rows.ts";
import { chooseStart } from "./run-start.ts";
import { fromSightingRow, noteSightings, readSightingRows, type SightingPlace } from "./sighting-rows.ts";
import { lookedAt, NOTHING_SEEN, toSighting } from "./sightings.ts";
import { BATCH, inBatches } from "./batches.ts";
import { type Db, type Next, readNext, readOne, type Tx } from "./read-rows.ts";
import type { Store } from "./store.ts";
import { noteTarget, noteTargetGone, readTargetSightings } from "./target-sightings.ts";

const runOf = async (tx: Tx, run: RunId): Promise<Pick<Run, "scope" | "startedAt">> => {
  const row = await tx
    .selectFrom("run")
    .select(["scope", "started_at"])
    .where("id", "=", run)
    .executeTakeFirst();
  if (row === undefined) throw new Error(`it holds no run ${run}`);
  return { scope: row.scope, startedAt: row.started_at };
};

const readNewestRun = async (
  db: Db,
  scope: string | undefined,
  isUnfinished: boolean,
): Promise<Run | null> => {
  let query = db.selectFrom("run").selectAll().orderBy("started_at", "desc").orderBy("id", "desc").limit(1);
  if (scope !== undefined) query = query.where("scope", "=", scope);
  if (isUnfinished) query = query.where("finished_at", "is", null);
  const row = await query.executeTakeFirst();
  return row === undefined ? null : fromRunRow(row);
};

const beginRun = async (tx: Tx, run: Run): ReturnType<Store["beginRun"]> => {
  const unfinished = await readNewestRun(tx, run.scope, true);
  if (unfinished !== null) return { run: unfinished, resumed: true };
  const newest = await readNewestRun(tx, run.scope, false);
  const startedAt = chooseStart(run.startedAt, newest?.startedAt ?? null);
  await tx
    .insertInto("run")
    .values({ id: run.id, scope: run.scope, started_at: startedAt, finished_at: null })
    .execute();
  return { run: { ...run, startedAt }, resumed: false };
};

/** What a later run has stored must not be replaced by what an earlier one saw. */
const checkNewest = async (tx: Tx, run: RunId, scope: string): Promise<void> => {
  const newest = await readNewestRun(tx, scope, false);
  if (newest !== null && newest.id !== run) throw makeError("STORE_OVERTAKEN", [{ scope }]);
};

const replaceTarget = async (tx: Tx, scope: string, facts: TargetFacts): Promise<void> => {
  const target = facts.target.id;
  const row = toTargetRow(scope, facts);
  await tx
    .insertInto("target")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["scope", "id"]).doUpdateSet({
        path: row.path,
        target_json: row.target_json,
        coverage_json: row.coverage_json,
        mark_json: row.mark_json ?? null,
        settings_json: row.settings_json ?? null,
      }),
    )
    .execute();
  for (const table of ["finding", "usage", "gap"] as const) {
    await tx.deleteFrom(table).where("scope", "=", scope).where("target", "=", target).execute();
  }
  const findings = facts.findings.map((finding, position) =>
    toFindingRow(finding, { scope, target, position }),
  );
  for (const batch of inBatches(findings)) await tx.insertInto("finding").values(batch).execute();
  const usages = facts.usages.map((usage, position) => toUsageRow(usage, { scope, target, position }));
  for (const batch of inBatches(usages)) await tx.insertInto("usage").values(batch).execute();
  const gaps = facts.gaps.map((gap, position) => toGapRow(gap, { scope, target, position }));
  for (const batch of inBatches(gaps)) await tx.insertInto("gap").values(batch).execute();
};

const markDone = async (tx: Tx, mark: { run: RunId; target: TargetId; now: string }): Promise<void> => {
  await tx
    .insertInto("target_run")
    .values({ run: mark.run, target: mark.target, done_at: mark.now })
    .onConflict((conflict) => conflict.columns(["run", "target"]).doUpdateSet({ done_at: mark.now }))
    .execute();
};

const finishRun = async (
  tx: Tx,
  { id: run, scope, startedAt }: Pick<Run, "id" | "scope" | "startedAt">,
  now: string,
): Promise<void> => {
  const { numUpdatedRows } = await tx
    .updateTable("run")
    .set({ finished_at: now })
    .where("id", "=", run)
    .where("finished_at", "is", null)
    .executeTakeFirst();
  // Finished before: what is there now may belong to a later run.
  if (numUpdatedRows === 0n) return;
  const unseen = await tx
    .selectFrom("target")
    .select("id")
    .where("scope", "=", scope)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("target_run")
            .select("target_run.target")
            .where("target_run.run", "=", run)
            .whereRef("target_run.target", "=", "target.id"),
        ),
      ),
    )
    .execute();
  for (const { id } of unseen) {
    await noteSightings(tx, { scope, startedAt }, { target: id, looked: NOTHING_SEEN });
    await noteTargetGone(tx, { scope, startedAt }, id);
    await tx.deleteFrom("target").where("scope", "=", scope).where("id", "=", id).execute();
  }
  // Marks of earlier runs say nothing any more; kept, they would outgrow the facts.
  await tx
    .deleteFrom("target_run")
    .where("run", "in", (query) =>
      query.selectFrom("run").select("id").where("scope", "=", scope).where("id", "!=", run),
    )
    .execute();
};

interface SqlStoreOptions {
  readonly db: Db;
  /** What the user is told when the database refuses. */
  readonly toError: (error: unknown) => VaultboundError;
  /** Keeps other writers of the scope out until the transaction ends; SQLite has one writer at a time as it is. */
  readonly lockScope?: (tx: Tx, scope: string) => Promise<void>;
}

/** @param options the migrated database; the store closes it. */
export const createSqlStore = ({ db, toError, lockScope }: SqlStoreOptions): Store => {
  const underWay = new Set<Promise<unknown>>();
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const running = work();
    underWay.add(running);
    try {
      return await running;
    } catch (error) {
      throw error instanceof VaultboundError ? error : toError(error);
    } finally {
      underWay.delete(running);
    }
  };
  const lock = lockScope ?? (async () => {});
  const write = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> =>
    guarded(() => db.transaction().execute(work));
  let closing: Promise<void> | null = null;
  return {
    beginRun: (scope, now, newId) =>
      write(async (tx) => {
        await lock(tx, scope);
        return beginRun(tx, { id: newId, scope, startedAt: now, finishedAt: null });
      }),
    doneTargets: (run) =>
      guarded(async () => {
        const rows = await db.selectFrom("target_run").select("target").where("run", "=", run).execute();
        return new Set(rows.map((row) => targetId(row.target)));
      }),
    putTarget: async (run, facts, now) => {
      const sealed = normalizeFacts(facts);
      await write(async (tx) => {
        const own = await runOf(tx, run);
        await lock(tx, own.scope);
        await checkNewest(tx, run, own.scope);
        await replaceTarget(tx, own.scope, sealed);
        await noteSightings(tx, own, { target: sealed.target.id, looked: lookedAt(sealed) });
        await noteTarget(tx, own, sealed.target);
        await markDone(tx, { run, target: sealed.target.id, now });
      });
    },
    finishRun: (run, now) =>
      write(async (tx) => {
        const own = await runOf(tx, run);
        await lock(tx, own.scope);
        await finishRun(tx, { id: run, ...own }, now);
      }),
    readTargetSightings: (scope) => guarded(() => readTargetSightings(db, scope)),
    latestRun: (scope) => guarded(() => readNewestRun(db, scope, false)),
    readTarget: (scope, id) =>
      guarded(async () => {
        const rows = await readOne(db, (tx) =>
          tx
            .selectFrom("target")
            .selectAll()
            .where((row) => row.and({ scope, id }))
            .executeTakeFirst(),
        );
        return rows === null ? null : fromTargetRows(rows);
      }),
    async *readSightings(scope) {
      for (let after: SightingPlace | null = null; ;) {
        const last: SightingPlace | null = after;
        const rows: Awaited<ReturnType<typeof readSightingRows>> = await guarded(() =>
          readSightingRows(db, { scope, after: last, most: BATCH }),
        );
        yield* rows.map(fromSightingRow).map(toSighting);
        const end: SightingPlace | undefined = rows.at(-1);
        if (end === undefined || rows.length < BATCH) return;
        after = end;
      }
    },
    // One target at a time instead of one open cursor: a reader that pauses keeps no writer of this process waiting.
    async *readTargets(scope, { withMarks = true } = {}) {
      for (let after: TargetId | null = null; ;) {
        const next: Next = { scope, after, withMarks };
        const rows = await guarded(() => readNext(db, next));
        if (rows === null) return;
        yield await guarded(async () => fromTargetRows(rows));
        after = targetId(rows.target.id);
      }
    },
    close: () => {
      closing ??= (async () => {
        // Whoever made them is told what becomes of them.
        await Promise.allSettled(underWay);
        await guarded(() => db.destroy());
      })();
      return closing;
    },
  };
};
