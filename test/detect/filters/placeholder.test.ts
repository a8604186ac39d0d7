/** Tests of the filters for stand-ins: what people type where a secret will go, and what only looks like that. */
import { describe, expect, it } from "vitest";
import type { Candidate } from "../../../src/detect/candidate.ts";
import { patterned, placeholder } from "../../../src/detect/filters/placeholder.ts";
import { expandTemplate } from "../../../src/rules/template.ts";
import { RULES } from "../../support/scanner.ts";

const [RULE] = RULES;
const makeCandidate = (value: string, prefix = ""): Candidate => {
  if (RULE === undefined) throw new Error("no rules");
  return {
    rule: RULE,
    span: { start: 0, end: value.length },
    value,
    match: value,
    window: value,
    before: "",
    after: "",
    prefix,
  };
};

describe("patterned bodies", () => {
  it.each([
    ["a word again and again", "tok_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE"],
    [
      "a word again and again behind a real-looking start",
      "tok_a9XkEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE",
    ],
    ["counting in one or two kinds of characters", "tok_abc123def456ghi789"],
    [
      "counting throughout, whatever the kinds",
      "tok_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    ],
  ])("drops %s", (_, value) => {
    expect(patterned(makeCandidate(value, "tok_"))).not.toBeNull();
  });

  it.each([
    ["zeros of a binary key", `${"A".repeat(40)}${expandTemplate("{{b64 30 seed=1}}")}`],
    ["all kinds of characters, counting only in part", "abcd1234abcd1234ABCD1234ABCD1234--__"],
    ["noise", expandTemplate("{{b62 40 seed=2}}")],
  ])("keeps %s", (_, value) => {
    expect(patterned(makeCandidate(value))).toBeNull();
  });
});

describe("placeholders in brackets", () => {
  it.each(["{password}", "{API_KEY}", "{your token 1}", "<token>"])("drops %s", (value) => {
    expect(placeholder(makeCandidate(value))).not.toBeNull();
  });

  it("keeps a mixed value that only stands in braces", () => {
    expect(placeholder(makeCandidate(`{${expandTemplate("{{b62 16 seed=3}}")}}`))).toBeNull();
  });
});
