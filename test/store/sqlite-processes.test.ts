/** The SQLite store among processes: killed ones, several at once, and one with little memory. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { runId } from "../../src/model/ids.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import { normalizeFacts } from "../../src/store/facts-schema.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { readAll } from "./read-all.ts";
import { OTHER_SCOPE, SCOPE } from "./sample-facts.ts";
import { type ChildTask, makeTaskFacts } from "./store-child.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const CHILD = join(import.meta.dirname, "store-child.ts");

/** So many that five killed writers do not come to the end. */
const TARGETS = 60;

const start = (task: ChildTask, ...nodeOptions: readonly string[]): ChildProcess =>
  spawn(process.execPath, [...nodeOptions, CHILD, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "pipe"],
  });

const collect = async (stream: ChildProcess["stdout"]): Promise<string> =>
  stream === null ? "" : text(stream);

/** Lets the child run to its end; what it printed, if it went well. */
const finish = async (child: ChildProcess): Promise<string> => {
  const [output, errors] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    child.exitCode ?? once(child, "exit"),
  ]);
  expect({ errors, code: child.exitCode, signal: child.signalCode }).toEqual({
    errors: "",
    code: 0,
    signal: null,
  });
  return output;
};

/** Kills the child some milliseconds after it has stored so many targets; the numbers it said it stored. */
const killAfter = async (
  child: ChildProcess,
  targets: number,
  milliseconds: number,
): Promise<readonly number[]> => {
  let output = "";
  const exit = once(child, "exit");
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk);
    if (output.split("\n").length <= targets) continue;
    await pause(milliseconds);
    child.kill("SIGKILL");
  }
  await exit;
  const lines = output.split("\n").slice(0, -1);
  return lines.map(Number);
};

const readStoreFile = async (path: string, scope = SCOPE): Promise<TargetFacts[]> => {
  const store = await openSqliteStore(path);
  const all = await readAll(store, scope);
  await store.close();
  return all;
};

const makeExpected = (task: ChildTask): readonly TargetFacts[] =>
  Array.from({ length: task.targets }, (_, number) => normalizeFacts(makeTaskFacts(task, number)));

const checkIntegrity = (path: string): void => {
  const database = new DatabaseSync(path);
  expect(database.prepare("PRAGMA integrity_check").all()).toMatchObject([{ integrity_check: "ok" }]);
  expect(database.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  database.close();
};

it("keeps every target whole when its writer is killed, and the next writer ends with the same facts", async () => {
  const path = join(await makeTemporaryFolder(), "facts.db");
  const first: ChildTask = { path, scope: SCOPE, run: "1", targets: TARGETS, findings: 600 };
  await finish(start(first));
  const second = { ...first, run: "2" };
  const before = makeExpected(first).map((facts) => JSON.stringify(facts));
  const after = makeExpected(second).map((facts) => JSON.stringify(facts));
  const stored = new Set<number>();
  for (const byte of createSeededRandom("kill").bytes(5)) {
    const acknowledged = await killAfter(start(second), 1 + (byte % 4), byte % 25);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const number of acknowledged) stored.add(number);
    checkIntegrity(path);
    const now = (await readStoreFile(path)).map((facts) => JSON.stringify(facts));
    const states = now.map((facts, number) => facts === after[number]);
    // Whole facts of the one run or of the other.
    expect(now).toEqual(states.map((isNew, number) => (isNew ? after[number] : before[number])));
    // What was acknowledged is there; the last line of the killed process may be missing.
    for (const number of stored) expect(states[number]).toBe(true);
    expect(states.filter(Boolean).length - stored.size).toBeLessThanOrEqual(1);
    states.forEach((isNew, number) => isNew && stored.add(number));
  }
  expect(stored.size).toBeLessThan(TARGETS);
  const rest = await finish(start(second));
  expect(rest.split("\n")).toHaveLength(TARGETS - stored.size + 1);
  expect((await readStoreFile(path)).map((facts) => JSON.stringify(facts))).toEqual(after);
}, 120_000);

it("takes writes of several processes at once, from the very first moment of the file", async () => {
  const path = join(await makeTemporaryFolder(), "new", "facts.db");
  const alone: ChildTask = { path, scope: OTHER_SCOPE, run: "1", targets: 40, findings: 100 };
  const shared = { ...alone, scope: SCOPE };
  const tasks = [alone, { ...shared, run: "2" }, { ...shared, run: "3" }];
  await Promise.all(tasks.map((task) => finish(start(task))));
  checkIntegrity(path);
  expect(await readStoreFile(path, OTHER_SCOPE)).toEqual(makeExpected(alone));
  const both = await readStoreFile(path, SCOPE);
  expect(both.map(({ findings }) => findings.length)).toEqual(Array.from({ length: 40 }, () => 100));
}, 120_000);

it("takes writes of two stores of one process at once", async () => {
  const path = join(await makeTemporaryFolder(), "facts.db");
  const tasks = [SCOPE, OTHER_SCOPE].map((scope, index) => ({
    path,
    scope,
    run: String(index),
    targets: 20,
    findings: 600,
  }));
  const stores = await Promise.all(tasks.map(() => openSqliteStore(path)));
  await Promise.all(
    tasks.map(async (task, index) => {
      const store = stores[index];
      await store?.beginRun(task.scope, "2026-01-01T00:00:00.000Z", runId(task.run));
      for (let number = 0; number < task.targets; number += 1) {
        await store?.putTarget(runId(task.run), makeTaskFacts(task, number), "2026-01-01T00:00:01.000Z");
      }
    }),
  );
  await Promise.all(stores.map((store) => store.close()));
  for (const task of tasks) expect(await readStoreFile(path, task.scope)).toEqual(makeExpected(task));
}, 60_000);

it("writes and reads more than fits in memory, target by target", async () => {
  const path = join(await makeTemporaryFolder(), "facts.db");
  const task: ChildTask = {
    path,
    scope: SCOPE,
    run: "1",
    targets: 50,
    findings: 1000,
    padding: 3000,
    isReading: true,
  };
  // 150 MB of padding alone pass through a heap of 64 MB.
  const output = await finish(start(task, "--max-old-space-size=64"));
  expect(output).toContain("read 50000\n");
}, 120_000);
