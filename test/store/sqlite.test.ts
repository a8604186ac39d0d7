/** The SQLite store: the contract, and what only a file can get wrong. */
import { spawnSync } from "node:child_process";
import { chmod, mkdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { runId, targetId } from "../../src/model/ids.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { storeContract } from "../contracts/store-contract.ts";
import { readAll } from "./read-all.ts";
import { makeFacts, makeFinding, PROVENANCES, SCOPE } from "./sample-facts.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

storeContract("SQLite in memory", () => openSqliteStore(":memory:"));
storeContract("SQLite file", async () => openSqliteStore(join(await makeTemporaryFolder(), "facts.db")));

const SQLITE = join(import.meta.dirname, "../../src/store/sqlite.ts");
const NOW = "2026-01-01T00:00:00.000Z";

const runSql = (path: string, sql: string): void => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};

const query = (path: string, sql: string): unknown => {
  const database = new DatabaseSync(path);
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
};

/** A closed store with one target of a finished run. */
const makeStoreFile = async (): Promise<string> => {
  const path = join(await makeTemporaryFolder(), "facts.db");
  const store = await openSqliteStore(path);
  await store.beginRun(SCOPE, NOW, runId("1"));
  await store.putTarget(runId("1"), makeFacts("project:1"), NOW);
  await store.finishRun(runId("1"), NOW);
  await store.close();
  return path;
};

describe("the file of a SQLite store", () => {
  it("holds the facts when it is opened again", async () => {
    const store = await openSqliteStore(await makeStoreFile());
    expect(await readAll(store)).toEqual([makeFacts("project:1")]);
    expect(await store.latestRun(SCOPE)).toMatchObject({ id: "1", finishedAt: NOW });
    await store.close();
  });

  it("keeps no row of a target that was dropped", async () => {
    const path = await makeStoreFile();
    const store = await openSqliteStore(path);
    await store.beginRun(SCOPE, NOW, runId("2"));
    await store.finishRun(runId("2"), NOW);
    await store.close();
    for (const table of ["target", "finding", "usage", "gap", "target_run"]) {
      expect(query(path, `SELECT count(*) AS rows FROM "${table}"`)).toEqual([{ rows: 0 }]);
    }
  });

  it("repeats places in columns of their own, in characters every database keeps", async () => {
    const path = join(await makeTemporaryFolder(), "facts.db");
    const store = await openSqliteStore(path);
    await store.beginRun(SCOPE, NOW, runId("1"));
    const target = targetId("project:1");
    const text = "a\0b\ud800c😀";
    await store.putTarget(
      runId("1"),
      {
        ...makeFacts("project:1"),
        findings: PROVENANCES.map((provenance, number) =>
          makeFinding({
            target,
            number,
            provenance: "path" in provenance ? { ...provenance, path: text } : provenance,
          }),
        ),
        usages: [{ target, path: text, line: 4, job: text, variable: text, environment: null }],
      },
      NOW,
    );
    await store.close();
    const clean = "a\uFFFDb\uFFFDc😀";
    expect(query(path, "SELECT source, path, line FROM finding ORDER BY line")).toEqual([
      { source: "worktree", path: clean, line: 1 },
      { source: "history", path: clean, line: 2 },
      { source: "pipeline", path: clean, line: 3 },
      { source: "commit-message", path: null, line: 4 },
      { source: "variable", path: "DEPLOY_TOKEN", line: 5 },
      { source: "issue", path: clean, line: 6 },
      { source: "stdin", path: clean, line: 7 },
    ]);
    expect(query(path, "SELECT variable, path, line FROM usage")).toEqual([
      { variable: clean, path: clean, line: 4 },
    ]);
  });

  it("can be read while another process writes", async () => {
    const path = await makeStoreFile();
    const writer = new DatabaseSync(path);
    writer.exec("BEGIN IMMEDIATE; DELETE FROM finding");
    const reader = await openSqliteStore(path);
    expect(await readAll(reader)).toEqual([makeFacts("project:1")]);
    writer.close();
    await reader.close();
  });

  it("finishes a write under way before it is closed", async () => {
    const path = await makeStoreFile();
    const store = await openSqliteStore(path);
    const writing = store.putTarget(runId("1"), makeFacts("project:2", 1000), NOW);
    await store.close();
    await expect(writing).resolves.toBeUndefined();
    const again = await openSqliteStore(path);
    expect((await readAll(again)).map(({ findings }) => findings.length)).toEqual([1, 1000]);
    await again.close();
  });

  // Windows knows no such modes.
  it.runIf(process.platform !== "win32").each([
    [0o000, "outer/inner"],
    [0o022, "outer/inner"],
    [0o277, "outer"],
    [0o777, "outer"],
  ])("is its owner's only, with its folders and side files, under umask %o", async (mask, place) => {
    const folder = await makeTemporaryFolder();
    const path = join(folder, place, "facts.db");
    const files = [join(folder, "outer"), join(folder, place), path, `${path}-wal`, `${path}-shm`];
    const script = `
      import { statSync } from "node:fs";
      import { openSqliteStore } from ${JSON.stringify(SQLITE)};
      process.umask(${mask});
      const store = await openSqliteStore(${JSON.stringify(path)});
      await store.beginRun("scope", "2026", "1");
      console.log(${JSON.stringify(files)}.map((file) => (statSync(file).mode & 0o777).toString(8)).join());
      await store.close();`;
    const options = ["--input-type=module", "--eval", script];
    const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "700,700,600,600,600\n", stderr: "" });
  });

  it.runIf(process.platform !== "win32")("keeps the mode its owner gave it", async () => {
    const path = await makeStoreFile();
    await chmod(path, 0o640);
    await (await openSqliteStore(path)).close();
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });
});

