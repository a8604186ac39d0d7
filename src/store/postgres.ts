/** The store in a PostgreSQL database: a schema of its own, so that it never meets another program's tables. */
import { createHash } from "node:crypto";
import { CompiledQuery, type DatabaseConnection, Kysely, PostgresDialect, sql } from "kysely";
import { Client, Pool } from "pg";
import type { VaultboundError } from "../model/errors.ts";
import { migrate } from "./migrations.ts";
import type { PostgresAddress } from "./postgres-address.ts";
import { toPostgresError } from "./postgres-errors.ts";
import type { Tx } from "./read-rows.ts";
import type { Schema } from "./schema.ts";
import { createSqlStore } from "./sql-store.ts";
import type { Store } from "./store.ts";

const SCHEMA = "vaultbound";
/** First key of the lock under which the schema is made; any number that others hardly use. */
const SCHEMA_LOCK = 1_987_341_553;
const CONNECT_TIMEOUT_MS = 15_000;
/** Far above the longest statement; so that a connection that silently died does not hang a sweep for ever. */
const QUERY_TIMEOUT_MS = 600_000;
const IDLE_MS = 60_000;

/** Whatever the server's or the user's defaults are. */
const SETTINGS: Readonly<Record<string, string>> = {
  search_path: SCHEMA,
  // How long a writer waits for another one.
  lock_timeout: "60s",
  // A writer that is stopped in its tracks must not keep the others out for ever.
  idle_in_transaction_session_timeout: "600s",
  default_transaction_isolation: "read committed",
};

const settle = async (connection: DatabaseConnection): Promise<void> => {
  const entries = Object.entries(SETTINGS);
  const calls = entries.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, false)`);
  await connection.executeQuery(CompiledQuery.raw(`select ${calls.join(", ")}`, entries.flat()));
};

/**
 * One connection, like SQLite: writes of one process follow each other anyway, and a server has few connections to give.
 * The driver's pool replaces it when it is lost between two transactions.
 */
const makePool = ({ connection }: PostgresAddress): Pool => {
  // Not as options of the pool: its time limit would also count the wait for the one connection.
  class PatientClient extends Client {
    constructor() {
      super({
        connectionString: connection,
        application_name: "vaultbound",
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        query_timeout: QUERY_TIMEOUT_MS,
        keepAlive: true,
        keepAliveInitialDelayMillis: 10_000,
      });
    }
  }
  const pool = new Pool({ Client: PatientClient, max: 1, idleTimeoutMillis: IDLE_MS });
  // A lost connection is told by the statement that meets it; without listeners the process would end.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
};

interface Server {
  readonly encoding: string;
  readonly version: number;
  /** Whether our schema is there, and if not, whether we may make it. */
  readonly found: boolean;
  readonly mayMake: boolean;
}

/** @throws Error if it cannot hold a store. */
const inspectServer = async (db: Kysely<Schema>): Promise<Server> => {
  const { rows } = await sql<Server>`
    select current_setting('server_encoding') as "encoding",
      current_setting('server_version_num')::integer as "version",
      exists (select from pg_namespace where nspname = ${SCHEMA}) as "found",
      has_database_privilege(current_database(), 'CREATE') as "mayMake"`.execute(db);
  const [server] = rows;
  if (server?.encoding !== "UTF8") throw new Error("its encoding is not UTF8");
  if (server.version < 120_000) throw new Error("it is older than PostgreSQL 12");
  return server;
};

const makeSchema = (db: Kysely<Schema>): Promise<void> =>
  db.transaction().execute(async (tx) => {
    // Who may use the schema need not have the right to make one.
    if ((await inspectServer(tx)).found) return;
    await sql`select pg_advisory_xact_lock(${SCHEMA_LOCK}, 0)`.execute(tx);
    await sql`create schema if not exists ${sql.id(SCHEMA)}`.execute(tx);
  });

/** Two writers of a scope come one after the other: both would begin a run, or the one not see what the other stored. */
const lockScope = async (tx: Tx, scope: string): Promise<void> => {
  const key = createHash("sha256").update(scope).digest().readBigInt64BE();
  await sql`select pg_advisory_xact_lock(${String(key)}::bigint)`.execute(tx);
};

const openDatabase = (address: PostgresAddress): Kysely<Schema> =>
  new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: async () => makePool(address), onCreateConnection: settle }),
  });

/** Looks whether a store could be opened, and makes nothing. @throws VaultboundError as {@link openPostgresStore}. */
export const probePostgres = async (address: PostgresAddress): Promise<void> => {
  const db = openDatabase(address);
  try {
    const { found, mayMake } = await inspectServer(db);
    if (!found && !mayMake) throw new Error("the user may not make the schema vaultbound");
  } catch (error) {
    throw toPostgresError(address.shown, error);
  } finally {
    await db.destroy().catch(() => {});
  }
};

/** @throws VaultboundError STORE_UNREACHABLE, or STORE_UNUSABLE if it may not be written or is of a newer version. */
export const openPostgresStore = async (address: PostgresAddress): Promise<Store> => {
  const toError = (error: unknown): VaultboundError => toPostgresError(address.shown, error);
  const db = openDatabase(address);
  try {
    await makeSchema(db);
    // By code point, whatever the database's own order is: equal facts must be equal bytes everywhere.
    await migrate(db, { schema: SCHEMA, text: sql`text collate "C"` });
    return createSqlStore({ db, toError, lockScope });
  } catch (error) {
    await db.destroy().catch(() => {});
    throw toError(error);
  }
};
