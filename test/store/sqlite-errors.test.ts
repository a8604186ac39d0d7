/** Refusals of SQLite, in words for people. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { execWhenUnlocked } from "../../src/store/node-sqlite-dialect.ts";
import { describeSqliteError } from "../../src/store/sqlite-errors.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** The error SQLite itself throws. */
const catchError = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

it("says that the disk is full", () => {
  const database = new DatabaseSync(":memory:");
  database.exec("PRAGMA max_page_count = 2; CREATE TABLE t (x)");
  const error = catchError(() => database.exec("INSERT INTO t VALUES (zeroblob(1000000))"));
  expect(describeSqliteError(error)).toBe("the disk is full");
});

it("gives up after a while when another process keeps the lock, and says so", async () => {
  const path = join(await makeTemporaryFolder(), "facts.db");
  const [holder, waiter] = [new DatabaseSync(path), new DatabaseSync(path)];
  holder.exec("BEGIN IMMEDIATE");
  const error: unknown = await execWhenUnlocked(waiter, "BEGIN IMMEDIATE", 60).catch(
    (reason: unknown) => reason,
  );
  expect(describeSqliteError(error)).toBe("another process keeps it locked");
  holder.exec("COMMIT");
  await execWhenUnlocked(waiter, "BEGIN IMMEDIATE", 60);
  expect(waiter.isTransaction).toBe(true);
  holder.close();
  waiter.close();
});

it("waits for the lock without blocking the thread", async () => {
  const path = join(await makeTemporaryFolder(), "facts.db");
  const [holder, waiter] = [new DatabaseSync(path), new DatabaseSync(path)];
  holder.exec("BEGIN IMMEDIATE");
  const waiting = execWhenUnlocked(waiter, "BEGIN IMMEDIATE");
  setTimeout(() => holder.exec("COMMIT"), 100);
  await waiting;
  expect(waiter.isTransaction).toBe(true);
  holder.close();
  waiter.close();
});

it("falls back to SQLite's general text, which quotes nothing", () => {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE quoted_name (x UNIQUE); INSERT INTO quoted_name VALUES (1)");
  const error = catchError(() => database.exec("INSERT INTO quoted_name VALUES (1)"));
  expect(describeSqliteError(error)).toBe("SQLite reports: constraint failed");
});