describe("a SQLite store that cannot be used", () => {
  it.each(["file/facts.db", "file/deeper/facts.db", "folder"])(
    "is refused where no file can be: %s",
    async (place) => {
      const folder = await makeTemporaryFolder();
      await writeFile(join(folder, "file"), "");
      await mkdir(join(folder, "folder"));
      const path = join(folder, place);
      await expect(openSqliteStore(path)).rejects.toMatchObject({
        code: "STORE_UNUSABLE",
        message: expect.stringContaining(`Cannot use the store ${path}: `),
        cause: expect.any(Error),
      });
    },
  );

  it("is refused when the file holds something else", async () => {
    const path = join(await makeTemporaryFolder(), "facts.db");
    const bytes = createSeededRandom("no database").bytes(20_000);
    await writeFile(path, bytes);
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: "STORE_UNUSABLE",
      message: `Cannot use the store ${path}: the file is not a database`,
    });
    expect(Buffer.compare(await readFile(path), bytes)).toBe(0);
  });

  it("is reported when the file was cut", async () => {
    const path = await makeStoreFile();
    await truncate(path, (await stat(path)).size / 2);
    const use = async (): Promise<unknown> => readAll(await openSqliteStore(path));
    await expect(use()).rejects.toMatchObject({
      code: "STORE_UNUSABLE",
      message: expect.stringContaining("damaged"),
    });
  });

  it.each([
    [
      "UPDATE finding SET location_json = '{'",
      "the facts of project:1 cannot be read (a column does not hold JSON)",
    ],
    [
      "UPDATE finding SET confidence = 'sure'",
      '(findings.0.confidence: expected ("high" | "medium" | "low"))',
    ],
    ["UPDATE finding SET facts_json = '[\"a\"]'", "(findings.0.facts: expected texts by name)"],
    ["UPDATE target SET coverage_json = '{}'", "(coverage.blobs: expected "],
    ["UPDATE target SET target_json = 'null'", "(target: expected Object)"],
    ["UPDATE usage SET usage_json = '[]'", "(usages.0.target: expected "],
    ["UPDATE gap SET gap_json = '1'", "(gaps.0: expected Object)"],
  ])("is reported when a row was changed by hand: %s", async (sql, detail) => {
    const path = await makeStoreFile();
    runSql(path, sql);
    const store = await openSqliteStore(path);
    await expect(readAll(store)).rejects.toMatchObject({
      code: "STORE_UNUSABLE",
      message: expect.stringContaining(detail),
    });
    await store.close();
  });

  it("is reported when a run was changed by hand", async () => {
    const path = await makeStoreFile();
    runSql(path, "UPDATE run SET started_at = x'00'");
    const store = await openSqliteStore(path);
    await expect(store.latestRun()).rejects.toMatchObject({
      code: "STORE_UNUSABLE",
      message: `Cannot use the store ${path}: a run cannot be read`,
    });
    await store.close();
  });

  it.each(["ABORT", "ROLLBACK"])(
    "keeps the old facts whole when a write fails half-way by %s",
    async (how) => {
      const path = await makeStoreFile();
      const store = await openSqliteStore(path);
      const trigger = `CREATE TRIGGER stop BEFORE INSERT ON finding WHEN new.position = 600
      BEGIN SELECT RAISE(${how}, 'stop'); END`;
      runSql(path, trigger);
      await expect(store.putTarget(runId("1"), makeFacts("project:1", 1000), NOW)).rejects.toMatchObject({
        code: "STORE_UNUSABLE",
        message: `Cannot use the store ${path}: SQLite reports: constraint failed`,
      });
      expect(await readAll(store)).toEqual([makeFacts("project:1")]);
      runSql(path, "DROP TRIGGER stop");
      await store.putTarget(runId("1"), makeFacts("project:1", 1000), NOW);
      expect((await readAll(store))[0]?.findings).toHaveLength(1000);
      await store.close();
    },
  );

  it("is refused after it was closed", async () => {
    const store = await openSqliteStore(":memory:");
    await store.close();
    await expect(store.latestRun()).rejects.toMatchObject({ code: "STORE_UNUSABLE" });
  });
});
