import { describe, expect, it } from "vitest";
import { commitId, fingerprint, ruleId, secretId, targetId } from "../../src/model/ids.ts";
import type { Provenance } from "../../src/model/provenance.ts";
import type { SealedFinding } from "../../src/model/sealed-finding.ts";
import { dropMergedCopies } from "../../src/run/merged-config.ts";

const introduced = { commit: commitId("a".repeat(40)), author: "", date: "" };
const PLACES = {
  merged: { kind: "ci-config", item: "merged CI configuration", path: "", webUrl: "" },
  file: { kind: "worktree", path: "a.yml", introduced },
  pipeline: { kind: "pipeline", path: ".gitlab-ci.yml", job: null, introduced },
  old: { kind: "history", path: "a.yml", introduced },
  log: { kind: "job-log", item: "job 1", path: "a", webUrl: "" },
} as const satisfies Readonly<Record<string, Provenance>>;

const at = (secret: string, place: keyof typeof PLACES): SealedFinding => ({
  rule: ruleId("a"),
  secretId: secretId(secret),
  fingerprint: fingerprint(`${secret} ${place}`),
  preview: "",
  confidence: "high",
  tags: [],
  facts: {},
  location: { target: targetId("project:1"), provenance: PLACES[place], region: null, url: "" },
});

describe("a secret in the merged CI configuration", () => {
  it.each(["file", "pipeline"] as const)("is told at its %s alone, whichever was read first", (place) => {
    const [merged, own] = [at("x", "merged"), at("x", place)];
    expect(dropMergedCopies([merged, own])).toEqual([own]);
    expect(dropMergedCopies([own, merged])).toEqual([own]);
  });

  it.each(["old", "log"] as const)("keeps its place where only %s texts hold it too", (place) => {
    const both = [at("x", "merged"), at("x", place)];
    expect(dropMergedCopies(both)).toEqual(both);
  });

  it("keeps its place where another secret stands in a file", () => {
    const both = [at("x", "merged"), at("y", "file")];
    expect(dropMergedCopies(both)).toEqual(both);
  });
});
