/** Ignored secrets leave the inventory, are counted by who ignores them, and come back when asked for. */
import { describe, expect, it } from "vitest";
import { markIgnored } from "../../src/ignore/marks.ts";
import { describeIgnored, forgetRepository, settleIgnored } from "../../src/ignore/settle.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import { found, inFile, type LooseFinding, makeFacts, makeProject, secretOf } from "../support/facts.ts";

const [ONE, TWO] = [makeProject("acme/one"), makeProject("acme/two")];
const COMMENT = { tags: ["ignore_rule", "low_entropy"] };
const marked =
  (
    finding: LooseFinding,
    ...[by, place]: [by: "repository" | "operator" | "baseline", place: string]
  ): LooseFinding =>
  (target) =>
    markIgnored(finding(target), by, place);

const FACTS: readonly TargetFacts[] = [
  makeFacts(ONE, {
    findings: [
      found("comment", inFile("a"), COMMENT),
      marked(found("file", inFile("b")), "repository", ".vaultbound-ignore.yml:3"),
      marked(found("team", inFile("c")), "operator", "team.yml:1"),
      marked(found("both", inFile("d")), "operator", "team.yml:1"),
      marked(found("known", inFile("e")), "baseline", "base.json:7"),
      marked(found("copied", inFile("f")), "baseline", "base.json:8"),
      found("copied", inFile("g")),
      marked(found("elsewhere", inFile("h")), "repository", ".vaultbound-ignore.yml:3"),
      found("open", inFile("i")),
    ],
  }),
  makeFacts(TWO, {
    findings: [
      marked(found("both", inFile("d")), "repository", ".vaultbound-ignore.yml:9"),
      found("elsewhere", inFile("h")),
    ],
  }),
];

const settle = (honoursRepository: boolean, shows: boolean) => {
  const { facts, ignored } = settleIgnored(FACTS, { honoursRepository, shows });
  const names = new Map(
    ["comment", "file", "team", "both", "known", "copied", "elsewhere", "open"].map((name) => [
      secretOf(name),
      name,
    ]),
  );
  const left = facts.flatMap(({ findings }) =>
    findings.map(({ secretId, location, facts }) => {
      const { provenance } = location;
      const by = facts["ignored_by"];
      return `${names.get(secretId)} ${"path" in provenance ? provenance.path : ""}${by === undefined ? "" : ` ${by}`}`;
    }),
  );
  return { left, ignored };
};

describe("ignored secrets", () => {
  it("are left out, with known places of what is new, and counted", () => {
    expect(settle(true, false)).toEqual({
      left: ["copied g", "elsewhere h", "open i", "elsewhere h"],
      ignored: { repository: 3, operator: 1, baseline: 1 },
    });
  });

  it("are shown with who ignores them, unless they are ignored in part of their places only", () => {
    const { left, ignored } = settle(true, true);
    expect(left).toEqual([
      "comment a repository's comment on the line",
      "file b repository's .vaultbound-ignore.yml:3",
      "team c operator's team.yml:1",
      "both d operator's team.yml:1",
      "known e baseline base.json:7",
      "copied f",
      "copied g",
      "elsewhere h",
      "open i",
      "both d repository's .vaultbound-ignore.yml:9",
      "elsewhere h",
    ]);
    expect(ignored).toEqual({ repository: 3, operator: 1, baseline: 1 });
  });

  it("are findings like others where the repository has no say, comments included", () => {
    const { left, ignored } = settle(false, false);
    expect(left).toEqual([
      "comment a",
      "file b",
      "both d",
      "copied g",
      "elsewhere h",
      "open i",
      "both d",
      "elsewhere h",
    ]);
    expect(ignored).toEqual({ repository: 0, operator: 1, baseline: 1 });
  });

  it("keep their other tags when the repository's mark is taken off", () => {
    const [facts] = FACTS;
    if (facts === undefined) throw new Error("no facts");
    expect(forgetRepository(facts).findings[0]?.tags).toEqual(["low_entropy"]);
    expect(forgetRepository(facts).findings[2]).toEqual(facts.findings[2]);
  });
});

describe("the sentence about them", () => {
  it.each([
    [{ repository: 0, operator: 0, baseline: 0 }, null],
    [{ repository: 1, operator: 0, baseline: 0 }, "Ignored: 1 secret (1 by the repository's own rules)."],
    [
      { repository: 2, operator: 1, baseline: 3 },
      "Ignored: 6 secrets (2 by the repository's own rules, 1 by your ignore file, 3 by the baseline).",
    ],
  ])("names who ignores how many (%#)", (ignored, sentence) => {
    expect(describeIgnored(ignored)).toBe(sentence);
  });
});
