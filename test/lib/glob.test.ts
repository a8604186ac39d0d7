import { describe, expect, it } from "vitest";
import { matchGlob } from "../../src/lib/glob.ts";

describe("a path glob", () => {
  it.each([
    ["ci/*.yml", "ci/a.yml", true],
    ["ci/*.yml", "ci/.yml", true],
    ["ci/*.yml", "ci/deep/a.yml", false],
    ["ci/**.yml", "ci/deep/a.yml", true],
    ["ci/**/*.yml", "ci/x/y/a.yml", true],
    ["*", "a", true],
    ["*", "a/b", false],
    ["**", "a/b", true],
    ["a.c", "abc", false],
    ["[a]?(x)", "[a]?(x)", true],
    ["ü*ß", "üxxß", true],
    ["", "", true],
    ["", "a", false],
  ])("%s on %s: %s", (glob, path, expected) => {
    expect(matchGlob(glob, path)).toBe(expected);
  });

  it("stays cheap on a glob made to be slow", () => {
    expect(matchGlob(`${"**a".repeat(500)}b`, "a".repeat(2000))).toBe(false);
  });
});
