/** Ignore rules of a scanned repository, which is a stranger's, and of the operator. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readIgnoreList } from "../../src/ignore/read-list.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import { markStored } from "../../src/run/ignoring.ts";
import { scanPath } from "../../src/run/scan-path.ts";
import { DEMO_SCANNER, demoToken } from "../support/demo-rules.ts";
import { makeRepository, makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { makeGitContext } from "../support/scanner.ts";

afterAll(removeTestFolders);

async function* nothing(): AsyncGenerator<Buffer> {
  yield Buffer.from("");
}
const operator = (text: string) => {
  const { list, problems } = readIgnoreList(text, { origin: "operator", file: "team.yml" });
  expect(problems).toEqual([]);
  return [list];
};
const scan = (path: string, team = "ignore: []") =>
  scanPath(
    { path, withHistory: true, input: nothing() },
    { ...DEMO_SCANNER, ignores: operator(team) },
    makeGitContext(),
  );
/** `path: who` of each finding, sorted. */
const marks = ({ findings }: TargetFacts): readonly string[] =>
  findings
    .map(({ location: { provenance }, facts }) =>
      [("path" in provenance && provenance.path) || provenance.kind, facts["ignored_by"] ?? "nobody"].join(
        ": ",
      ),
    )
    .sort();
const OWN = "ignore:\n  - paths: ['test/**']\n";

describe("a repository's own ignore file", () => {
  it("is the working tree's, whatever is committed", async () => {
    const repository = makeRepository();
    repository.commit("start", {
      "test/a.env": `T=${demoToken("a")}\n`,
      "src/b.env": `T=${demoToken("b")}\n`,
      ".vaultbound-ignore.yml": "ignore: []\n",
    });
    repository.write(".vaultbound-ignore.yml", OWN);
    expect(marks(await scan(repository.path))).toEqual([
      "src/b.env: nobody",
      "test/a.env: repository's .vaultbound-ignore.yml:2",
    ]);
  });

  it("is that of HEAD where there is no working tree, and holds for old versions too", async () => {
    const repository = makeRepository();
    repository.commit("start", { "test/a.env": `T=${demoToken("a")}\n`, ".vaultbound-ignore.yml": OWN });
    repository.commit("change", { "test/a.env": "T=1\n" });
    const bare = makeTestFolder();
    repository.git("clone", "--quiet", "--bare", repository.path, bare);
    expect(marks(await scan(bare))).toEqual(["test/a.env: repository's .vaultbound-ignore.yml:2"]);
  });

  it("is read in a plain folder, in both formats, values compared in memory", async () => {
    const folder = makeTestFolder();
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    write("a.env", `T=${demoToken("a")}\n`);
    write("b.env", `T=${demoToken("b")}\n`);
    mkdirSync(join(folder, ".hashicorp/vault-radar"), { recursive: true });
    const value = demoToken("a").slice("demo_".length);
    write(".hashicorp/vault-radar/ignore.yaml", `- secret_values: ['${value.slice(0, 6)}.*']\n`);
    const facts = await scan(folder);
    expect(marks(facts)).toEqual([
      "a.env: repository's .hashicorp/vault-radar/ignore.yaml:1",
      "b.env: nobody",
    ]);
    expect(JSON.stringify(facts)).not.toContain(value.slice(0, 6));
  });

  it("is a gap where it is wrong, and everything is reported", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "a.env"), `T=${demoToken("a")}\n`);
    writeFileSync(join(folder, ".vaultbound-ignore.yml"), "ignore:\n  - path: [a.env]\n");
    const facts = await scan(folder);
    expect(marks(facts)).toEqual(["a.env: nobody"]);
    expect(facts.gaps).toMatchObject([{ code: "IGNORE_INVALID", subject: ".vaultbound-ignore.yml" }]);
    expect(facts.gaps[0]?.message).toMatch(/^\.vaultbound-ignore\.yml, line 2, ignores nothing: only these/);
  });

  it("is not read through a link that leads out of the folder", async () => {
    const folder = makeTestFolder();
    const elsewhere = join(makeTestFolder(), "ignore.yml");
    writeFileSync(elsewhere, "ignore:\n  - paths: ['**']\n");
    writeFileSync(join(folder, "a.env"), `T=${demoToken("a")}\n`);
    symlinkSync(elsewhere, join(folder, ".vaultbound-ignore.yml"));
    expect(marks(await scan(folder))).toEqual(["a.env: nobody"]);
  });

  it("has no say over a file's neighbours when one file is scanned", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "a.env"), `T=${demoToken("a")}\n`);
    writeFileSync(join(folder, ".vaultbound-ignore.yml"), "ignore:\n  - paths: ['**']\n");
    expect(marks(await scan(join(folder, "a.env")))).toEqual(["a.env: nobody"]);
  });
});

describe("the operator's ignore file", () => {
  it("is named before the repository's", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "a.env"), `T=${demoToken("a")}\n`);
    writeFileSync(join(folder, ".vaultbound-ignore.yml"), "ignore:\n  - paths: ['**']\n");
    const facts = await scan(folder, "ignore:\n  - rules: [demo-*]");
    expect(marks(facts)).toEqual(["a.env: operator's team.yml:2"]);
  });

  it("marks what is stored already, but for what it says of values", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "a.env"), `T=${demoToken("a")}\n`);
    const facts = await scan(folder);
    const signal = new AbortController().signal;
    const mark = async (text: string) => marks(await markStored(facts, operator(text), signal));
    expect(await mark("ignore:\n  - paths: [a.env]")).toEqual(["a.env: operator's team.yml:2"]);
    expect(await mark("- secret_values: ['.*']")).toEqual(["a.env: nobody"]);
  });
});
