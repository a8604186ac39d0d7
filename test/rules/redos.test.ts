/** No shipped pattern may be slow; what the checks for that must catch. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { lintRules } from "../../scripts/lint-rules.ts";
import type { Rule } from "../../src/model/rule.ts";
import { findSlowShapes } from "../../src/rules/lint.ts";
import { loadRules, parseRules } from "../../src/rules/load.ts";

const SHIPPED = (await loadRules(fileURLToPath(new URL("../../patterns", import.meta.url)))).filter(
  (rule) => rule.pattern !== null,
);
const [TEMPLATE] = SHIPPED;
const makeRule = (pattern: string, window: Rule["window"]): Rule => {
  if (TEMPLATE === undefined) throw new Error("no rules");
  return { ...TEMPLATE, pattern, window };
};
const SMALL = { before: 64, after: 256, multiline: false };
const LARGE = { before: 1024, after: 8192, multiline: true };
const shapesOf = (pattern: string, ignoreCase = false): readonly string[] =>
  findSlowShapes({ pattern, ignoreCase });

describe("the shape check", () => {
  it("passes every shipped pattern", () => {
    expect(SHIPPED.filter((rule) => findSlowShapes(rule).length > 0).map((rule) => rule.id)).toEqual([]);
  });

  it.each(["a+b", "a*b", "a{3,}b"])("wants an upper bound: %s", (pattern) => {
    expect(shapesOf(pattern)).toEqual(["a repetition without an upper bound"]);
  });

  it.each(["(?:a{1,20}){1,20}b", "(?:[a-z]{1,20}[a-z0-9]?){1,20}!", "(?:(?:a|b){1,9}a){1,9}c"])(
    "sees rounds that cannot be told apart: %s",
    (pattern) => {
      expect(shapesOf(pattern)).toContain("a repetition inside a repetition");
    },
  );

  it("sees options that begin alike in a repetition", () => {
    expect(shapesOf("(?:a|ab){1,30}c")).toEqual(["options that begin alike inside a repetition"]);
    expect(shapesOf("(?:a|A){1,30}c")).toEqual([]);
    expect(shapesOf("(?:a|A){1,30}c", true)).toEqual(["options that begin alike inside a repetition"]);
  });

  it.each([
    "[^x]{0,500}a[^y]{0,500}b",
    "[a-z]{1,300}[a-m]{1,300}!",
    "\\w{1,300}(?:-\\d{1,4})?\\w{1,300}!",
    "(?=[^x]{0,500}a[^y]{0,500}b)a",
    "[\\x61-\\x7a]{1,200}\\S{1,200}\\n",
  ])("sees neighbours that share text: %s", (pattern) => {
    expect(shapesOf(pattern)[0]).toMatch(/^neighbouring repetitions that share text in \d+ ways$/);
  });

  it.each([
    "(?:[a-z]{1,20}-){0,30}!",
    "x[a-z]{1,300}-[a-z]{1,300}!",
    "[^-]{1,300}-[^=]{1,300}",
    "(?:[^-]|-(?!--)){1,9000}---",
    "(?<!(?<!\\\\)[0-9A-Za-z])[0-9]{1,300}\\.[0-9]{1,300}(?![0-9])",
  ])("has nothing against %s", (pattern) => {
    expect(shapesOf(pattern)).toEqual([]);
  });

  it.each([
    ["(a)\\1", "back references are not allowed"],
    ["(?<x>a)\\k<x>", "back references are not allowed"],
    ["(a", "unclosed group"],
    ["a)", "unexpected )"],
  ])("refuses what rules must not use: %s", (pattern, message) => {
    expect(() => shapesOf(pattern)).toThrow(message);
  });
});

/** The whole set runs in `npm run check` (scripts/lint-rules.ts); here only what it must catch. */
describe("the pattern linter", () => {
  it("bears quadratic time in small windows only", async () => {
    const startsAnywhere = "(?<secret>[a-z]{1,300}!)";
    expect(findSlowShapes(makeRule(startsAnywhere, SMALL))).toEqual([]);
    expect(await lintRules([makeRule(startsAnywhere, SMALL)])).toEqual([]);
    expect(await lintRules([makeRule(startsAnywhere, LARGE)])).toEqual([
      `${TEMPLATE?.id}: 2nd degree polynomial`,
    ]);
  });

  it("has nothing against a linear pattern in a large window", async () => {
    expect(await lintRules([makeRule("(?<secret>tok_[0-9a-f]{32})(?![0-9a-f])", LARGE)])).toEqual([]);
  });

  it("names the rule", async () => {
    const [rule] = parseRules(
      "bad.yml",
      `
provider: bad
title: Bad
rules:
  - id: bad-token
    title: Bad token
    keywords: [bad_]
    pattern: 'bad_(?<secret>(?:[a-z]{1,30}){1,30})!'
    vault: { engine: kv, class: api-key, rotation: Make a new one. }
    examples: ['a', 'b']
    counterexamples: ['c', 'd']
    references: ['https://bad.example']
`,
    );
    if (rule === undefined) throw new Error("no rule");
    expect(await lintRules([rule])).toEqual(["bad-token: a repetition inside a repetition"]);
  });
});
