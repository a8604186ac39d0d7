/** Lets Kysely talk to Node's own SQLite. The only file, beside the one that opens it, that touches node:sqlite. */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import {
  type DatabaseConnection,
  type Dialect,
  type SqliteDatabase,
  type TransactionSettings,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { isBusy } from "./sqlite-errors.ts";

/** How long SQLite itself waits, blocking the thread, for another connection's lock. */
export const BUSY_TIMEOUT_MS = 5000;
/** How long a writer waits for another; storing a target of 100,000 findings takes some seconds. */
const WRITER_WAIT_MS = 30_000;
const PAUSE_MS = 25;

/**
 * Runs SQL that takes the write lock. Waits for it without blocking the thread: the lock may be held by another store
 * of this very process, which could never let go of it meanwhile.
 */
export const execWhenUnlocked = async (
  database: DatabaseSync,
  sql: string,
  waitMs = WRITER_WAIT_MS,
): Promise<void> => {
  for (let waited = 0; ; waited += PAUSE_MS) {
    database.exec("PRAGMA busy_timeout = 0");
    try {
      database.exec(sql);
      return;
    } catch (error) {
      if (!isBusy(error) || waited >= waitMs) throw error;
    } finally {
      database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
    await pause(PAUSE_MS);
  }
};

/** More than there are different ones in use at any time. */
const MOST_STATEMENTS = 128;

/**
 * Statements by their text, the least recently used forgotten: SQLite's memory for one is freed by the garbage collector
 * alone, which sees a few bytes of it, so a sweep of thousands of projects would pile up hundreds of megabytes.
 */
const createPrepare = (database: DatabaseSync): ((sql: string) => StatementSync) => {
  const known = new Map<string, StatementSync>();
  return (sql) => {
    const statement = known.get(sql) ?? database.prepare(sql);
    known.delete(sql);
    known.set(sql, statement);
    const [oldest] = known.keys();
    if (known.size > MOST_STATEMENTS && oldest !== undefined) known.delete(oldest);
    return statement;
  };
};

/** What Kysely expects of better-sqlite3. */
const toSqliteDatabase = (database: DatabaseSync, prepare = createPrepare(database)): SqliteDatabase => ({
  close: () => database.close(),
  prepare: (sql) => {
    const statement = prepare(sql);
    // Kysely types parameters as unknown; node:sqlite checks them and throws on what it cannot bind.
    const bind = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...bind(parameters)),
      run: (parameters) => statement.run(...bind(parameters)),
      // One of its own: whoever runs the same text meanwhile would begin it again.
      iterate: (parameters) => database.prepare(sql).iterate(...bind(parameters)),
    };
  },
});

class NodeSqliteDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: toSqliteDatabase(database) });
    this.#database = database;
  }

  /**
   * Writers lock at once: a transaction that only becomes a writer half-way fails when another process wrote meanwhile,
   * and no waiting helps it (https://www.sqlite.org/lang_transaction.html, SQLITE_BUSY_SNAPSHOT).
   */
  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    if (settings?.accessMode === "read only") await super.beginTransaction(connection);
    else await execWhenUnlocked(this.#database, "BEGIN IMMEDIATE");
  }

  /** SQLite has rolled back by itself after some errors; a second rollback would fail and hide the first error. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isOpen && this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

class NodeSqliteAdapter extends SqliteAdapter {
  /** Makes a migration one transaction: two processes that open a new file do not migrate it both, a killed one not by half. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export const createNodeSqliteDialect = (database: DatabaseSync): Dialect => ({
  createDriver: () => new NodeSqliteDriver(database),
  createAdapter: () => new NodeSqliteAdapter(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createIntrospector: (db) => new SqliteIntrospector(db),
});
