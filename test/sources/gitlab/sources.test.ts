/** The contract of every source that reads GitLab, on the sample company. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SOURCES } from "../../../src/sources/registry.ts";
import { sourceContract } from "../../contracts/source-contract.ts";
import { type SampleGitLab, startSampleGitLab } from "../../sample-gitlab/server.ts";
import type { Target } from "../../../src/model/target.ts";
import type { SourceContext } from "../../../src/sources/source.ts";
import { CASES_ABOVE } from "./source-cases-above.ts";
import { CASES } from "./source-cases.ts";

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab();
});
afterAll(() => sample.close());

/** They read git and files, not the API; the settings are no text, and have tests of their own in test/run. */
const OTHERS = ["history", "worktree", "folder", "stdin", "settings"];

const TARGET = { id: "project:1", path: "a/b", name: "b", webUrl: "" };

const ALL_CASES = [...CASES, ...CASES_ABOVE];

describe("the contract", () => {
  it("is kept by every source that reads GitLab", () => {
    const targets = (["project", "group", "instance"] as const).map((kind) => ({ ...TARGET, kind }));
    const context = { gitlab: { url: sample.url }, project: null };
    const rows = SOURCES.filter(({ name }) => !OTHERS.includes(name)).flatMap((source) =>
      targets
        // What they look at is there.
        .filter((target) => source.appliesTo(target as Target, context as SourceContext))
        .map(({ kind }) => `${source.name} of ${kind}s`),
    );
    expect(ALL_CASES.map(({ source, kind = "project" }) => `${source.name} of ${kind}s`).sort()).toEqual(
      rows.sort(),
    );
  });
});

for (const row of ALL_CASES) sourceContract(() => sample, row);
