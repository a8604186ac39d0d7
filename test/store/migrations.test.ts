/** Every schema a store was ever written with can be opened. */
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { runId } from "../../src/model/ids.ts";
import { listMigrations } from "../../src/store/migrations.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { readAll } from "./read-all.ts";
import { makeFacts, SCOPE } from "./sample-facts.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const ROOT = join(import.meta.dirname, "../..");
const readText = (path: string): Promise<string> => readFile(join(ROOT, path), "utf8");

/** Runs SQL on a new file. */
const makeDatabase = async (sql: string): Promise<string> => {
  const path = join(await makeTemporaryFolder(), "facts.db");
  runSql(path, sql);
  return path;
};

const runSql = (path: string, sql: string): void => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};

/** The statements that make the schema, without the layout they were written in. */
const dumpSchema = (path: string): readonly string[] => {
  const database = new DatabaseSync(path);
  const rows = database.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").all();
  database.close();
  return rows
    .map(({ sql }) => String(sql).replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")"))
    .sort();
};

const openAndClose = async (path: string): Promise<void> => (await openSqliteStore(path)).close();

describe("the schema", () => {
  it("is what schema.sql documents", async () => {
    const documented = await makeDatabase(await readText("src/store/schema.sql"));
    const real = join(await makeTemporaryFolder(), "facts.db");
    await openAndClose(real);
    expect(dumpSchema(real)).toEqual(dumpSchema(documented));
  });

  it("finds a secret's findings, and a target's, by an index", async () => {
    const path = join(await makeTemporaryFolder(), "facts.db");
    await openAndClose(path);
    const database = new DatabaseSync(path);
    const explain = (table: string, column: string): unknown =>
      database.prepare(`EXPLAIN QUERY PLAN SELECT * FROM "${table}" WHERE ${column} = 'x'`).get()?.["detail"];
    expect(explain("finding", "secret_id")).toBe("SEARCH finding USING INDEX finding_secret (secret_id=?)");
    expect(explain("finding", "target")).toMatch(/^SEARCH finding USING INDEX .* \(target=\?\)$/);
    expect(explain("gap", "target")).toMatch(/^SEARCH gap USING INDEX .* \(target=\?\)$/);
    database.close();
  });

  it("has migrations numbered without a hole, which is the order they run in", () => {
    const numbers = Object.keys(listMigrations({ text: "text" })).map((name) => name.slice(0, 5));
    expect(numbers).toEqual(numbers.map((_, index) => `${String(index + 1).padStart(4, "0")}-`));
  });
});

/** What Kysely makes before it runs the first migration. */
const MIGRATION_TABLE =
  'CREATE TABLE "vaultbound_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null)';

describe("opening an older store", () => {
  it.each([
    ["an empty file", ""],
    ["a file whose first opening was killed before the first migration", MIGRATION_TABLE],
  ])("brings %s to the newest schema", async (_, sql) => {
    const path = await makeDatabase(sql);
    await openAndClose(path);
    const fresh = join(await makeTemporaryFolder(), "facts.db");
    await openAndClose(fresh);
    expect(dumpSchema(path)).toEqual(dumpSchema(fresh));
  });

  it("opens again what it has migrated, without changing a byte", async () => {
    const path = join(await makeTemporaryFolder(), "facts.db");
    await openAndClose(path);
    const before = await readFile(path);
    await openAndClose(path);
    expect(await readFile(path)).toEqual(before);
  });

  it("continues the interrupted run of a store of version 1", async () => {
    const path = await makeDatabase(await readText("fixtures/store/v1.sql"));
    const store = await openSqliteStore(path);
    const { run, resumed } = await store.beginRun(SCOPE, "2026-02-01T00:00:00.000Z", runId("2"));
    expect({ run, resumed }).toEqual({
      run: { id: "1", scope: SCOPE, startedAt: "2026-01-01T00:00:00.000Z", finishedAt: null },
      resumed: true,
    });
    expect(await store.doneTargets(run.id)).toEqual(new Set(["project:1"]));
    await store.putTarget(run.id, makeFacts("project:2"), "2026-02-01T00:00:00.000Z");
    await store.finishRun(run.id, "2026-02-01T00:00:00.000Z");
    // What version 1 wrote knows nothing of watermarks, settings and bounds: the next sweep reads it whole.
    const { mark: _, settings: ___, coverage, ...old } = makeFacts("project:1");
    const { bounds: __, ...counts } = coverage;
    expect(await readAll(store)).toEqual([{ ...old, coverage: counts }, makeFacts("project:2")]);
    await store.close();
    const fresh = join(await makeTemporaryFolder(), "facts.db");
    await openAndClose(fresh);
    expect(dumpSchema(path)).toEqual(dumpSchema(fresh));
  });
});

describe("opening what is no store of this version", () => {
  it("refuses a store of a newer version, says so and leaves it alone", async () => {
    const path = join(await makeTemporaryFolder(), "facts.db");
    await openAndClose(path);
    runSql(path, "INSERT INTO vaultbound_migration VALUES ('9999-future', '2030-01-01T00:00:00.000Z')");
    const copy = `${path}.copy`;
    await copyFile(path, copy);
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: "STORE_UNUSABLE",
      message: `Cannot use the store ${path}: a newer version of vaultbound wrote it (schema 9999-future); use that version or another store`,
    });
    expect(await readFile(path)).toEqual(await readFile(copy));
  });

  it("leaves nothing of a migration that fails half-way", async () => {
    const path = await makeDatabase(`${MIGRATION_TABLE}; CREATE TABLE gap (x)`);
    await expect(openSqliteStore(path)).rejects.toMatchObject({ code: "STORE_UNUSABLE" });
    expect(dumpSchema(path).filter((sql) => !sql.includes("vaultbound_migration"))).toEqual([
      "CREATE TABLE gap (x)",
    ]);
  });

  it("refuses the database of another program and leaves it alone", async () => {
    const path = await makeDatabase("CREATE TABLE bookmark (url TEXT)");
    const before = await readFile(path);
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: "STORE_UNUSABLE",
      message: expect.stringContaining("the database of another program"),
    });
    expect(await readFile(path)).toEqual(before);
  });
});
