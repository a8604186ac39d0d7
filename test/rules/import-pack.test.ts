/** Rule packs of one's own: the shipped format, checked like a stranger's, mistakes with file and line. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadPacks } from "../../src/rules/import-pack.ts";
import { DEMO_RULES } from "../support/demo-rules.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterAll(removeTestFolders);

const pack = (changes: Readonly<Record<string, string>> = {}): string => {
  const fields = {
    id: "acme-token",
    keywords: "[abc_]",
    pattern: "'abc_(?<secret>[0-9a-f]{12})'",
    ...changes,
  };
  return [
    "provider: acme",
    "title: Acme",
    "rules:",
    ...Object.entries(fields).map(
      ([name, value], index) => `${index === 0 ? "  - " : "    "}${name}: ${value}`,
    ),
    "    title: A token",
    "    vault: { engine: kv, class: api-key, rotation: Make a new one. }",
    "    examples: [a, b]",
    "    counterexamples: [c, d]",
    "    references: ['https://acme.example/']",
  ].join("\n");
};

const load = (text: string) => {
  const file = join(makeTestFolder(), "acme.yml");
  writeFileSync(file, text);
  return loadPacks([file], DEMO_RULES);
};

describe("a rule pack", () => {
  it("is a file, or a folder of files in the order of their names", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "b.yaml"), pack({ id: "two" }));
    writeFileSync(join(folder, "a.yml"), pack({ id: "one" }));
    writeFileSync(join(folder, "notes.txt"), "no rules");
    const file = join(makeTestFolder(), "c.yml");
    writeFileSync(file, pack({ id: "three" }));
    const rules = await loadPacks([folder, file], DEMO_RULES);
    expect(rules.map(({ id }) => id)).toEqual(["one", "two", "three"]);
  });

  it("may use open repetitions where the text is short", async () => {
    const [rule] = await load(pack({ allow: "['^x+$']" }));
    expect(rule?.allow).toEqual(["^x+$"]);
  });

  it.each([
    [{ id: "Bad Id" }, "4 is not a valid rule file: rules.0.id: must be kebab-case"],
    [
      { id: "demo-token" },
      "4 is not a valid rule file: rules.0.id: demo-token stands in the shipped rules already",
    ],
    [{ keywords: "[ab]" }, "5 is not a valid rule file: rules.0.keywords.0: keywords need 3 characters"],
    [{ severity: "bad" }, /^.*:7 is not a valid rule file: rules\.0\.severity: /],
    [{ surprise: "1" }, /^.*:\d+ is not a valid rule file: rules\.0\.surprise: /],
    [
      { pattern: "'abc_(?<secret>[0-9a-f]{12}'" },
      "6 is not a valid rule file: rules.0.pattern: is not a regular expression",
    ],
    [
      { pattern: "'abc_[0-9]{9}'" },
      "6 is not a valid rule file: rules.0.pattern: needs exactly one group, named secret",
    ],
    [
      { pattern: "'(a)bc_(?<secret>[0-9]{9})'" },
      "6 is not a valid rule file: rules.0.pattern: needs exactly one group, named secret",
    ],
    [
      { pattern: "'abc_(?<secret>[0-9]+)'" },
      "6 is not a valid rule file: rules.0.pattern: could be slow: a repetition without an upper bound",
    ],
    [
      { pattern: "'abc_(?<secret>(?:[0-9]{1,20}){1,20})!'" },
      "6 is not a valid rule file: rules.0.pattern: could be slow: a repetition inside a repetition",
    ],
    [
      { allow: "['x', '(a+)+b']" },
      "7 is not a valid rule file: rules.0.allow.1: could be slow: a repetition inside a repetition",
    ],
  ])("is refused with file and line (%#)", async (changes, message) => {
    await expect(load(pack(changes))).rejects.toThrow(message);
  });

  it.each([
    ["a: [", /acme\.yml:1 is not a valid rule file: [a-z ]+$/],
    ["a: 1\na: 2", /acme\.yml:2 is not a valid rule file: duplicate key$/],
    ["provider: a\nrules: []", /acme\.yml:1 is not a valid rule file: title: /],
    [`x: &a [1]\ny: [*a, *a]\n`, /acme\.yml:1 is not a valid rule file/],
    [" ".repeat(4 * 1024 * 1024 + 1), /acme\.yml:1 is not a valid rule file: it is larger than 4 MB/],
  ])("is refused if it is no pack at all (%#)", async (text, message) => {
    await expect(load(text)).rejects.toThrow(message);
  });

  it("is refused if another pack has the same id, or if there is none", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "a.yml"), pack());
    writeFileSync(join(folder, "b.yml"), pack());
    await expect(loadPacks([folder], [])).rejects.toThrow(
      /b\.yml:4 .* acme-token stands in .*a\.yml already/,
    );
    mkdirSync(join(folder, "empty"));
    await expect(loadPacks([join(folder, "empty")], [])).rejects.toThrow("the folder holds no *.yml");
    await expect(loadPacks([join(folder, "none")], [])).rejects.toThrow("it cannot be read (ENOENT)");
  });
});
