/** The attack on patterns: what it counts, and what it must find. */
import { describe, expect, it } from "vitest";
import { attackRule } from "../../scripts/attack/attack-rule.ts";
import { countSteps } from "../../scripts/attack/count-steps.ts";
import { readRegex } from "../../src/lib/regex-tree.ts";
import { ruleId } from "../../src/model/ids.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { RULES } from "../support/scanner.ts";

const count = (pattern: string, text: string): number =>
  countSteps(readRegex(pattern, false), text, 1_000_000).steps;
const SMALL = { before: 64, after: 256, multiline: false };
const attack = (pattern: string, window = SMALL): number =>
  attackRule({ id: ruleId("attacked"), pattern, ignoreCase: false, window }).steps;

describe("the steps of a matcher", () => {
  it("are about one for each character that cannot begin a match", () => {
    expect(count("tok_[a-z]{8}", "-".repeat(1000))).toBe(1000);
  });

  it("grow with the text where its places are tried once, with its square where runs are tried from each place", () => {
    const [once, twice] = [400, 800].map((length) => count("x[a-z]{1,99}!", `x${"a".repeat(length)}`));
    expect(twice).toBeLessThan((once ?? 0) + 500);
    const [anywhere, anywhereTwice] = [400, 800].map((length) => count("[a-z]{1,999}!", "a".repeat(length)));
    expect(anywhereTwice).toBeGreaterThan(3.5 * (anywhere ?? 0));
  });

  it("are those of a matcher that finds what JavaScript finds", () => {
    // Anchors always hold here.
    const rules = RULES.filter(
      ({ pattern }) => pattern !== null && !/[$^](?![^[]{0,40}\])|\\[bB]/.test(pattern),
    );
    expect(rules.length).toBeGreaterThan(500);
    for (const { id, pattern, ignoreCase, examples, counterexamples } of rules) {
      const tree = readRegex(pattern ?? "", ignoreCase);
      for (const template of [...examples, ...counterexamples]) {
        const text = Buffer.from(expandTemplate(template)).toString("latin1");
        const expected = [...text.matchAll(new RegExp(pattern ?? "", ignoreCase ? "gi" : "g"))].length;
        expect(countSteps(tree, text, 10_000_000).matches, `${id}: ${text}`).toBe(expected);
      }
    }
  });

  it("are not counted beyond the limit", () => {
    expect(countSteps(readRegex("(?:a{1,20}){1,20}!", false), "a".repeat(200), 5000).steps).toBe(5000);
  });
});

describe("an attack", () => {
  it.each([
    ["a run tried from each of its places", "[A-Za-z0-9]{0,200}(?:Password|Token):"],
    [
      "a keyword that fits into what may follow it",
      "notify[\\w.-]{0,40}(?:=\\s{0,6})?[\\w.]{1,60}-[0-9a-f]{8}",
    ],
    ["neighbours that take the same", "x[^\\n=]{0,99}[\\w.-]{0,99}="],
  ])("finds %s", (_, pattern) => {
    expect(attack(pattern)).toBeGreaterThan(150);
  });

  it.each([
    ["a prefix and a body", "(?<![0-9A-Za-z_])tok_(?<secret>[0-9A-Za-z]{36})(?![0-9A-Za-z])"],
    ["a run that begins where words do", "(?<![A-Za-z0-9])[A-Za-z0-9]{0,60}Password:"],
    ["a block with an end", "-----BEGIN KEY-----(?:[^-]|-(?!----)){64,4000}-----END KEY-----"],
  ])("finds nothing in %s", (_, pattern) => {
    expect(attack(pattern, { before: 64, after: 2048, multiline: true })).toBeLessThan(50);
  });
});
