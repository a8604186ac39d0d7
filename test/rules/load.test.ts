import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DECLARED_RULES } from "../../src/rules/declared.ts";
import { loadRules } from "../../src/rules/load.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterAll(removeTestFolders);

const file = (provider: string, id: string): string => `
provider: ${provider}
title: ${provider}
rules:
  - id: ${id}
    title: A token
    keywords: [abc_]
    pattern: 'abc_(?<secret>[0-9a-f]{12})'
    vault: { engine: kv, class: api-key, rotation: Make a new one. }
    examples: [a, b]
    counterexamples: [c, d]
    references: ['https://abc.example/']
`;
const ids = (rules: Awaited<ReturnType<typeof loadRules>>): readonly string[] =>
  rules.map(({ id }) => id).filter((id) => !DECLARED_RULES.some((rule) => rule.id === id));

describe("a folder of rules", () => {
  it("is read in name order, other files left out", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "b.yml"), file("b", "two"));
    writeFileSync(join(folder, "a.yml"), file("a", "one"));
    writeFileSync(join(folder, "notes.txt"), "no rules");
    expect(ids(await loadRules(folder))).toEqual(["one", "two"]);
  });

  it("is refused when an id stands twice", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "a.yml"), file("a", "same"));
    writeFileSync(join(folder, "b.yml"), file("b", "same"));
    await expect(loadRules(folder)).rejects.toThrow("same stands twice");
  });

  it.each([
    ["not: [closed", /a\.yml is not a valid rule file/],
    ["provider: a", /a\.yml is not a valid rule file: title/],
    [file("a", "Bad Id"), /rules\.0\.id: must be kebab-case/],
    [`${file("a", "one")}    surprise: 1\n`, /rules\.0\.surprise/],
  ])("is refused with the place of what is wrong (%#)", async (text, message) => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "a.yml"), text);
    await expect(loadRules(folder)).rejects.toThrow(message);
  });

  it("comes from the cache as it came from the files, and from the files when one has changed", async () => {
    const folder = makeTestFolder();
    const cache = join(makeTestFolder(), "deep", "rules.json");
    writeFileSync(join(folder, "a.yml"), file("a", "one"));
    const first = await loadRules(folder, cache);
    expect(JSON.parse(readFileSync(cache, "utf8"))).toMatchObject({ rules: [{ id: "one" }] });
    expect(await loadRules(folder, cache)).toEqual(first);
    writeFileSync(join(folder, "a.yml"), file("a", "changed"));
    expect(ids(await loadRules(folder, cache))).toEqual(["changed"]);
    writeFileSync(cache, "half a ca");
    expect(ids(await loadRules(folder, cache))).toEqual(["changed"]);
  });

  it("is read all the same where no cache can be written", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "a.yml"), file("a", "one"));
    expect(ids(await loadRules(folder, join(folder, "a.yml", "rules.json")))).toEqual(["one"]);
  });
});
