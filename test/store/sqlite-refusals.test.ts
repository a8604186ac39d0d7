/** A SQLite store where the system says no: a file that may only be read, a disk that is full, a lock that stays. */
import { spawnSync, type SpawnSyncOptions } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { runId } from "../../src/model/ids.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { readAll } from "./read-all.ts";
import { makeFacts, SCOPE } from "./sample-facts.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const NOW = "2026-01-01T00:00:00.000Z";
const SQLITE = join(import.meta.dirname, "../../src/store/sqlite.ts");
const FACTS = join(import.meta.dirname, "sample-facts.ts");

const fill = async (path: string): Promise<void> => {
  const store = await openSqliteStore(path);
  await store.beginRun(SCOPE, NOW, runId("1"));
  await store.putTarget(runId("1"), makeFacts("project:1"), NOW);
  await store.close();
};

/** A process that writes to the store and says how that ended. */
const script = (path: string, findings: number): string => `
  import { openSqliteStore } from ${JSON.stringify(SQLITE)};
  import { makeFacts } from ${JSON.stringify(FACTS)};
  try {
    const store = await openSqliteStore(${JSON.stringify(path)});
    await store.putTarget("1", makeFacts("project:2", ${findings}), ${JSON.stringify(NOW)});
    console.log("stored");
  } catch (error) {
    console.log(error.code, error.message);
  }`;

const NODE = [process.execPath, "--input-type=module", "--eval"] as const;

const tell = (words: readonly string[], options: SpawnSyncOptions = {}): string => {
  const [command = "", ...rest] = words;
  const { stdout, stderr } = spawnSync(command, rest, { ...options, encoding: "utf8" });
  expect(stderr).toBe("");
  return String(stdout).trim();
};

const isRoot = process.getuid?.() === 0;
/** Root may write everywhere. */
const SOMEBODY = isRoot ? { uid: 65_534, gid: 65_534 } : {};

describe("a SQLite store", () => {
  it.skipIf(process.platform === "win32")("that may only be read is said to be one", async () => {
    // Not in a folder of its owner's only: somebody else has to get at it.
    const folder = await mkdtemp(join(tmpdir(), "vaultbound-store-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await chmod(folder, 0o755);
    const path = join(folder, "facts.db");
    await fill(path);
    await chmod(path, 0o444);
    if (!isRoot) await chmod(folder, 0o555);
    expect(tell([...NODE, script(path, 1)], SOMEBODY)).toBe(
      `STORE_UNUSABLE Cannot use the store ${path}: it cannot be written`,
    );
    await chmod(folder, 0o755);
  });

  it.skipIf(process.platform === "win32")(
    "on a disk that is full says so and keeps what it had",
    async () => {
      const path = join(await makeTemporaryFolder(), "facts.db");
      await fill(path);
      // No file may grow beyond 1 MiB: to the program that is a disk without room.
      const limited = ["bash", "-c", 'ulimit -f 1024; exec "$@"', "bash", ...NODE, script(path, 20_000)];
      expect(tell(limited)).toMatch(
        /^STORE_UNUSABLE Cannot use the store .*: (?:the disk is full|reading or writing the file failed)$/,
      );
      const store = await openSqliteStore(path);
      expect(await readAll(store)).toEqual([makeFacts("project:1")]);
      await store.close();
    },
  );

  it("can be read while another process keeps it locked, and is written when that lets go", async () => {
    const path = join(await makeTemporaryFolder(), "facts.db");
    await fill(path);
    const holder = new DatabaseSync(path);
    holder.exec("BEGIN IMMEDIATE");
    const store = await openSqliteStore(path);
    const writing = store.putTarget(runId("1"), makeFacts("project:2"), NOW);
    setTimeout(() => holder.exec("COMMIT"), 200);
    await writing;
    expect(await readAll(store)).toHaveLength(2);
    holder.close();
    await store.close();
  });
});
