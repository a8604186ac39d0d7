/** A whole sweep into PostgreSQL: the same inventory as from SQLite, and no value or password anywhere. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expandTemplate } from "../../src/rules/template.ts";
import { plantedSecrets } from "../sample-gitlab/planted.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { removeTestFolders } from "../support/git-repository.ts";
import { runCli } from "../support/run-cli.ts";
import { startPglite, type TestDatabase } from "./pglite.ts";

const PASSWORD = expandTemplate("{{b62 24 seed=postgres-sweep}}");

let gitlab: SampleGitLab;
let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), "vaultbound-store-"));
beforeAll(async () => {
  [gitlab, database] = await Promise.all([startSampleGitLab(), startPglite()]);
});
afterAll(async () => {
  await gitlab.close();
  await database.close();
  removeTestFolders();
  rmSync(folder, { recursive: true, force: true });
});

interface Report {
  readonly run: unknown;
  readonly entries: readonly unknown[];
}

const sweep = async (store: string): Promise<Omit<Report, "run">> => {
  const { code, stdout, stderr } = await runCli(
    ["sweep", "acme/web", "--gitlab-url", gitlab.url, "--format", "json", "--progress", "none"],
    { env: { GITLAB_TOKEN: gitlab.tokens.owner, VAULTBOUND_STORE: store } },
  );
  expect({ code, stderr }).toMatchObject({ code: 3 });
  expect(stdout + stderr).not.toContain(PASSWORD);
  // Our own schema. The run has a clock of its own.
  const { run: _, ...rest } = JSON.parse(stdout) as Report;
  return rest;
};

it("gives the same inventory, also the second time, and keeps no value", async () => {
  const url = database.url.replace("postgres@", `postgres:${PASSWORD}@`);
  const expected = await sweep(join(folder, "store.sqlite"));
  expect(expected.entries.length).toBeGreaterThan(5);
  expect(await sweep(url)).toEqual(expected);
  expect(await sweep(url)).toEqual(await sweep(join(folder, "store.sqlite")));
  const columns = await database.run(
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'vaultbound' AND data_type = 'text'",
  );
  const texts: string[] = [];
  for (const { table_name: table, column_name: column } of columns)
    for (const row of await database.run(`SELECT "${column}" AS text FROM vaultbound."${table}"`))
      texts.push(String(row["text"]));
  const stored = texts.join("\n");
  expect(stored.length).toBeGreaterThan(10_000);
  const values = plantedSecrets(gitlab.company).map(({ value }) => value);
  expect(values.filter((value) => value.length >= 8 && stored.includes(value))).toEqual([]);
}, 240_000);
