/** Width of text in terminal columns, and wrapping to it. */
import { describe, expect, it } from "vitest";
import { displayWidth, splitAtWidth } from "../../src/lib/display-width.ts";
import { wrap } from "../../src/lib/wrap.ts";

describe("the width of text", () => {
  it.each([
    ["plain", 5],
    ["", 0],
    ["Zoë", 3],
    ["e\u0301", 1],
    ["林美咲", 6],
    ["한국어", 6],
    ["ﾊﾝｶｸ", 4],
    ["ＦＵＬＬ", 8],
    ["👍", 2],
    ["𠀋", 2],
    ["→ ✓", 3],
  ])("of %j is %i", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it("splits between characters, never within one", () => {
    expect(splitAtWidth("林美咲", 3)).toEqual(["林", "美咲"]);
    expect(splitAtWidth("👍👍", 1)).toEqual(["👍", "👍"]);
    expect(splitAtWidth("ab", 5)).toEqual(["ab", ""]);
  });
});

describe("wrapping", () => {
  it.each([
    ["short", 10, ["short"]],
    ["", 10, [""]],
    ["one two three", 7, ["one two", "three"]],
    ["exactly ten", 11, ["exactly ten"]],
    ["a  b", 10, ["a  b"]],
    ["aaaa  bbbb", 5, ["aaaa", "bbbb"]],
    ["see src/main/resources/app.yml", 12, ["see", "src/main/", "resources/", "app.yml"]],
    ["abcdefghijkl", 5, ["abcde", "fghij", "kl"]],
    ["a/bcdefghijkl", 6, ["a/bcde", "fghijk", "l"]],
    ["林美咲 林", 4, ["林美", "咲", "林"]],
  ])("breaks %j at %i columns", (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  it("takes a name of a million characters without stalling", () => {
    const lines = wrap("x".repeat(1_000_000), 50);
    expect(lines).toHaveLength(20_000);
  }, 5000);
});
