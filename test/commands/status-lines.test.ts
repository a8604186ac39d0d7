import { describe, expect, it } from "vitest";
import { eraseLines, fitLine, wrapLines } from "../../src/commands/status-lines.ts";

describe("taking lines away", () => {
  it.each([
    [[], 80, ""],
    [["one"], 80, "\r\u001b[J"],
    [["one", "two", "three"], 80, "\r\u001b[2A\u001b[J"],
    // 77 columns take three rows of a terminal that has 30 now.
    [["x".repeat(77), "y"], 30, "\r\u001b[3A\u001b[J"],
    [["界".repeat(20)], 30, "\r\u001b[1A\u001b[J"],
    [["", ""], 30, "\r\u001b[1A\u001b[J"],
  ])("goes back over %j at %i columns", (lines, columns, expected) => {
    expect(eraseLines(lines, columns)).toBe(expected);
  });
});

it("a line that is too long is cut, and shown to be", () => {
  expect(fitLine("abcdef", 6)).toBe("abcdef");
  expect(fitLine("abcdef", 5)).toBe("abcd…");
});

it("long lines of a message go on below where they begin", () => {
  expect(wrapLines("one two three\n  four five six", 9)).toBe("one two\nthree\n  four\n  five\n  six");
  expect(wrapLines("short\n", 9)).toBe("short\n");
});
