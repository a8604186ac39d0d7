import { describe, expect, it } from "vitest";
import { type CharSet, readRegex, type RegexNode } from "../../src/lib/regex-tree.ts";

const onlySet = (node: RegexNode): CharSet | null => {
  if (node.kind === "set") return node.set;
  const [item] = node.kind === "sequence" ? node.items : [];
  return item === undefined ? null : onlySet(item);
};

/** The characters the tree says and those JavaScript matches. */
const compare = (source: string, ignoreCase: boolean): readonly [readonly number[], readonly number[]] => {
  const set = onlySet(readRegex(source, ignoreCase)) ?? 0n;
  const regex = new RegExp(`^(?:${source})$`, ignoreCase ? "i" : "");
  const codes = Array.from({ length: 256 }, (_, code) => code);
  return [
    codes.filter((code) => ((set >> BigInt(code)) & 1n) === 1n),
    codes.filter((code) => regex.test(String.fromCharCode(code))),
  ];
};

describe("a set of characters", () => {
  it.each([
    "a",
    ".",
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "\\n",
    "\\t",
    "\\0",
    "\\.",
    "\\x41",
    "\\u0041",
    "[a-f]",
    "[^a-f]",
    "[\\w-]",
    "[\\w.-]",
    "[\\w-.]",
    "[.-\\w]",
    "[+-9]",
    "[a\\]b]",
    "[\\]-a]",
    "[^\\s\"'`]",
    "[\\b]",
    "[\\x00-\\xff]",
    "[\\u0000-\\uffff]",
    "[^•]",
    "[•-\\uffff]",
    "[^]",
    "\\u2022",
    "[À-Ö]",
    "[^é]",
  ])("is what JavaScript takes it for: %s", (source) => {
    for (const ignoreCase of [false, true]) {
      const [told, matched] = compare(source, ignoreCase);
      expect(told).toEqual(matched);
    }
  });
});

describe("a pattern", () => {
  it("keeps its looks apart from what it takes", () => {
    const tree = readRegex("(?<=a)(?!b)c(?=d)(?<!e)$", false);
    expect(tree.kind === "sequence" ? tree.items.map(({ kind }) => kind) : []).toEqual([
      "look",
      "look",
      "set",
      "look",
      "look",
      "look",
    ]);
    const negated =
      tree.kind === "sequence" ? tree.items.map((item) => item.kind === "look" && item.isNegated) : [];
    expect(negated).toEqual([false, true, false, false, true, false]);
  });

  it.each([
    ["(a)\\1", "back references are not allowed"],
    ["(?<x>a)\\k<x>", "back references are not allowed"],
    ["(a", "unclosed group"],
    ["a)", "unexpected )"],
    ["(?i:a)", "unknown kind of group"],
    ["\\p{L}", "unknown escape"],
    ["\\cA", "unknown escape"],
  ])("is refused where its meaning is not known: %s", (source, message) => {
    expect(() => readRegex(source, false)).toThrow(message);
  });
});
