/** Tests of the counts of an inventory. */
import { describe, expect, it } from "vitest";
import { buildInventory } from "../../src/inventory/build.ts";
import { summarise, worstSeverity } from "../../src/inventory/summary.ts";
import { found, inFile, inVariable, makeFacts, makeProject, RULES, RUN } from "../support/facts.ts";

const GAP = { code: "X", source: "variable", subject: "", message: "m", hint: "h" } as const;

const INVENTORY = buildInventory({
  run: RUN,
  rules: RULES,
  facts: [
    makeFacts(makeProject("acme/shop"), {
      findings: [
        found("a", inFile("src/a.env"), { confidence: "high" }),
        found("a", inFile("src/b.env"), { confidence: "high" }),
        found("b", inFile("src/c.env")),
        found("c", inFile("src/d.env"), { rule: "generic-password" }),
        found("d", inVariable("PROD_TOKEN")),
      ],
      gaps: [GAP, GAP],
      coverage: { blobs: 1, bytes: 10, commits: 100, variables: 1000 },
    }),
    makeFacts(makeProject("acme/web"), { coverage: { blobs: 2, bytes: 20, commits: 200, variables: 2000 } }),
  ],
});

describe("the summary", () => {
  it("counts entries, locations, targets and gaps, and adds up what was covered", () => {
    expect(summarise(INVENTORY)).toEqual({
      entries: 4,
      locations: 5,
      bySeverity: { critical: 1, high: 1, medium: 1, low: 1, info: 0 },
      byWave: { 0: 1, 1: 1, 2: 0, 3: 2, 4: 0 },
      byProvider: [
        { provider: "acme", entries: 3 },
        { provider: "generic", entries: 1 },
      ],
      targets: 2,
      coverage: { blobs: 3, bytes: 30, commits: 300, variables: 3000 },
      gaps: 2,
    });
  });
});

describe("the summary by provider", () => {
  it("lists those with the most entries first, then by name", () => {
    const entries = ["b", "c", "a", "c"].flatMap((provider) =>
      INVENTORY.entries.slice(0, 1).map((entry) => ({ ...entry, provider })),
    );
    expect(summarise({ ...INVENTORY, entries }).byProvider.map(({ provider }) => provider)).toEqual([
      "c",
      "a",
      "b",
    ]);
  });
});

describe("the worst severity", () => {
  it("is that of the worst entry, wherever it stands", () => {
    expect(worstSeverity(INVENTORY)).toBe("critical");
    expect(worstSeverity({ entries: INVENTORY.entries.toReversed() })).toBe("critical");
    expect(worstSeverity({ entries: INVENTORY.entries.slice(1) })).toBe("high");
  });

  it("is none where there are no entries", () => {
    expect(worstSeverity({ entries: [] })).toBeNull();
  });
});
