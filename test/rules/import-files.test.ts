/** Rule files of other tools: what is read, what is converted, and what is said of the rest. */
import { describe, expect, it } from "vitest";
import { type Conversion, convertRule, toKebab } from "../../src/rules/import-convert.ts";
import { readForeignFile } from "../../src/rules/import-file.ts";
import type { ForeignRule } from "../../src/rules/import-foreign.ts";
import { expandTemplate } from "../../src/rules/template.ts";

const FROM = { provider: "acme", reference: "file:x.toml" };
const convert = (changes: Partial<ForeignRule>): Conversion =>
  convertRule(
    {
      id: "token",
      title: "Token",
      pattern: "acme_[0-9a-f]{32}",
      secret: null,
      entropy: 0,
      allow: [],
      words: [],
      notes: [],
      ...changes,
    },
    FROM,
  );
const patternOf = (pattern: string, secret: ForeignRule["secret"] = null) =>
  convert({ pattern, secret }).rule?.pattern;
const refusal = (pattern: string, secret: ForeignRule["secret"] = null): string | undefined => {
  const { rule, notes } = convert({ pattern, secret });
  return rule === null ? notes.at(-1) : undefined;
};

describe("the converted rule", () => {
  it("is one of ours, with keywords and a window of its own", () => {
    const { rule, id, notes } = convert({ pattern: "(?:x-)?acme_key=([0-9a-f]{32})", entropy: 3 });
    expect({ id, notes }).toEqual({ id: "acme-token", notes: [] });
    expect(rule).toMatchObject({
      pattern: "(?:x-)?acme_key=(?<secret>[0-9a-f]{32})",
      keywords: ["acme_key=", "x-acme_key="],
      window: { before: 1, after: 44, multiline: false },
      entropy: 3,
      ignoreCase: false,
      provider: "acme",
      references: ["file:x.toml"],
    });
  });

  it.each([
    ["acme_([a-z]{9})", null, "acme_(?<secret>[a-z]{9})"],
    ["acme_([a-z]{9})", 0, "(?<secret>acme_(?:[a-z]{9}))"],
    ["acme_[a-z]{9}", null, "(?<secret>acme_[a-z]{9})"],
    ["(acme)_([a-z]{9})", 2, "(?:acme)_(?<secret>[a-z]{9})"],
    ["(acme)_(?P<secret>[a-z]{9})", null, "(?:acme)_(?<secret>[a-z]{9})"],
    ["(acme)_(?P<key>[a-z]{9})", "key", "(?:acme)_(?<secret>[a-z]{9})"],
  ])("of %s with group %s is %s", (pattern, secret, expected) => {
    expect(patternOf(pattern, secret)).toBe(expected);
  });

  it("stops open repetitions where they stay quick, and says so", () => {
    const { rule, notes } = convert({ pattern: "acme_[a-z]+=([0-9]+)" });
    expect(rule?.pattern).toBe("acme_[a-z]{1,4096}=(?<secret>\\d{1,4096})");
    expect(notes).toEqual(["repetitions without an end stop at 4096"]);
    const near = convert({ pattern: "acme.*key.*=([0-9]{9})" });
    expect(near.notes).toEqual(["repetitions without an end stop at 128"]);
  });

  it("ignores case only where all of it does, its exceptions included", () => {
    expect(convert({ pattern: "(?i)acme_[a-z]{9}" }).rule).toMatchObject({
      ignoreCase: true,
      keywords: ["acme_"],
    });
    const careful = convert({ pattern: "(?i)acme_[a-z]{9}", allow: ["EXAMPLE"] }).rule;
    expect(careful).toMatchObject({ ignoreCase: false, allow: ["EXAMPLE"] });
    expect(careful?.pattern).toBe("(?<secret>[Aa][Cc][Mm][Ee]_[A-Za-z]{9})");
    expect(careful?.keywords).toHaveLength(16);
  });

  it("has words and patterns that make a value none; what cannot be one is named by its place", () => {
    const { rule, notes } = convert({ allow: ["^0+$", "(a", "(?=x)"], words: ["Dummy"] });
    expect(rule?.allow).toEqual(["^0{1,4096}$", "(?=x)", "[Dd][Uu][Mm][Mm][Yy]"]);
    expect(notes).toEqual(["allowed pattern 2 was left out: its pattern has an unclosed group"]);
  });

  it("looks over line ends where the pattern may, or means the ends of the whole text", () => {
    const isMultiline = (pattern: string) => convert({ pattern }).rule?.window.multiline;
    expect(
      ["acme=[0-9]{9}", "acme=\\s[0-9]{9}", "acme=[^x]{9}", "acme=[0-9]{9}$", "(?m)acme=[0-9]{9}$"].map(
        isMultiline,
      ),
    ).toEqual([false, true, true, true, false]);
  });

  it("comes with texts that its pattern finds", () => {
    const { rule, samples } = convert({
      pattern: "(?:prod|test)_acme(?:-[0-9]{2})?[=:]['\"]?([A-Za-z0-9]{20,40})\\b",
    });
    const expression = new RegExp(rule?.pattern ?? "(?!)");
    const texts = samples.map(expandTemplate);
    expect(texts.filter((text) => expression.test(text)).length).toBeGreaterThan(5);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("a rule that cannot be converted", () => {
  it.each([
    ["[0-9a-f]{32}", null, "no text of three characters is certain to stand in what its pattern matches"],
    ["(a", null, "its pattern has an unclosed group"],
    ["acme_(a)\\1", null, "its pattern has a back reference"],
    ["acme_(a+)+b", null, "its pattern could be slow: a repetition inside a repetition"],
    ["acme_[a-z]{1,900}[a-m]{1,900}!", null, /could be slow: neighbouring repetitions/],
    ["acme_[a-z]{20000}", null, "its pattern may match 20005 bytes"],
    ["[a-z]{0,5000}acme_[a-z]{9}", null, /may begin 5000 bytes before any certain text/],
    ["[a-z]{0,3000}acme_[A-Z]{1,9000}", null, /may begin 3000 bytes before any certain text/],
    ["acme_[a-z]{9}", 1, "its pattern has no group 1"],
    ["acme_([a-z]{9})", 2, "its pattern has no group 2"],
    ["acme_(?:([a-z]{9})|([0-9]{9}))", null, /the secret may be in one group or in another/],
  ])("%s (group %s) says why", (pattern, secret, message) => {
    expect(refusal(pattern, secret)).toMatch(message);
  });
});

describe("ids", () => {
  it.each([
    ["Acme Token_v2", "acme-token-v2"],
    ["awsAccessKey", "aws-access-key"],
    ["--x--", "x"],
    ["!!", ""],
  ])("%s becomes %s", (text, expected) => {
    expect(toKebab(text)).toBe(expected);
  });

  it("begin with the name of the pack, once", () => {
    const idOf = (id: string): string => convert({ id }).id;
    expect(["acme-token", "Acme_Token", "token", "!!"].map(idOf)).toEqual([
      "acme-token",
      "acme-token",
      "acme-token",
      "acme-rule",
    ]);
  });
});

const toml = (text: string, tool: "gitleaks" | "betterleaks" = "gitleaks") => readForeignFile(tool, text);

describe("a configuration of gitleaks", () => {
  it("gives its rules, with the allowlists that concern each", () => {
    const file = toml(`
title = "ours"
[extend]
useDefault = true
[[rules]]
id = "one"
description = "One"
regex = '''one_([0-9]{9})'''
secretGroup = 1
entropy = 3.5
keywords = ["one_"]
tags = ["x"]
  [[rules.allowlists]]
  regexes = ['''^0''']
  stopwords = ["client"]
  paths = ['''^docs/''']
  commits = ["abc"]
  [[rules.allowlists]]
  condition = "AND"
  regexes = ['''a''']
  paths = ['''b''']
  [[rules.allowlists]]
  regexTarget = "line"
  regexes = ['''a''']
[[rules]]
id = "two"
regex = '''two_[0-9]{9}'''
path = '''\\.env$'''
[rules.allowlist]
regexes = ["^1"]
[[allowlists]]
paths = ['''^vendor/''']
[[allowlists]]
targetRules = ["two"]
stopwords = ["endpoint"]
`);
    expect(file.rules).toEqual([
      {
        id: "one",
        title: "One",
        pattern: "one_([0-9]{9})",
        secret: 1,
        entropy: 3.5,
        allow: ["^0"],
        words: ["client"],
        notes: [
          "an allowlist of commits was left out",
          "an allowlist with several conditions at once was left out",
          "an allowlist about the line was left out",
        ],
      },
      {
        id: "two",
        title: "two",
        pattern: "two_[0-9]{9}",
        secret: null,
        entropy: 0,
        allow: ["^1"],
        words: ["endpoint"],
        notes: ["it was for some paths only; here it is for all"],
      },
    ]);
    expect(file.exceptions).toEqual([
      { id: "one", paths: ["^docs/", "^vendor/"] },
      { id: "two", paths: ["^vendor/"] },
    ]);
    expect(file.notes).toEqual(["extend was left out: only the rules that stand in this file are read"]);
  });

  it("names the rules that cannot be read", () => {
    const file = toml(`
[[rules]]
id = "changed"
[[rules]]
id = "names"
path = "x"
[[rules]]
id = "broken"
regex = 7
[[rules]]
regex = "a"
[[rules]]
id = "composite"
regex = "abc_[0-9]"
required = [{ id = "x" }]
`);
    expect(file.refused).toEqual([
      { id: "changed", why: "it has no pattern, it changes a rule of another file" },
      { id: "names", why: "it finds files by their names only" },
      { id: "broken", why: "it is not written as the documentation says" },
      { id: "rule 4", why: "it is not written as the documentation says" },
    ]);
    expect(file.rules[0]?.notes).toEqual(["what it requires beside it was left out, so it finds more"]);
  });

  it.each([
    ["[[rules", /^it is not valid TOML \(line 1\)$/],
    ["rules = 1", /^rules is not what the documentation describes$/],
    [" ".repeat(4 * 1024 * 1024 + 1), /larger than 4 MB/],
  ])("is refused if it is none (%#)", (text, message) => {
    expect(() => toml(text)).toThrow(message);
  });
});

describe("a configuration of betterleaks", () => {
  it.each([
    ["entropy(finding.secret) <= 3.5", 3.5, []],
    ['filter.entropy(finding["secret"]) <= 2', 2, []],
    ["failsTokenEfficiency(finding.secret)", 0, ["its filter expression was left out, so it finds more"]],
  ])("has the filter %s", (filter, entropy, notes) => {
    const { rules } = toml(
      `[[rules]]\nid = "a"\nregex = "acme_[0-9]{9}"\nfilter = '''${filter}'''\n`,
      "betterleaks",
    );
    expect(rules[0]).toMatchObject({ entropy, notes });
  });

  it("says what of its other expressions is left out", () => {
    const { rules, notes } = toml(
      `prefilter = "true"\n[[rules]]\nid = "a"\nregex = "acme_[0-9]{9}"\nvalidate = "x"\ncomponents = []\n`,
      "betterleaks",
    );
    expect(notes).toEqual(["prefilter was left out: only the rules that stand in this file are read"]);
    expect(rules[0]?.notes).toEqual([
      "what it requires beside it was left out, so it finds more",
      "its live check was left out",
    ]);
  });
});

describe("custom risk types of Vault Radar", () => {
  it("are read as documented, secrets only, groups without meaning", () => {
    const file = readForeignFile(
      "radar",
      [
        "regex:",
        "  value: acme_(a|b)[a-zA-Z0-9\\-_]{20}",
        "type: acme_access_token",
        "category: secret",
        "description: Acme access token",
        "precedence: strong_pattern",
        "---",
        "regex: { value: '(?i)word' }",
        "type: nil_word",
        "category: nil",
        "---",
        "type: broken",
      ].join("\n"),
    );
    expect(file.rules).toMatchObject([
      {
        id: "acme_access_token",
        title: "Acme access token",
        pattern: "acme_(a|b)[a-zA-Z0-9\\-_]{20}",
        secret: 0,
      },
    ]);
    expect(file.refused).toEqual([
      { id: "nil_word", why: "only secrets are looked for, not nil" },
      { id: "broken", why: "it is not written as the documentation says" },
    ]);
  });

  it("are refused if they are no YAML, without quoting it", () => {
    expect(() => readForeignFile("radar", "regex: [secret")).toThrow(/^it is not valid YAML \([a-z ]+\)$/);
  });
});
