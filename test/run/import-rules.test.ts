/** An imported rule is written only if it finds what its pattern matches, as a pack that loads and passes its test. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createDetector } from "../../src/detect/detector.ts";
import { readIgnoreList } from "../../src/ignore/read-list.ts";
import { computeBlobId } from "../../src/model/blob.ts";
import { readForeignFile } from "../../src/rules/import-file.ts";
import { loadPacks } from "../../src/rules/import-pack.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { checkRules } from "../../src/run/check-rules.ts";
import { importRules } from "../../src/run/import-rules.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterAll(removeTestFolders);

const CONFIG = `
[[rules]]
id = "deploy"
description = "Deploy token"
regex = '''(?i)acme[_-](?:prod|test)[_-]([0-9a-f]{40})\\b'''
entropy = 3
keywords = ["acme"]
[[rules.allowlists]]
stopwords = ["c0ffee"]
paths = ['''(^|/)testdata/''']
[[rules]]
id = "assigned"
regex = '''(?i:zeta)[\\w .-]{0,20}['"\\s]{0,3}(?:=|:)['"\\s]{0,5}([a-z0-9]{32})(?:['"\\s;]|$)'''
secretGroup = 1
[[rules]]
id = "block"
regex = '''-----BEGIN ACME KEY-----[\\s\\S]{20,}?-----END'''
[[rules]]
id = "anything"
regex = '''[0-9a-f]{32}'''
[[rules]]
id = "Deploy"
regex = '''acme_[0-9]{12}'''
[[rules]]
id = "word"
regex = '''nothing to see'''
`;
const imported = importRules(readForeignFile("gitleaks", CONFIG), {
  provider: "acme",
  name: ".gitleaks.toml",
});
const loadPack = async () => {
  const file = join(makeTestFolder(), "acme.yml");
  writeFileSync(file, imported.pack ?? "");
  return loadPacks([file], []);
};
const findAll = async (template: string): Promise<readonly string[]> => {
  const bytes = Buffer.from(expandTemplate(template));
  const detector = createDetector(await loadPack());
  return detector
    .detect({ id: computeBlobId(bytes), bytes, provenance: null })
    .findings.map(({ rule }) => rule);
};

describe("imported rules", () => {
  it("are told one by one: converted, different, or left out and why", () => {
    expect(imported.rules).toEqual([
      { id: "acme-deploy", isConverted: true, notes: [] },
      { id: "acme-assigned", isConverted: true, notes: [] },
      { id: "acme-block", isConverted: true, notes: ["repetitions without an end stop at 4096"] },
      {
        id: "acme-anything",
        isConverted: false,
        notes: ["no text of three characters is certain to stand in what its pattern matches"],
      },
      { id: "acme-deploy", isConverted: false, notes: ["its id stands twice"] },
      {
        id: "acme-word",
        isConverted: false,
        notes: ["no text could be made that it finds, so it cannot be tried"],
      },
    ]);
  });

  it("are a pack that loads, and whose rules pass their own examples", async () => {
    const rules = await loadPack();
    expect(rules.map(({ id }) => id)).toEqual(["acme-deploy", "acme-assigned", "acme-block"]);
    for (const { problems } of checkRules(rules, createDetector(rules))) expect(problems).toEqual([]);
    expect(imported.pack).toContain("file:.gitleaks.toml");
  });

  it.each([
    ["T=acme_prod_{{hex 40 seed=1}}", ["acme-deploy"]],
    ["T=ACME-TEST-{{HEX 40 seed=1}}", ["acme-deploy"]],
    ["T=acme_prod_{{hex 41 seed=1}}", []],
    ["T=acme_prod_c0ffee{{hex 34 seed=1}}", []],
    ["T=acme_prod_0000000000000000000000000000000000000000", []],
    ['Zeta key = "{{lc 32 seed=2}}"', ["acme-assigned"]],
    ["zeta:\n  {{lc 32 seed=2}}", ["acme-assigned"]],
    ["zeta: {{lc 33 seed=2}}", []],
    [
      "-----BEGIN ACME KEY-----\n{{b64 64 seed=3}}\n{{b64 64 seed=4}}\n-----END ACME KEY-----",
      ["acme-block"],
    ],
  ])("find and leave what they did: %s", async (template, expected) => {
    expect(await findAll(template)).toEqual(expected);
  });

  it("leave what they allow by path to an ignore file", () => {
    const { list, problems } = readIgnoreList(imported.ignores ?? "", { origin: "operator", file: "x" });
    expect(problems).toEqual([]);
    expect(list.rules).toHaveLength(1);
    expect(imported.ignores).toContain("acme-deploy");
  });

  it("may be none at all", () => {
    const nothing = importRules(readForeignFile("gitleaks", "title = 'x'"), { provider: "acme", name: "x" });
    expect(nothing).toMatchObject({ rules: [], pack: null, ignores: null });
  });
});
