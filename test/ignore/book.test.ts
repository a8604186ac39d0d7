/** Which findings rules ignore, and whose rules they are. */
import { describe, expect, it } from "vitest";
import { createIgnoreBook } from "../../src/ignore/book.ts";
import { readIgnoreList } from "../../src/ignore/read-list.ts";
import type { IgnoreOrigin } from "../../src/ignore/rule.ts";
import { hashValues, parseSalt, USUAL_COST } from "../../src/ignore/slow-hash.ts";
import type { SealedFinding } from "../../src/model/sealed-finding.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { found, inFile, inHistory, inVariable, makeProject, secretOf } from "../support/facts.ts";

const PROJECT = makeProject("acme/api");
const SIGNAL = new AbortController().signal;
const list = (text: string, origin: IgnoreOrigin = "repository") => {
  const { list, problems } = readIgnoreList(text, {
    origin,
    file: origin === "repository" ? ".ignore.yml" : "team.yml",
  });
  expect(problems).toEqual([]);
  return list;
};

const FINDINGS: readonly SealedFinding[] = [
  found("a", inFile("test/a.env"), { rule: "generic-password" }),
  found("a", inFile("src/a.env"), { rule: "generic-password" }),
  found("b", inHistory("src/b.env"), { rule: "acme-token", tags: ["low_entropy"] }),
  found("c", inVariable("TOKEN"), { rule: "acme-token" }),
].map((make) => make(PROJECT));
const [first] = FINDINGS;

/** Who ignores each of the findings, or "". */
const mark = async (
  texts: readonly (readonly [string, IgnoreOrigin])[],
  values: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> => {
  const book = createIgnoreBook(texts.map(([text, origin]) => list(text, origin)));
  for (const [label, value] of Object.entries(values)) book.see(secretOf(label), value);
  const marked = await book.mark(FINDINGS, { addresses: [PROJECT.webUrl], signal: SIGNAL });
  expect(book.problems()).toEqual([]);
  return marked.map(({ tags, facts }) =>
    tags.includes("ignore_rule") ? (facts["ignored_by"] ?? "?") : (facts["ignored_by"] ?? ""),
  );
};
const own = (text: string, values = {}) => mark([[`ignore:\n  - ${text}`, "repository"]], values);
const radar = (text: string, values = {}) => mark([[`- ${text}`, "repository"]], values);
const MARK = "repository's .ignore.yml:2";
const RADAR = "repository's .ignore.yml:1";

describe("a rule of ours", () => {
  it.each([
    ["paths: ['test/**']", [MARK, "", "", ""]],
    ["paths: ['src/*.env', 'test/a.env']", [MARK, MARK, MARK, ""]],
    ["path_patterns: ['[ab]\\.env$']", [MARK, MARK, MARK, ""]],
    ["rules: [generic-*]", [MARK, MARK, "", ""]],
    ["tags: [low_entropy, other]", ["", "", MARK, ""]],
    [`secrets: [${secretOf("b").slice(0, 12)}]`, ["", "", MARK, ""]],
    [`fingerprints: [${first?.fingerprint}]`, [MARK, "", "", ""]],
    ["{rules: [acme-token], paths: ['**']}", ["", "", MARK, ""]],
    ["{rules: [acme-token], tags: [other]}", ["", "", "", ""]],
  ])("%s", async (text, expected) => {
    expect(await own(text)).toEqual(expected);
  });

  it("knows a value by its slow hash, and asks for it only where its other conditions hold", async () => {
    const value = expandTemplate("{{b62 12 seed=book}}");
    const salt = "00112233-4455-6677-8899-aabbccddeeff";
    const cost = { salt: parseSalt(salt) ?? Buffer.alloc(16), cost: USUAL_COST };
    const hash = (await hashValues(new Map([["x", value]]), cost, SIGNAL)).get("x");
    const text = (rule: string) => `id: ${salt}\nignore:\n  - rules: [${rule}]\n    values: [${hash}]`;
    const values = { a: value, b: expandTemplate("{{b62 12 seed=other}}"), c: value };
    const place = "repository's .ignore.yml:3";
    expect(await mark([[text("generic-password"), "repository"]], values)).toEqual([place, place, "", ""]);
    expect(await mark([[text("acme-*"), "operator"]], values)).toEqual(["", "", "", "operator's team.yml:3"]);
  });
});

describe("a rule of Vault Radar", () => {
  it.each([
    ["paths: ['**/a.env']", [RADAR, RADAR, "", ""]],
    ["secret_types: [generic_password]", [RADAR, RADAR, "", ""]],
    ["secret_types: ['acme_.*']", ["", "", RADAR, ""]],
    ["secret_types: ['acme']", ["", "", "", ""]],
    ["{paths: ['src/*'], secret_types: ['generic.*']}", ["", RADAR, "", ""]],
    [
      "{repo_url: 'https://gitlab.example.com/acme/(api|web)', rules: [{paths: ['test/*']}]}",
      [RADAR, "", "", ""],
    ],
    ["{repo_url: 'https://gitlab.example.com/acme/web', rules: [{paths: ['test/*']}]}", ["", "", "", ""]],
  ])("%s", async (text, expected) => {
    expect(await radar(text)).toEqual(expected);
  });

  it("compares patterns with the whole value, and with none where the value is not known", async () => {
    const [a, b] = [expandTemplate("{{lower 10 seed=a}}"), expandTemplate("{{d 10 seed=b}}")];
    expect(await radar("secret_values: ['[a-z]*']", { a, b })).toEqual([RADAR, RADAR, "", ""]);
    expect(await radar("secret_values: ['[0-9]']", { a, b })).toEqual(["", "", "", ""]);
    expect(await radar("secret_values: ['.*[0-9]']", { a, b })).toEqual(["", "", RADAR, ""]);
    expect(await radar("secret_values: ['.*']")).toEqual(["", "", "", ""]);
  });
});

describe("several lists", () => {
  it("name the operator's rule where the repository's ignores as well", async () => {
    expect(
      await mark([
        ["ignore:\n  - rules: [acme-token]", "operator"],
        ["ignore:\n  - paths: ['**']", "repository"],
      ]),
    ).toEqual([MARK, MARK, "operator's team.yml:2", "operator's team.yml:2"]);
  });

  it("reach a project's variables only if they are the operator's", async () => {
    const text = `ignore:\n  - secrets: [${secretOf("c")}]`;
    expect(await mark([[text, "repository"]])).toEqual(["", "", "", ""]);
    expect(await mark([[text, "operator"]])).toEqual(["", "", "", "operator's team.yml:2"]);
  });

  it("change nothing where there is none", async () => {
    expect(await createIgnoreBook([]).mark(FINDINGS, { addresses: [], signal: SIGNAL })).toEqual(FINDINGS);
  });
});

describe("a stranger's list", () => {
  it("is given up, and says so, when it would take too long", async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      found(`s${index}`, inFile(`${"a".repeat(900)}${index}`))(PROJECT),
    );
    const patterns = Array.from({ length: 400 }, (_, index) => `      - '(a?){200}[b-z]{${index + 1}}'`);
    const book = createIgnoreBook([list(`ignore:\n  - path_patterns:\n${patterns.join("\n")}`)]);
    const marked = await book.mark(many, { addresses: [], signal: SIGNAL });
    expect(marked).toEqual(many);
    expect(book.problems()).toEqual([
      {
        origin: "repository",
        file: ".ignore.yml",
        line: 1,
        detail: "its patterns are too expensive for so many findings",
      },
    ]);
  }, 60_000);
});
