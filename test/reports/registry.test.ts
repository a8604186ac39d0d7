/** The registered reporters, and the contract for each. */
import { describe, expect, it } from "vitest";
import { findReporter, REPORTERS } from "../../src/reports/registry.ts";
import { reporterContract } from "../contracts/reporter-contract.ts";

describe("the registry of reporters", () => {
  it("lists the formats in the order of the help text", () => {
    expect(REPORTERS.map(({ name }) => name)).toEqual(["table", "json", "jsonl", "sarif", "gitlab"]);
  });

  it("finds a reporter by its name and nothing by another", () => {
    expect(findReporter("sarif")?.name).toBe("sarif");
    expect(findReporter("toString")).toBeUndefined();
  });

  it("says of each format in one line what it is for", () => {
    for (const { summary } of REPORTERS) expect(summary).toMatch(/^[^\n]{10,100}$/);
  });
});

// JSON Lines are places only, by contract: a reader counts lines.
for (const reporter of REPORTERS) reporterContract(reporter, { holdsGaps: reporter.name !== "jsonl" });
