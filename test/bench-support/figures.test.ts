import { describe, expect, it } from "vitest";
import { formatTable, showShare } from "../bench/accuracy/table.ts";
import { addUp, createTally, ratio } from "../bench/accuracy/tally.ts";
import { isMet, judgePipelines, perThousand } from "../bench/accuracy/targets.ts";

const NO_CASES = { misses: [], alarms: [], kinds: new Map() };

describe("a target", () => {
  const figure = { name: "x", value: 0.65, unit: "share" } as const;

  it("is met at its bound and missed beyond it", () => {
    expect(isMet({ ...figure, target: { least: 0.65 } })).toBe(true);
    expect(isMet({ ...figure, target: { least: 0.651 } })).toBe(false);
    expect(isMet({ ...figure, target: { most: 0.65 } })).toBe(true);
    expect(isMet({ ...figure, target: { most: 0.649 } })).toBe(false);
  });

  it("judges pipelines by credentials, look-alikes and other lines", () => {
    const labels = new Map([
      ["T", { hit: 2, total: 3 }],
      ["F", { hit: 1, total: 200 }],
    ]);
    const figures = judgePipelines({ ...NO_CASES, labels, lines: 4000, unlabelled: 6 });
    expect(figures.map((item) => [item.value, isMet(item)])).toEqual([
      [2 / 3, false],
      [0.005, true],
      [1.5, false],
    ]);
  });
});

describe("a share", () => {
  it("counts hits of all by name", () => {
    const tally = createTally();
    tally.add("a", true);
    tally.add("a", false);
    tally.add("b", true);
    expect([...tally.shares]).toEqual([
      ["a", { hit: 1, total: 2 }],
      ["b", { hit: 1, total: 1 }],
    ]);
    expect(addUp(tally.shares.values())).toEqual({ hit: 2, total: 3 });
  });

  it("of nothing is nothing", () => {
    expect(ratio({ hit: 0, total: 0 })).toBe(0);
    expect(perThousand(0, 0)).toBe(0);
  });

  it("shows percent and counts", () => {
    expect(showShare({ hit: 975, total: 1369 })).toBe("71.2 % (975 of 1,369)");
  });
});

describe("a table", () => {
  it("aligns names to the left and figures to the right", () => {
    expect(
      formatTable([
        ["name", "count"],
        ["日本", "12345678"],
        ["x", "1"],
      ]),
    ).toEqual(["name     count", "日本  12345678", "x            1"]);
  });
});
