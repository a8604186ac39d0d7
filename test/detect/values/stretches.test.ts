/** Which parts of a text the extractor gets to read. */
import { describe, expect, it } from "vitest";
import { findStretches } from "../../../src/detect/values/stretches.ts";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";

const read = (text: string, anchors: readonly number[] = []): readonly string[] =>
  findStretches(Buffer.from(text), anchors).map(({ start, end }) =>
    Buffer.from(text).toString("utf8", start, end),
  );

const RUN = "a1B2c3D4e5F6g7H8";

describe("stretches", () => {
  it("are whole lines, once each, in order, however many anchors a line has", () => {
    expect(read("one\ntwo\nthree\n", [10, 9, 1])).toEqual(["one", "three"]);
  });

  it("hold every mixed run of sixteen characters, wherever it begins", () => {
    for (let offset = 0; offset < 40; offset++)
      expect(read(`${" ".repeat(offset)}${RUN}\nnext`)).toEqual([`${" ".repeat(offset)}${RUN}`]);
  });

  it("leave lines alone whose runs are shorter, or words, or digits only", () => {
    expect(read(`${RUN.slice(1)} a-long-name-of-words-only 12345678901234567890\n`)).toEqual([]);
  });

  it("cut a very long line into overlapping parts around what was found", () => {
    const text = `${"x ".repeat(3000)}${RUN}${" y".repeat(3000)}`;
    const [only, ...more] = findStretches(Buffer.from(text), []);
    expect(more).toEqual([]);
    expect(only).toEqual({ start: 5600, end: 7600 });
  });

  it("find the same runs as a regular expression does, in random text", () => {
    const random = createSeededRandom("stretches");
    for (let round = 0; round < 300; round++) {
      const text = random.pick("aB3 +\n\n.-xyZ9", 200);
      const expected = text
        .split("\n")
        .filter((line) =>
          [...line.matchAll(/[A-Za-z0-9+/_=~.-]{16,}/g)].some(([run]) => countChanges(run) >= 4),
        );
      expect(read(text)).toEqual(expected);
    }
  });
});

/** The plain twin: digits, letters, and changes between them. */
const countChanges = (run: string): number => {
  if (!/\d/.test(run) || !/[A-Za-z]/.test(run)) return 0;
  const kind = (character: string): string =>
    /\d/.test(character) ? "d" : /[A-Z]/.test(character) ? "U" : /[a-z]/.test(character) ? "l" : ".";
  return [...run].filter((character, index) => {
    const [before, now] = [kind(run[index - 1] ?? "."), kind(character)];
    return before !== "." && now !== "." && before !== now && before + now !== "Ul";
  }).length;
};
