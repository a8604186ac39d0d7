import { describe, expect, it } from "vitest";
import {
  regionOfLabel,
  regionOfSlice,
  regionsOfValue,
  touches,
  wholeLines,
} from "../bench/accuracy/regions.ts";
import { makeLabel } from "./demo.ts";

const region = (line: number, column: number, endLine: number, endColumn: number) => ({
  line,
  column,
  endLine,
  endColumn,
});

describe("two regions", () => {
  it.each([
    ["share a character", region(1, 3, 1, 6), region(1, 5, 1, 9), true],
    ["stand side by side", region(1, 3, 1, 6), region(1, 6, 1, 9), false],
    ["have a gap between them", region(1, 3, 1, 6), region(1, 8, 1, 9), false],
    ["lie in each other", region(1, 1, 1, 99), region(1, 4, 1, 5), true],
    ["have the same columns on different lines", region(1, 3, 1, 6), region(2, 3, 2, 6), false],
    ["meet on the last line of a block", region(1, 30, 4, 3), region(4, 1, 4, 2), true],
    ["part on the last line of a block", region(1, 30, 4, 3), region(4, 3, 4, 9), false],
    [
      "lie within a block, further right than its first column",
      region(1, 30, 4, 3),
      region(2, 90, 2, 99),
      true,
    ],
  ])("that %s", (_, a, b, expected) => {
    expect(touches(a, b)).toBe(expected);
    expect(touches(b, a)).toBe(expected);
  });
});

describe("the region of a label", () => {
  it("has the label's columns, which count from 0", () => {
    expect(regionOfLabel(makeLabel({ line: 7, start: 4, end: 9 }))).toEqual(region(7, 5, 7, 10));
  });

  it("is the whole line where there are no columns", () => {
    expect(regionOfLabel(makeLabel({ line: 7 }))).toEqual(wholeLines(7));
  });

  it("is all its lines where there are several, whatever the columns say", () => {
    const label = makeLabel({ line: 7, endLine: 9, start: 22, end: 66 });
    expect(regionOfLabel(label)).toEqual(wholeLines(7, 9));
  });
});

describe("the region of a part of a text", () => {
  it("counts columns in code points", () => {
    const text = "one\n🔑🔑 key\nthree";
    const start = text.indexOf("key");
    expect(regionOfSlice(text, start, start + 3)).toEqual(region(2, 4, 2, 7));
  });

  it("does not count a byte order mark", () => {
    expect(regionOfSlice("\ufeffkey", 1, 4)).toEqual(region(1, 1, 1, 4));
  });

  it("may span lines", () => {
    expect(regionOfSlice("ab\ncd", 1, 4)).toEqual(region(1, 2, 2, 2));
  });

  it("is found at every place of a value", () => {
    expect(regionsOfValue("key\n key", "key")).toEqual([region(1, 1, 1, 4), region(2, 2, 2, 5)]);
    expect(regionsOfValue("none", "key")).toEqual([]);
  });
});
