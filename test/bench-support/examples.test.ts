import { describe, expect, it } from "vitest";
import { scoreExamples } from "../bench/accuracy/examples.ts";
import type { Example } from "../bench/accuracy/rows.ts";
import { demoToken } from "../support/demo-rules.ts";
import { demoValue, makeExample, PROBE } from "./demo.ts";

const score = (...rows: readonly Partial<Example>[]) => scoreExamples(rows.map(makeExample), PROBE);
const kind = async (name: string, ...rows: readonly Partial<Example>[]) =>
  (await score(...rows)).kinds.get(name);

describe("scoring examples", () => {
  it("counts a secret as found if a report touches it, at any of its places", async () => {
    const text = `${demoToken("a")} and x${demoValue("a")}`;
    expect(await kind("secret", { text, secret: demoValue("a") })).toEqual({ hit: 1, total: 1 });
  });

  it("does not count a report elsewhere in the row", async () => {
    const text = `${demoToken("a")} other-value`;
    expect(await kind("secret", { text, secret: "other-value" })).toEqual({ hit: 0, total: 1 });
  });

  it("counts any report where the row names no secret", async () => {
    expect(await kind("secret", { text: `x ${demoToken("a")}` }, { text: "x" })).toEqual({
      hit: 1,
      total: 2,
    });
  });

  it("counts recall a second time without generated rows", async () => {
    const rows = [{ text: demoToken("a"), generated: true }, { text: "nothing" }];
    expect(await kind("secret", ...rows)).toEqual({ hit: 1, total: 2 });
    expect(await kind("secret, not generated", ...rows)).toEqual({ hit: 0, total: 1 });
  });

  it("keeps benign rows and near misses apart", async () => {
    const text = demoToken("a");
    const rows: readonly Partial<Example>[] = [
      { expect: "clean", negative: "benign", text },
      { expect: "clean", negative: "benign", text: "fine" },
      { expect: "clean", negative: "near-miss", text },
    ];
    expect(await kind("benign", ...rows)).toEqual({ hit: 1, total: 2 });
    expect(await kind("near-miss", ...rows)).toEqual({ hit: 1, total: 1 });
    const { benignAlarms, nearMissAlarms } = await score(...rows);
    expect([benignAlarms.length, nearMissAlarms.length]).toEqual([1, 1]);
  });

  it("counts lines of leaky-repo and findings of others, up to what the source says", async () => {
    const text = `${demoToken("a")} ${demoToken("b")}\n${demoToken("c")}`;
    expect((await score({ source: "leaky-repo", text, count: 5 })).counted).toEqual({ hit: 2, total: 5 });
    expect((await score({ source: "whispers", text, count: 5 })).counted).toEqual({ hit: 3, total: 5 });
    expect((await score({ source: "whispers", text, count: 2 })).counted).toEqual({ hit: 2, total: 2 });
  });

  it("counts by source and by provider", async () => {
    const { sources, providers } = await score(
      { source: "one", provider: "aws", text: demoToken("a") },
      { source: "two", provider: "aws", text: "" },
    );
    expect([...sources]).toEqual([
      ["one", { hit: 1, total: 1 }],
      ["two", { hit: 0, total: 1 }],
    ]);
    expect([...providers]).toEqual([["aws", { hit: 1, total: 2 }]]);
  });

  it("says of a miss why, and shows no value", async () => {
    const { misses } = await score({ id: "made-up/rule#7", text: 'token = "hunter2"', secret: "hunter2" });
    expect(misses).toEqual([
      { group: "demo", place: "made-up/rule#7", line: 'token = "«aaaaaa0»"', cause: "no rule proposed it" },
    ]);
  });

  it("names the rule and the reason where a candidate was dropped", async () => {
    // Repeated characters: the placeholder filter drops it.
    const value = "0".repeat(16);
    const { misses } = await score({ text: `demo_${value}`, secret: value });
    expect(misses[0]?.cause).toMatch(/^demo-token: (?!lost)./);
  });
});
