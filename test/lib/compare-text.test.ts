/** The order of texts and keys. */
import { describe, expect, it } from "vitest";
import { compareKeys, compareText } from "../../src/lib/compare-text.ts";

describe("the order of texts", () => {
  it("goes by code unit, whatever the locale", () => {
    expect(["é", "a", "Z", "z"].sort(compareText)).toEqual(["Z", "a", "z", "é"]);
  });

  it("compares keys place by place, numbers as numbers", () => {
    const keys = [["b", 1], ["a", 10], ["a", 9], ["a"], ["a", 9, "x"]];
    expect(keys.sort(compareKeys)).toEqual([["a"], ["a", 9], ["a", 9, "x"], ["a", 10], ["b", 1]]);
  });
});
