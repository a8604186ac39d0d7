import { describe, expect, it } from "vitest";
import { expandTemplate } from "../../src/rules/template.ts";
import { scoreReal } from "../bench/accuracy/real.ts";
import type { Label } from "../bench/accuracy/rows.ts";
import { addUp } from "../bench/accuracy/tally.ts";
import { demoToken } from "../support/demo-rules.ts";
import { demoValue, makeLabel, PROBE } from "./demo.ts";

const score = (text: string, ...labels: readonly Partial<Label>[]) =>
  scoreReal([{ repo: "made/up", path: "a.py", text, labels: labels.map(makeLabel) }], PROBE);
/** Columns of the first occurrence, in code points. */
const columns = (line: string, value: string) => {
  const before = line.slice(0, line.indexOf(value));
  const start = Array.from(before).length;
  return { start, end: start + Array.from(value).length };
};

describe("scoring real code", () => {
  it("finds a credential by its columns, in code points", async () => {
    const line = `🔑🔑🔑 ${demoToken("a")}`;
    const { tiers, unlabelled } = await score(line, columns(line, demoValue("a")));
    expect([...tiers]).toEqual([["strong", { hit: 1, total: 1 }]]);
    expect(unlabelled).toBe(0);
  });

  it("does not take a report elsewhere on the line for it", async () => {
    const line = `"hunter2" ${demoToken("a")}`;
    const { tiers, unlabelled, misses } = await score(line, columns(line, "hunter2"));
    expect([...tiers]).toEqual([["strong", { hit: 0, total: 1 }]]);
    expect(unlabelled).toBe(1);
    const [miss] = misses;
    expect(miss).toMatchObject({
      group: "strong Token",
      place: "made/up a.py:1",
      cause: "no rule proposed it",
    });
  });

  it("shows no value of a line with a miss: not the miss, not other credentials, not what is reported", async () => {
    const reported = expandTemplate("{{hex 64 seed=1}}").replaceAll(/\d/g, "").slice(0, 16);
    const line = `hunter tigers demo_${reported}`;
    const { misses } = await score(line, columns(line, "hunter"), columns(line, "tigers"));
    // Cut to its width after the first value.
    expect(misses.map((miss) => miss.line)).toEqual([`«aaaaaa» aaaaaa demo_${"a".repeat(11)}`]);
  });

  it("matches a block by its lines", async () => {
    const text = `begin\n${demoToken("a")}\nend`;
    const { tiers } = await score(text, { line: 1, endLine: 3, tier: "block" });
    expect([...tiers]).toEqual([["block", { hit: 1, total: 1 }]]);
  });

  it("counts several labels of the same lines as one place", async () => {
    const line = `user ${demoToken("a")}`;
    const { tiers } = await score(line, columns(line, "user"), columns(line, demoValue("a")));
    expect([...tiers]).toEqual([["strong", { hit: 1, total: 1 }]]);
  });

  it("ignores identifiers and what nobody could judge, as hits and as misses", async () => {
    const text = `${demoToken("a")}\n${demoToken("b")}\nnone`;
    const { tiers, clean, unlabelled } = await score(
      text,
      { line: 1, core: false },
      { line: 2, label: "X" },
      { line: 3, core: false },
    );
    expect([tiers.size, clean.size, unlabelled]).toEqual([0, 0, 0]);
  });

  it("counts look-alikes that are reported", async () => {
    const text = `${demoToken("a")}\nfine`;
    const { clean, alarms } = await score(
      text,
      { line: 1, label: "F" },
      { line: 2, label: "F", category: "Key" },
    );
    expect(addUp(clean.values())).toEqual({ hit: 1, total: 2 });
    expect(alarms.map(({ group, place }) => [group, place])).toEqual([
      ["demo-token on Token", "made/up a.py:1"],
    ]);
  });

  it("does not blame a look-alike for a credential on its line", async () => {
    const line = `name ${demoToken("a")}`;
    const credential = columns(line, demoValue("a"));
    const lookAlike = { label: "F", ...columns(line, "name") } as const;
    for (const other of [credential, { ...credential, label: "X" } as const])
      expect((await score(line, lookAlike, other)).clean.size).toBe(0);
  });
});
