/** Ignore files of both formats: what is read, and that mistakes are told by line without quoting. */
import { describe, expect, it } from "vitest";
import { readIgnoreList } from "../../src/ignore/read-list.ts";
import { expandTemplate } from "../../src/rules/template.ts";

const read = (text: string) => readIgnoreList(text, { origin: "repository", file: "ignore" });
const problems = (text: string) => read(text).problems.map(({ line, detail }) => `${line}: ${detail}`);
const HASH = "a".repeat(32);

describe("our ignore file", () => {
  it("has rules with the line each begins at, and the salt of its hashes", () => {
    const { list, problems } = read(
      [
        "version: 1",
        "id: 00112233-4455-6677-8899-aabbccddeeff",
        "ignore:",
        "  - paths: [docs/**, '*.md']",
        "    reason: documentation",
        "  - rules: generic-*",
        `    values: [${HASH}]`,
        "  # about nothing",
        "  - secrets: [0123456789ab]",
        "    tags: [low_entropy]",
        `  - fingerprints: ['${"0".repeat(64)}']`,
        "  - path_patterns: ['\\.lock$']",
      ].join("\n"),
    );
    expect(problems).toEqual([]);
    expect(list.salt?.length).toBe(16);
    expect(list.rules.map(({ line }) => line)).toEqual([4, 6, 9, 11, 12]);
    expect(list.rules[1]?.hashes).toEqual(new Set([HASH]));
    expect(list.rules[2]).toMatchObject({ secrets: ["0123456789ab"], tags: ["low_entropy"], paths: null });
  });

  it.each(["", "# nothing yet\n", "version: 1\n", "ignore: []\n"])("may be empty: %j", (text) => {
    expect(read(text)).toMatchObject({ list: { rules: [] }, problems: [] });
  });

  it.each([
    ["version: 2", "1: only version 1 is known"],
    ["ignore: yes", "1: ignore must be a list"],
    ["ignroe: []", "1: only these may stand here: version, id, ignore"],
    ["id: abc", "1: id is not one that `vaultbound rules ignore` made"],
    ["ignore:\n  - nothing", "2: each rule must be a mapping"],
    [
      "ignore:\n  - {}",
      "2: a rule needs one of: paths, path_patterns, rules, tags, secrets, fingerprints, values",
    ],
    ["ignore:\n  - paths: []", "2: paths is empty"],
    ["ignore:\n  - paths:\n    - {a: b}", "3: each of paths must be a text"],
    [
      "ignore:\n  - secrets: [app.env]",
      "2: secrets: ids are 12 to 64 hexadecimal digits, as reports show them",
    ],
    ["ignore:\n  - path_patterns: ['(a']", "2: path_patterns: an unclosed group"],
    [`ignore:\n  - values: [${HASH}]`, "2: values need the rules beside them that find the value"],
    [`ignore:\n  - rules: a\n    values: [${HASH}]`, "2: values need the id of the file, their salt"],
    ["ignore: [", "1: bad indent"],
    ["a: b\n c: d", "1: block as implicit key"],
    [`ignore:\n${"  - paths: a\n".repeat(1001)}`, "1: there are more than 1000 rules"],
    ["x".repeat(1024 * 1024 + 1), "1: the file is larger than 1 MB"],
    ["[".repeat(300_000), "1: resource exhaustion"],
  ])("is told what is wrong, and where (%#)", (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  it("loses only the rules that are wrong", () => {
    const { list, problems } = read("ignore:\n  - paths: [a]\n  - wrong: [b]\n  - paths: [c]\n");
    expect(list.rules.map(({ line }) => line)).toEqual([2, 4]);
    expect(problems.map(({ line }) => line)).toEqual([3]);
  });

  it("never quotes a value that somebody wrote into it", () => {
    const value = expandTemplate("{{b62 20 seed=ignored}}");
    for (const text of [
      `ignore:\n  - values: [${value}]\n    rules: [a]`,
      `ignore:\n  - rules: [a]\n    values: ["${value}$"]`,
      `ignore:\n  - ${value}: [a]`,
      `${value}: 1`,
      `- "${value}`,
      `id: ${value}`,
      `- secret_values: ['(${value}']`,
      `- ${value}`,
      `*${value}`,
    ]) {
      expect(problems(text)).toHaveLength(1);
      expect(problems(text).join("")).not.toContain(value);
    }
  });
});

describe("Vault Radar's ignore file", () => {
  it("is read as documented, one rule for each item of the list", () => {
    const { list, problems } = read(
      [
        "# Ignore by file path",
        "- paths:",
        '    - "**/*_test.go"',
        "    - cli/cmd/data/*",
        "- secret_values: [my_password, my_token]",
        "- secret_types: [password_assignment]",
        "- repo_url: https://example.com/directory/(subdirectoryA|subdirectoryB)",
        "  rules:",
        "    - secret_types:",
        "      - aws_access_key_id",
      ].join("\n"),
    );
    expect(problems).toEqual([]);
    expect(list.salt).toBeNull();
    expect(list.rules.map(({ line }) => line)).toEqual([2, 5, 6, 9]);
    const given = list.rules.map((rule) =>
      (["paths", "values", "rules", "repositories"] as const).filter((name) => rule[name] !== null),
    );
    expect(given).toEqual([["paths"], ["values"], ["rules"], ["rules", "repositories"]]);
  });

  it.each([
    ["- 1", "1: each rule must be a mapping"],
    ["- {}", "1: a rule needs one of: paths, secret_values, secret_types"],
    ["- reason: x", "1: only these may stand here: paths, secret_values, secret_types, repo_url, rules"],
    ["- secret_values: ['(']", "1: secret_values: an unclosed group"],
    ["- secret_values: ['(?=a)b']", "1: secret_values: a look-around"],
    ["- repo_url: a", "1: repo_url and rules stand together, with nothing beside them"],
    [
      "- repo_url: a\n  rules:\n    - repo_url: b\n      rules: []",
      "3: only these may stand here: paths, secret_values, secret_types",
    ],
  ])("is told what is wrong, and where (%#)", (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });
});
