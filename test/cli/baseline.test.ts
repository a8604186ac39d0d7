/** What takes more than one command: a baseline over time, and an entry made for the ignore file. No value gets out. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { expandTemplate } from "../../src/rules/template.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { runCli } from "../support/run-cli.ts";

afterAll(removeTestFolders);

const TOKENS = ["a", "b", "c"].map((seed) => expandTemplate(`glpat-{{u64 20 seed=${seed}}}`));
const PASSWORD = expandTemplate("{{b62 14 seed=p}}");
const holdsValue = (text: string): boolean =>
  [...TOKENS.map((token) => token.slice(8, 20)), PASSWORD.slice(2, 12)].some((part) => text.includes(part));

const makeFolder = () => {
  const folder = makeTestFolder();
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  /** Paths of what is reported; another key each time, as on another machine. */
  const scan = async (...args: readonly string[]) => {
    const key = Buffer.from(makeTestFolder()).toString("hex").padEnd(64, "0").slice(-64);
    const env = { VAULTBOUND_HASH_KEY: key };
    const result = await runCli(["scan", ".", "--format", "jsonl", ...args], { cwd: folder, env });
    expect(holdsValue(result.stdout + result.stderr)).toBe(false);
    const lines = result.stdout.split("\n").filter((line) => line !== "");
    const places = lines.map((line) => {
      const { path, line: at } = JSON.parse(line) as { path: string; line: number }; // our own format
      return `${path}:${at}`;
    });
    return { ...result, places };
  };
  return { folder, write, scan };
};

describe("a baseline over time", () => {
  it("knows on every machine what was accepted, and reports only what is new", async () => {
    const { folder, write, scan } = makeFolder();
    write("app.env", `A=${TOKENS[0]}\nDB_PASSWORD=${PASSWORD}\n`);
    const written = await scan("--write-baseline", "base.json");
    expect([written.code, written.places]).toEqual([0, []]);
    expect(written.stderr).toContain("base.json accepts 2 secrets. It holds no value.");
    const text = readFileSync(join(folder, "base.json"), "utf8");
    expect(holdsValue(text)).toBe(false);

    write("app.env", `\n\n# moved\nDB_PASSWORD=${PASSWORD}\nA=${TOKENS[0]}\n`);
    renameSync(join(folder, "app.env"), join(folder, "prod.env"));
    const moved = await scan("--baseline", "base.json");
    expect([moved.code, moved.places]).toEqual([0, []]);
    expect(moved.stderr).toContain("Ignored: 2 secrets (2 by the baseline).");

    write("new.env", `B=${TOKENS[1]}\nDB_PASSWORD=${PASSWORD}\n`);
    const grown = await scan("--baseline", "base.json");
    expect([grown.code, grown.places.toSorted()]).toEqual([1, ["new.env:1", "new.env:2", "prod.env:4"]]);

    const again = await scan("--baseline", "base.json", "--write-baseline", "base.json");
    expect([again.code, again.places]).toEqual([0, []]);
    const renewed = readFileSync(join(folder, "base.json"), "utf8");
    // Same salt: what did not change is no difference in a review.
    const [, hash = "?"] = /"hash":"([0-9a-f]{32})"/.exec(text) ?? [];
    expect(renewed).toContain(hash);
  });

  it("does not find its own salt and hashes", async () => {
    const { write, scan } = makeFolder();
    write("app.env", `A=${TOKENS[0]}\nB=${TOKENS[1]}\nC=${TOKENS[2]}\nDB_PASSWORD=${PASSWORD}\n`);
    await scan("--write-baseline", "base.json");
    expect((await scan()).places.filter((place) => place.startsWith("base.json"))).toEqual([]);
  });
});

describe("an entry of an ignore file", () => {
  it("names a value without holding it, and ignores it wherever it stands", async () => {
    const { folder, write, scan } = makeFolder();
    write("app.env", `A=${TOKENS[0]}\nB=${TOKENS[1]}\n`);
    write("copy.env", `# again\nA=${TOKENS[0]}\n`);
    const first = await runCli(["rules", "ignore", "app.env:1"], { cwd: folder });
    expect(first.code).toBe(0);
    expect(holdsValue(first.stdout + first.stderr)).toBe(false);
    write(".vaultbound-ignore.yml", first.stdout);
    expect((await scan()).places).toEqual(["app.env:2"]);

    const second = await runCli(["rules", "ignore", "app.env:2"], { cwd: folder });
    expect(second.stdout).toMatch(/^ {2}- rules: \[gitlab-pat\]\n {4}values: \[[0-9a-f]{32}\]\n/);
    write(".vaultbound-ignore.yml", first.stdout + second.stdout);
    const all = await scan();
    expect([all.code, all.places]).toEqual([0, []]);
    expect(all.stderr).toContain("Ignored: 2 secrets (2 by the repository's own rules).");
  });
});
