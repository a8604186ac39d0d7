/** Addresses of stores. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runId } from "../../src/model/ids.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { openStore } from "../../src/store/registry.ts";
import { SCOPE } from "./sample-facts.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const PASSWORD = expandTemplate("{{b62 24 seed=store-url}}");

const failOf = async (url: string): Promise<unknown> =>
  openStore(url).then(
    () => null,
    (error: unknown) => error,
  );

describe("openStore", () => {
  it.each([
    ["a plain path", (path: string) => path],
    ["sqlite: and a path", (path: string) => `sqlite:${path}`],
    ["SQLITE: in capitals", (path: string) => `SQLITE:${path}`],
    ["sqlite:// and an absolute path", (path: string) => `sqlite://${path}`],
  ])("keeps facts in a file for %s", async (_, toUrl) => {
    const folder = await makeTemporaryFolder();
    const url = toUrl(join(folder, "facts.db"));
    const store = await openStore(url);
    await store.beginRun(SCOPE, "2026-01-01T00:00:00.000Z", runId("1"));
    await store.close();
    expect(await readdir(folder)).toEqual(["facts.db"]);
    const again = await openStore(url);
    expect(await again.latestRun()).toMatchObject({ id: "1" });
    await again.close();
  });

  it("keeps nothing for memory:", async () => {
    const store = await openStore("memory:");
    await store.beginRun(SCOPE, "2026-01-01T00:00:00.000Z", runId("1"));
    const other = await openStore("memory:");
    expect(await other.latestRun()).toBeNull();
  });

  it.each([
    [
      "an unknown scheme",
      "mysql://HOST",
      '--store: no store of kind "mysql:"; give a file, sqlite:PATH or postgres://…',
    ],
    [
      "a file: address",
      "file:///srv/HOST",
      '--store: no store of kind "file:"; give a file, sqlite:PATH or postgres://…',
    ],
    [
      "a scheme that objects have by themselves",
      "constructor:HOST",
      '--store: no store of kind "constructor:"; give a file, sqlite:PATH or postgres://…',
    ],
    ["SQLite on another host", "sqlite://HOST", "--store: write sqlite:PATH, without a host"],
    ["SQLite without a file", "sqlite:", "--store: the file name is missing"],
    ["nothing", "", "--store: the file name is missing"],
  ])("refuses %s and never repeats a password", async (_, template, message) => {
    const url = template.replace("HOST", `admin:${PASSWORD}@db.example.com/facts`);
    const error = await failOf(url);
    expect(error).toMatchObject({ code: "CONFIG_INVALID", message });
    expect(JSON.stringify([error, String(error)])).not.toContain(PASSWORD);
  });
});
