/** The store in one SQLite file. */
import { chmodSync, closeSync, fchmodSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { makeError, type VaultboundError } from "../model/errors.ts";
import { migrate } from "./migrations.ts";
import { BUSY_TIMEOUT_MS, createNodeSqliteDialect, execWhenUnlocked } from "./node-sqlite-dialect.ts";
import type { Schema } from "./schema.ts";
import { createSqlStore } from "./sql-store.ts";
import { describeSqliteError } from "./sqlite-errors.ts";
import type { Store } from "./store.ts";

const isExisting = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EEXIST";

/**
 * Creates the file before SQLite does, readable by its owner only; SQLite gives `-wal` and `-shm` the same mode. What
 * exists already keeps the mode its owner chose. `wx` and in one go, because closing a descriptor of a database that
 * another store of this process has open would drop its locks (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
const createPrivateFile = (path: string): void => {
  const folder = dirname(path);
  const created = mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The umask may have taken rights from the owner as well.
  if (created !== undefined) chmodSync(folder, 0o700);
  try {
    const file = openSync(path, "wx", 0o600);
    fchmodSync(file, 0o600);
    closeSync(file);
  } catch (error) {
    if (!isExisting(error)) throw error;
  }
};

/** Refuses to put our tables among those of another program. */
const checkOwner = (database: DatabaseSync): void => {
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  if (names.length > 0 && !names.some(({ name }) => name === "vaultbound_migration")) {
    throw new Error("it is the database of another program");
  }
};

const prepare = async (database: DatabaseSync, db: Kysely<Schema>): Promise<void> => {
  // The file may come from anywhere: its schema must not call functions with side effects.
  database.exec("PRAGMA trusted_schema = OFF");
  checkOwner(database);
  await execWhenUnlocked(database, "PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = NORMAL");
  await migrate(db, { text: "text" });
};

/**
 * @param path a file, made with its folder if missing, or ":memory:".
 * @throws VaultboundError STORE_UNUSABLE if it cannot be written, is no store, or is of a newer version.
 */
export const openSqliteStore = async (path: string): Promise<Store> => {
  const toError = (error: unknown): VaultboundError =>
    makeError("STORE_UNUSABLE", [{ url: path, detail: describeSqliteError(error) }], error);
  let database: DatabaseSync | null = null;
  try {
    // Absolute, so that SQLite cannot take it for a `file:` URL with parameters.
    const file = path === ":memory:" ? path : resolve(path);
    if (file !== ":memory:") createPrivateFile(file);
    database = new DatabaseSync(file, {
      timeout: BUSY_TIMEOUT_MS,
      enableForeignKeyConstraints: true,
      defensive: true,
    });
    const db = new Kysely<Schema>({ dialect: createNodeSqliteDialect(database) });
    await prepare(database, db);
    return createSqlStore({ db, toError });
  } catch (error) {
    database?.close();
    throw toError(error);
  }
};
