import { describe, expect, it } from "vitest";
import { findRuns, makeAlphabet, type RunShape } from "../../../src/detect/decode/runs.ts";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";

const SHAPE: RunShape = { isMember: makeAlphabet("ab"), minimum: 6, findStart: (_, start) => start };
const find = (text: string, shape = SHAPE): readonly string[] =>
  [...findRuns(Buffer.from(text), shape)].map(({ start, end, text: run }) => `${start}-${end} ${run}`);

describe("runs of an alphabet", () => {
  it("are the longest there are, in random texts", () => {
    const random = createSeededRandom("runs");
    for (let round = 0; round < 500; round++) {
      const text = random.pick("aaabbb-", 1 + (round % 120));
      const expected = [...text.matchAll(/[ab]{6,}/g)].map(
        ({ 0: run, index }) => `${index}-${index + run.length} ${run}`,
      );
      expect(find(text), `in ${text}`).toEqual(expected);
    }
  });

  it("begin where the shape says, and are left out where it says nothing", () => {
    const skipping = { ...SHAPE, findStart: (_: Buffer, start: number) => (start === 0 ? -1 : start + 2) };
    expect(find("aaaaaa bbbbbbbb", skipping)).toEqual(["9-15 bbbbbb"]);
  });

  it("go over lines of one width, and take their padding along", () => {
    const line = "ab".repeat(20);
    expect(find(`${line}\n  ${line}\n  abab==\nbbbbbbb`)).toEqual([
      `0-92 ${line}${line}abab`,
      "93-100 bbbbbbb",
    ]);
  });

  it("longer than a megabyte are cut between groups of four, and nothing is lost", () => {
    const runs = [...findRuns(Buffer.from(`-${"ab".repeat(1_300_000)}-`), SHAPE)];
    expect(runs.map(({ start }) => (start - 1) % 4)).toEqual([0, 0, 0]);
    expect(runs.reduce((sum, { text }) => sum + text.length, 0)).toBe(2_600_000);
  });
});
