import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/model/finding.ts";
import { blobId, ruleId } from "../../src/model/ids.ts";
import { Secret } from "../../src/model/secret.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { sealMatch } from "../../src/run/seal.ts";
import { TEST_KEY } from "../support/scanner.ts";

const idOf = (value: string): string => {
  const finding: Finding = {
    rule: ruleId("a"),
    blob: blobId("b"),
    secret: new Secret(value),
    confidence: "high",
    tags: [],
    facts: {},
    region: { line: 1, column: 1, endLine: 1, endColumn: 1 },
    span: { start: 0, end: 1 },
  };
  return sealMatch(finding, TEST_KEY, null).secretId;
};

describe("the id of a secret", () => {
  const key = expandTemplate("{{pem seed=indented}}");

  it.each([
    ["indented", key.replaceAll("\n", "\n      ")],
    ["with Windows line ends", key.replaceAll("\n", "\r\n")],
    ["with blank lines between", key.replaceAll("\n", "\n\n")],
  ])("is the same of a key that stands %s", (_, value) => {
    expect(idOf(value)).toBe(idOf(key));
  });

  it("is another one for every other value", () => {
    const values = [key, key.replaceAll("\n", ""), `${key}x`, "a b", "ab", " ab", "a\nb", "b\na"];
    expect(new Set(values.map(idOf)).size).toBe(values.length);
  });
});
