/** What is ignored in a stored sweep: counted and said, back again without a new sweep, and never in the exit code. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { markIgnored } from "../../src/ignore/marks.ts";
import { openStore } from "../../src/store/registry.ts";
import { found, inFile, inVariable, makeFacts, makeProject, RUN } from "../support/facts.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { runCli } from "../support/run-cli.ts";

afterAll(removeTestFolders);

const PROJECT = makeProject("acme/api");
const FACTS = makeFacts(PROJECT, {
  findings: [
    (target) =>
      markIgnored(found("own", inFile("test/a.env"))(target), "repository", ".vaultbound-ignore.yml:3"),
    found("team", inFile("src/b.env")),
    found("open", inVariable("TOKEN")),
  ],
});

const sweepInto = async (folder: string): Promise<string> => {
  const file = join(folder, "store.sqlite");
  const store = await openStore(file);
  const { run } = await store.beginRun(RUN.scope, RUN.startedAt, RUN.id);
  await store.putTarget(run.id, FACTS, RUN.startedAt);
  await store.finishRun(run.id, RUN.startedAt);
  await store.close();
  return file;
};

const inventory = async (...args: readonly string[]) => {
  const folder = makeTestFolder();
  const store = await sweepInto(folder);
  writeFileSync(join(folder, "team.yml"), "ignore:\n  - paths: ['src/**']\n");
  writeFileSync(join(folder, "values.yml"), "- secret_values: ['.*']\n");
  const all = ["inventory", "--store", store, "--format", "jsonl", ...args];
  const { code, stdout, stderr } = await runCli(all, { cwd: folder });
  const lines = stdout.split("\n").filter((line) => line !== "");
  // Our own format.
  const places = lines.map((line) => JSON.parse(line) as { path?: string; key?: string; severity: string });
  return {
    code,
    stderr,
    places: places.map(({ path, key, severity }) => `${path ?? key} ${severity === "info"}`),
  };
};

describe("the inventory of a stored sweep", () => {
  it("leaves out what repositories ignore, and says so", async () => {
    const { places, stderr } = await inventory();
    expect(places.toSorted()).toEqual(["TOKEN false", "src/b.env false"]);
    expect(stderr).toContain(
      "Ignored: 1 secret (1 by the repository's own rules). --show-ignored lists them.",
    );
  });

  it("has it all where repositories have no say", async () => {
    const { places, stderr } = await inventory("--no-repo-ignore");
    expect(places.toSorted()).toEqual(["TOKEN false", "src/b.env false", "test/a.env false"]);
    expect(stderr).not.toContain("Ignored");
  });

  it("heeds a file of one's own without a new sweep, and shows what that ignores", async () => {
    const { places, stderr, code } = await inventory(
      "--ignore",
      "team.yml",
      "--show-ignored",
      "--fail-on",
      "info",
    );
    expect(places.toSorted()).toEqual(["TOKEN false", "src/b.env true", "test/a.env true"]);
    expect(stderr).toContain("Ignored: 2 secrets (1 by the repository's own rules, 1 by your ignore file).");
    expect(code).toBe(1);
  });

  it("says that rules about values need the values", async () => {
    const { places, stderr } = await inventory("--ignore", "values.yml");
    expect(places).toHaveLength(2);
    expect(stderr).toContain("Ignore rules about values take effect in a sweep");
  });
});
