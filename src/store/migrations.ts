/** Brings a database to the newest schema. Forward only: a released migration is never changed, a new one is added. */
import type { Kysely, RawBuilder } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Schema } from "./schema.ts";

const MIGRATION_TABLE = "vaultbound_migration";

/** The type of a column of text. */
type TextType = "text" | RawBuilder<unknown>;

/** The first schema. Only types and clauses that SQLite and PostgreSQL share. */
const createFacts = async (db: Kysely<Schema>, text: TextType): Promise<void> => {
  await db.schema
    .createTable("run")
    .addColumn("id", text, (column) => column.notNull().primaryKey())
    .addColumn("scope", text, (column) => column.notNull())
    .addColumn("started_at", text, (column) => column.notNull())
    .addColumn("finished_at", text)
    .execute();
  await db.schema
    .createTable("target_run")
    .addColumn("run", text, (column) => column.notNull().references("run.id").onDelete("cascade"))
    .addColumn("target", text, (column) => column.notNull())
    .addColumn("done_at", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("target_run_key", ["run", "target"])
    .execute();
  await db.schema
    .createTable("target")
    .addColumn("scope", text, (column) => column.notNull())
    .addColumn("id", text, (column) => column.notNull())
    .addColumn("path", text, (column) => column.notNull())
    .addColumn("target_json", text, (column) => column.notNull())
    .addColumn("coverage_json", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("target_key", ["scope", "id"])
    .execute();
};

/** A table of rows that belong to a target and go with it. */
const factTable = (db: Kysely<Schema>, name: "finding" | "usage" | "gap", text: TextType) =>
  db.schema
    .createTable(name)
    .addColumn("scope", text, (column) => column.notNull())
    .addColumn("target", text, (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    // The target first: the same index answers "all facts of project:42" whatever the scope.
    .addPrimaryKeyConstraint(`${name}_key`, ["target", "scope", "position"])
    .addForeignKeyConstraint(`${name}_target`, ["scope", "target"], "target", ["scope", "id"], (key) =>
      key.onDelete("cascade"),
    );

const createFactTables = async (db: Kysely<Schema>, text: TextType): Promise<void> => {
  await factTable(db, "finding", text)
    .addColumn("rule", text, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addColumn("fingerprint", text, (column) => column.notNull())
    .addColumn("preview", text, (column) => column.notNull())
    .addColumn("confidence", text, (column) => column.notNull())
    .addColumn("tags_json", text, (column) => column.notNull())
    .addColumn("facts_json", text, (column) => column.notNull())
    .addColumn("source", text, (column) => column.notNull())
    .addColumn("path", text)
    .addColumn("line", "integer")
    .addColumn("location_json", text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("finding_secret").on("finding").column("secret_id").execute();
  await factTable(db, "usage", text)
    .addColumn("variable", text, (column) => column.notNull())
    .addColumn("path", text, (column) => column.notNull())
    .addColumn("line", "integer", (column) => column.notNull())
    .addColumn("usage_json", text, (column) => column.notNull())
    .execute();
  await factTable(db, "gap", text)
    .addColumn("code", text, (column) => column.notNull())
    .addColumn("source", text, (column) => column.notNull())
    .addColumn("gap_json", text, (column) => column.notNull())
    .execute();
};

/** What incremental sweeps remember. Sightings outlive their target: what went with it is told, too. */
const addMemory = async (db: Kysely<Schema>, text: TextType): Promise<void> => {
  await db.schema.alterTable("target").addColumn("mark_json", text).execute();
  await db.schema
    .createTable("sighting")
    .addColumn("scope", text, (column) => column.notNull())
    .addColumn("target", text, (column) => column.notNull())
    .addColumn("fingerprint", text, (column) => column.notNull())
    .addColumn("rule", text, (column) => column.notNull())
    .addColumn("secret_id", text, (column) => column.notNull())
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("first_seen", text, (column) => column.notNull())
    .addColumn("last_seen", text, (column) => column.notNull())
    .addColumn("gone_at", text)
    .addColumn("back_at", text)
    .addColumn("changed_at", text)
    .addPrimaryKeyConstraint("sighting_key", ["scope", "target", "fingerprint"])
    .execute();
};

/** Owners, protections and the like: what is no secret and decides a migration. */
const addSettings = async (db: Kysely<Schema>, text: TextType): Promise<void> => {
  await db.schema.alterTable("target").addColumn("settings_json", text).execute();
};

/** Outlives the target, as sightings do: where what is gone was, and what was renamed. */
const addTargetSightings = async (db: Kysely<Schema>, text: TextType): Promise<void> => {
  await db.schema
    .createTable("target_sighting")
    .addColumn("scope", text, (column) => column.notNull())
    .addColumn("target", text, (column) => column.notNull())
    .addColumn("path", text, (column) => column.notNull())
    .addColumn("first_seen", text, (column) => column.notNull())
    .addColumn("gone_at", text)
    .addColumn("earlier_path", text)
    .addColumn("moved_at", text)
    .addPrimaryKeyConstraint("target_sighting_key", ["scope", "target"])
    .execute();
};

/** What the databases differ in. */
export interface Flavour {
  /** Where the tables are, in a database that has schemas. */
  readonly schema?: string;
  /** Of a column of text: one that is compared by code point. */
  readonly text: TextType;
}

/** By name, which sorts in the order they run. */
export const listMigrations = ({ text }: Pick<Flavour, "text">): Readonly<Record<string, Migration>> => ({
  "0001-facts": {
    up: async (db) => {
      await createFacts(db, text);
      await createFactTables(db, text);
    },
  },
  "0002-memory": { up: (db) => addMemory(db, text) },
  "0003-settings": { up: (db) => addSettings(db, text) },
  "0004-targets": { up: (db) => addTargetSightings(db, text) },
});

const readApplied = async (db: Kysely<Schema>, schema: string | undefined): Promise<readonly string[]> => {
  const tables = await db.introspection.getTables();
  if (!tables.some((table) => table.name === MIGRATION_TABLE && table.schema === schema)) return [];
  const rows = await db.selectFrom(MIGRATION_TABLE).select("name").orderBy("name").execute();
  return rows.map((row) => row.name);
};

/** @throws Error if the schema is newer than this version, or a migration fails; nothing of it is kept then. */
export const migrate = async (db: Kysely<Schema>, flavour: Flavour): Promise<void> => {
  const { schema } = flavour;
  const migrations = listMigrations(flavour);
  const applied = await readApplied(db, schema);
  const unknown = applied.find((name) => !Object.hasOwn(migrations, name));
  if (unknown !== undefined) {
    throw new Error(
      `a newer version of vaultbound wrote it (schema ${unknown}); use that version or another store`,
    );
  }
  // Without this a mere reader would wait for the writer's lock.
  if (applied.length === Object.keys(migrations).length) return;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
};
