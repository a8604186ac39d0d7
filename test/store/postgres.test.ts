/** The PostgreSQL store, through the real driver over TCP, against PGlite; test/shared has a real server. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkStore } from "../../src/commands/doctor-machine.ts";
import { runId } from "../../src/model/ids.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { describeStore } from "../../src/store/postgres-address.ts";
import { openStore } from "../../src/store/registry.ts";
import type { Store } from "../../src/store/store.ts";
import { storeContract } from "../contracts/store-contract.ts";
import { runCli } from "../support/run-cli.ts";
import { startPglite, type TestDatabase } from "./pglite.ts";
import { readAll } from "./read-all.ts";
import { makeFacts, SCOPE } from "./sample-facts.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startPglite();
});
afterAll(() => database.close());

storeContract("PostgreSQL (PGlite)", async () => {
  await database.reset();
  return openStore(database.url);
});

const NOW = "2026-01-01T00:00:00.000Z";
const PASSWORD = expandTemplate("{{b62 24 seed=pglite}}");

/** A new store with a run, and what it shows of its address. */
const openNew = async (): Promise<{ readonly store: Store; readonly shown: string }> => {
  await database.reset();
  const store = await openStore(database.url);
  await store.beginRun(SCOPE, NOW, runId("1"));
  return { store, shown: describeStore(database.url) };
};

const failOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe("a PostgreSQL database", () => {
  it("holds the facts when it is opened again", async () => {
    const { store } = await openNew();
    await store.putTarget(runId("1"), makeFacts("project:1"), NOW);
    await store.close();
    const again = await openStore(database.url);
    expect(await readAll(again)).toEqual([makeFacts("project:1")]);
    await again.close();
  });

  it("gives the same bytes as SQLite for the same facts", async () => {
    const { store } = await openNew();
    const other = await openStore(":memory:");
    await other.beginRun(SCOPE, NOW, runId("1"));
    const texts = [];
    for (const each of [store, other]) {
      for (const id of ["path:/\uff5e", "path:/z", "path:/\u{1f600}", "path:/\u00e9", "path:/Z"])
        await each.putTarget(runId("1"), makeFacts(id, 40), NOW);
      const sightings = [];
      for await (const sighting of each.readSightings(SCOPE)) sightings.push(sighting);
      texts.push(JSON.stringify([await readAll(each), sightings]));
      await each.close();
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it("keeps everything in a schema of its own, and compares all its text by code point", async () => {
    const { store } = await openNew();
    await store.close();
    expect(
      await database.run(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'vaultbound' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'",
      ),
    ).toEqual([]);
    expect(
      await database.run("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"),
    ).toEqual([]);
  });

  it("has the tables and columns that schema.sql documents", async () => {
    const { store } = await openNew();
    await store.close();
    const documented = new DatabaseSync(":memory:");
    documented.exec(await readFile(join(import.meta.dirname, "../../src/store/schema.sql"), "utf8"));
    const expected = documented
      .prepare(
        "SELECT t.name || '.' || c.name AS name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'",
      )
      .all()
      .map(({ name }) => name);
    const columns = await database.run(
      "SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'vaultbound'",
    );
    expect(columns.map(({ name }) => name).sort()).toEqual(expected.sort());
  });

  it("refuses an id with a character that it cannot store, clearly, and keeps what it had", async () => {
    const { store, shown } = await openNew();
    await store.putTarget(runId("1"), makeFacts("project:1"), NOW);
    expect(await failOf(store.putTarget(runId("1"), makeFacts("project:\0"), NOW))).toMatchObject({
      code: "STORE_UNUSABLE",
      message: `Cannot use the store ${shown}: a text holds a character that it cannot store (NUL)`,
    });
    expect(await readAll(store)).toEqual([makeFacts("project:1")]);
    await store.close();
  });

  it("takes line numbers beyond its integers", async () => {
    const { store } = await openNew();
    const facts = makeFacts("project:1");
    const findings = facts.findings.map((finding) => ({
      ...finding,
      location: { ...finding.location, region: { line: 2 ** 40, column: 1, endLine: 2 ** 40, endColumn: 2 } },
    }));
    const usages = facts.usages.map((usage) => ({ ...usage, line: 2 ** 40 }));
    await store.putTarget(runId("1"), { ...facts, findings, usages }, NOW);
    expect(await readAll(store)).toEqual([{ ...facts, findings, usages }]);
    await store.close();
  });

  it("keeps the old facts whole when a write fails half-way", async () => {
    const { store, shown } = await openNew();
    await store.putTarget(runId("1"), makeFacts("project:1"), NOW);
    await database.run("ALTER TABLE vaultbound.finding ADD CONSTRAINT few CHECK (position < 600)");
    expect(await failOf(store.putTarget(runId("1"), makeFacts("project:1", 1000), NOW))).toMatchObject({
      code: "STORE_UNUSABLE",
      message: `Cannot use the store ${shown}: PostgreSQL reports error 23514`,
    });
    expect(await readAll(store)).toEqual([makeFacts("project:1")]);
    await database.run("ALTER TABLE vaultbound.finding DROP CONSTRAINT few");
    await store.putTarget(runId("1"), makeFacts("project:1", 1000), NOW);
    expect((await readAll(store))[0]?.findings).toHaveLength(1000);
    await store.close();
  });

  it("is refused when a newer version wrote it, and left alone", async () => {
    const { store, shown } = await openNew();
    await store.close();
    await database.run("INSERT INTO vaultbound.vaultbound_migration VALUES ('9999-future', '2030')");
    expect(await failOf(openStore(database.url))).toMatchObject({
      code: "STORE_UNUSABLE",
      message: `Cannot use the store ${shown}: a newer version of vaultbound wrote it (schema 9999-future); use that version or another store`,
    });
  });

  it("keeps nothing of a migration that fails half-way, and makes up for it", async () => {
    await database.reset();
    await database.run("CREATE SCHEMA vaultbound");
    await database.run("CREATE TABLE vaultbound.gap (x integer)");
    expect(await failOf(openStore(database.url))).toMatchObject({ code: "STORE_UNUSABLE" });
    const tables = await database.run(
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'vaultbound' AND table_name NOT LIKE 'vaultbound%'",
    );
    expect(tables).toEqual([{ table_name: "gap" }]);
    await database.run("DROP TABLE vaultbound.gap");
    await (await openStore(database.url)).close();
  });
});

describe("a PostgreSQL server that cannot be reached", () => {
  it.each([
    ["where nothing listens", "127.0.0.1:1/facts", "nothing answers there"],
    ["whose name nobody knows", "db.invalid/facts", "its name cannot be looked up"],
  ])("is said to be one %s, without the password", async (_, place, detail) => {
    const error = await failOf(openStore(`postgres://me:${PASSWORD}@${place}`));
    expect(error).toMatchObject({
      code: "STORE_UNREACHABLE",
      message: `Cannot reach the store postgres://${place}: ${detail}`,
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD);
  });

  it("is said to be one that offers no TLS where TLS was asked for", async () => {
    expect(await failOf(openStore(`${database.url}?sslmode=require`))).toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringContaining("it does not offer TLS"),
    });
  });

  it("is told by the command line without the password, at its loudest", async () => {
    const url = `postgres://me:${PASSWORD}@127.0.0.1:1/facts`;
    for (const words of [["inventory"], ["changes"]]) {
      const options = { env: { VAULTBOUND_DEBUG: "1" } };
      const { code, stdout, stderr } = await runCli([...words, "--store", url], options);
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("127.0.0.1:1/facts"),
      });
      expect(stdout + stderr).not.toContain(PASSWORD);
    }
  });
});

