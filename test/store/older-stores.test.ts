/** A store of every released schema opens, keeps its facts and its sightings, and goes on; also after a kill. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { runId, targetId } from "../../src/model/ids.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import { listMigrations } from "../../src/store/migrations.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import type { Store } from "../../src/store/store.ts";
import { readAll } from "./read-all.ts";
import { makeFacts, SCOPE } from "./sample-facts.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/store");
const STORE = join(import.meta.dirname, "../../src/store");
const MIGRATIONS = Object.keys(listMigrations({ text: "text" }));
const at = (day: number): string => `2026-01-0${day}T00:00:00.000Z`;

/** A file as that version left it. */
const makeOld = async (version: number): Promise<string> => {
  const path = join(await makeTemporaryFolder(), "facts.db");
  const database = new DatabaseSync(path);
  database.exec(readFileSync(join(FIXTURES, `v${version}.sql`), "utf8"));
  database.close();
  return path;
};

const dump = (path: string, sql: string): unknown => {
  const database = new DatabaseSync(path);
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
};
const listTables = (path: string): unknown =>
  dump(path, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name");
const listApplied = (path: string): unknown =>
  dump(path, "SELECT name FROM vaultbound_migration ORDER BY name");

const readSightings = async (store: Store): Promise<readonly unknown[]> => {
  const rows = [];
  for await (const { target, firstSeen, lastSeen, goneAt } of store.readSightings(SCOPE))
    rows.push([target, firstSeen, lastSeen, goneAt]);
  return rows;
};

/** Every schema that somebody may have on disk: whoever adds a migration puts a store of the one before it there. */
const VERSIONS = MIGRATIONS.slice(0, -1).map((_, index) => index + 1);

it("has one of every older schema", () => {
  expect(readdirSync(FIXTURES).sort()).toEqual(VERSIONS.map((version) => `v${version}.sql`));
});

/** What version 2 knew of the sample. */
const makeOldFacts = (id: string): TargetFacts => {
  const { settings: _, ...facts } = makeFacts(id);
  return facts;
};

describe("a store of version 2", () => {
  it("opens, and keeps its facts, watermarks and sightings", async () => {
    const store = await openSqliteStore(await makeOld(2));
    expect(await readAll(store)).toEqual(["project:1", "project:2"].map(makeOldFacts));
    const [first, gone] = [
      ["project:1", at(1), at(2), null],
      ["project:1", at(1), at(1), at(2)],
    ];
    const sightings = await readSightings(store);
    expect(sightings).toHaveLength(3);
    expect(sightings).toEqual(expect.arrayContaining([first, gone, ["project:2", at(1), at(1), null]]));
    await store.close();
  });

  it("goes on with its interrupted run, and drops what that does not see", async () => {
    const store = await openSqliteStore(await makeOld(2));
    const { run, resumed } = await store.beginRun(SCOPE, at(3), runId("3"));
    expect({ id: run.id, resumed }).toEqual({ id: "2", resumed: true });
    expect(await store.doneTargets(run.id)).toEqual(new Set(["project:1"]));
    await store.finishRun(run.id, at(3));
    expect(await store.readTarget(SCOPE, targetId("project:2"))).toBeNull();
    expect((await readSightings(store)).filter((row) => JSON.stringify(row).includes("project:2"))).toEqual([
      ["project:2", at(1), at(1), at(2)],
    ]);
    await store.close();
  });
});

describe.each(VERSIONS)("a store of version %i", (version) => {
  /** The facts as the older program wrote them, by its own SQL. */
  const readOld = async (path: string): Promise<readonly TargetFacts[]> => {
    const store = await openSqliteStore(path);
    const facts = await readAll(store);
    await store.close();
    return facts;
  };

  it("loses nothing when the program is killed in the middle of bringing it up to date", async () => {
    const path = await makeOld(version);
    const before = [listTables(path), listApplied(path), dump(path, "SELECT * FROM finding")];
    // Runs every migration there is, says so, and never comes to the end of the last one.
    const script = `
      import { DatabaseSync } from "node:sqlite";
      import { Kysely } from "kysely";
      import { Migrator } from "kysely/migration";
      import { listMigrations } from ${JSON.stringify(join(STORE, "migrations.ts"))};
      import { createNodeSqliteDialect } from ${JSON.stringify(join(STORE, "node-sqlite-dialect.ts"))};
      const db = new Kysely({ dialect: createNodeSqliteDialect(new DatabaseSync(${JSON.stringify(path)})) });
      const migrations = listMigrations({ text: "text" });
      const last = Object.keys(migrations).at(-1);
      const up = async (tx) => {
        await migrations[last].up(tx);
        console.log("half-way");
        setInterval(() => {}, 1000);
        await new Promise(() => {});
      };
      await new Migrator({
        db,
        provider: { getMigrations: async () => ({ ...migrations, [last]: { up } }) },
        migrationTableName: "vaultbound_migration",
        migrationLockTableName: "vaultbound_migration_lock",
      }).migrateToLatest();`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: join(STORE, "../.."),
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "close");
    expect([listTables(path), listApplied(path), dump(path, "SELECT * FROM finding")]).toEqual(before);
    const facts = await readOld(path);
    expect(facts).toEqual(await readOld(await makeOld(version)));
    expect(facts.length).toBeGreaterThan(0);
    expect(listApplied(path)).toEqual(MIGRATIONS.map((name) => ({ name })));
  });
});
