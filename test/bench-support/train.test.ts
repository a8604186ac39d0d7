import { describe, expect, it } from "vitest";
import { scoreTrain } from "../bench/accuracy/train.ts";
import { demoToken } from "../support/demo-rules.ts";
import { demoValue, makeValue, PROBE } from "./demo.ts";

const FOUND = `🔑 key: ${demoToken("a")}`;
const VALUE = demoValue("a");

describe("scoring labelled values", () => {
  it("finds a value by its UTF-16 offsets", async () => {
    const { total } = await scoreTrain([makeValue(FOUND, VALUE), makeValue(FOUND, "key")], PROBE);
    expect([...total]).toEqual([["T strong", { hit: 1, total: 2 }]]);
  });

  it("counts look-alikes, keys among them and those with the labellers' columns", async () => {
    const rows = [
      makeValue(FOUND, VALUE, { label: "F", core: false, tier: "strong", span: "label" }),
      makeValue(FOUND, "key", { label: "F", core: false, tier: "weak", span: "found" }),
    ];
    const { total, alarms } = await scoreTrain(rows, PROBE);
    expect(Object.fromEntries(total)).toEqual({
      F: { hit: 1, total: 2 },
      "F strong": { hit: 1, total: 1 },
      "F with columns": { hit: 1, total: 1 },
    });
    expect(alarms.map(({ group }) => group)).toEqual(["demo-token on Token"]);
  });

  it("leaves out identifiers and what nobody could judge", async () => {
    const rows = [
      makeValue(FOUND, VALUE, { core: false }),
      makeValue(FOUND, VALUE, { label: "X", core: false }),
    ];
    expect((await scoreTrain(rows, PROBE)).total.size).toBe(0);
  });

  it("counts by fold, and takes one fold or all but one", async () => {
    const rows = [2, 0, 1].map((fold) => makeValue(FOUND, VALUE, { fold }));
    const foldsOf = async (choice = {}) => [...(await scoreTrain(rows, PROBE, choice)).folds.keys()];
    expect(await foldsOf()).toEqual([0, 1, 2]);
    expect(await foldsOf({ only: 1 })).toEqual([1]);
    expect(await foldsOf({ without: 1 })).toEqual([0, 2]);
  });

  it("shows no value of a miss", async () => {
    const { misses } = await scoreTrain([makeValue("pin = 'tiger9'", "tiger9", { tier: "weak" })], PROBE);
    expect(misses).toEqual([
      {
        group: "weak Token",
        place: "made-up#1 a.txt",
        line: "pin = '«aaaaa0»'",
        cause: "no rule proposed it",
      },
    ]);
  });
});