describe("doctor", () => {
  it("says that a database answers, and makes nothing in it", async () => {
    await database.reset();
    expect(await checkStore(database.url)).toMatchObject({
      verdict: "ok",
      detail: `${describeStore(database.url)} (answers)`,
    });
    expect(await database.run("SELECT 1 FROM pg_namespace WHERE nspname = 'vaultbound'")).toEqual([]);
  });

  it.each([
    ["does not answer", `postgres://me:${PASSWORD}@127.0.0.1:1/facts`],
    ["cannot be understood", `postgres://me:12/${PASSWORD}@127.0.0.1/facts`],
  ])("says that a database %s, without the password", async (_, url) => {
    const result = await checkStore(url);
    expect(result).toMatchObject({ verdict: "unusable" });
    expect(JSON.stringify(result)).not.toContain(PASSWORD);
  });
});

describe("an empty PostgreSQL store", () => {
  it("is told by the command line without the password", async () => {
    await database.reset();
    const url = database.url.replace("postgres@", `postgres:${PASSWORD}@`);
    const { code, stdout, stderr } = await runCli(["inventory"], { env: { VAULTBOUND_STORE: url } });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`The store ${describeStore(url)} holds no sweep yet.`),
    });
    expect(stdout + stderr).not.toContain(PASSWORD);
  });

  it.runIf(process.platform === "linux")("does not keep the password in the list of processes", async () => {
    const url = `postgres://postgres:${PASSWORD}@127.0.0.1:1/facts`;
    const seen: string[] = [];
    await runCli(["sweep", "acme", "--gitlab-url", "http://127.0.0.1:1", "--store", url], {
      env: { GITLAB_TOKEN: "x" },
      onOutput: (_, { pid }) => {
        try {
          seen.push(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
        } catch {
          // It has ended.
        }
      },
    });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.join("\n")).not.toContain(PASSWORD);
  });
});
