import { describe, expect, it } from "vitest";
import { scorePipelines } from "../bench/accuracy/pipelines.ts";
import type { PipelinePlace } from "../bench/accuracy/rows.ts";
import { demoToken } from "../support/demo-rules.ts";
import { makePipelinePlace, PROBE } from "./demo.ts";

const score = (text: string, ...places: readonly PipelinePlace[]) =>
  scorePipelines([{ file: "ci-corpus/001.yml", text }], places, PROBE);

describe("scoring pipelines", () => {
  it("finds a credential by its line", () => {
    const text = `a\nKEY: ${demoToken("a")}\nOTHER: hunter2\n`;
    const { labels, misses } = score(text, makePipelinePlace(2, "T"), makePipelinePlace(3, "T"));
    expect([...labels]).toEqual([["T", { hit: 1, total: 2 }]]);
    expect(misses).toEqual([
      {
        group: "T variables",
        place: "ci-corpus/001.yml:3",
        line: "«AAAAA: aaaaaa0»",
        cause: "no rule proposed it",
      },
    ]);
  });

  it("counts look-alikes that are reported, by kind", () => {
    const { labels, kinds } = score(
      `A: ${demoToken("a")}\nB: fine\n`,
      makePipelinePlace(1, "F", "hash: of a download"),
      makePipelinePlace(2, "F"),
    );
    expect([...labels]).toEqual([["F", { hit: 1, total: 2 }]]);
    expect(Object.fromEntries(kinds)).toEqual({ hash: { hit: 1, total: 1 }, name: { hit: 0, total: 1 } });
  });

  it("does not blame a look-alike for the credential on its line", () => {
    const text = `login -u robot -p ${demoToken("a")}`;
    const { labels } = score(text, makePipelinePlace(1, "F"), makePipelinePlace(1, "T"));
    expect(Object.fromEntries(labels)).toEqual({ T: { hit: 1, total: 1 }, F: { hit: 0, total: 1 } });
  });

  it("counts a line without a row once, however many reports stand on it", () => {
    const text = `${demoToken("a")} ${demoToken("b")}\nx\n${demoToken("c")}\n`;
    const { lines, unlabelled, alarms } = score(text, makePipelinePlace(2, "F"));
    expect([lines, unlabelled, alarms.length]).toEqual([3, 2, 3]);
  });

  it("takes the rows of each file for that file only", () => {
    const text = demoToken("a");
    const files = ["ci-corpus/001.yml", "ci-corpus/002.yml"].map((file) => ({ file, text }));
    const { labels, unlabelled, lines } = scorePipelines(files, [makePipelinePlace(1, "T")], PROBE);
    expect([...labels]).toEqual([["T", { hit: 1, total: 1 }]]);
    expect([unlabelled, lines]).toEqual([1, 2]);
  });
});
