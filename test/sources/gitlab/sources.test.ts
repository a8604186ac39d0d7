/** The contract of every source that reads GitLab, on the sample company. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SOURCES } from "../../../src/sources/registry.ts";
import { sourceContract } from "../../contracts/source-contract.ts";
import { type SampleGitLab, startSampleGitLab } from "../../sample-gitlab/server.ts";
import { CASES } from "./source-cases.ts";

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab();
});
afterAll(() => sample.close());

/** They read git and files, not the API. */
const OTHERS = ["history", "worktree", "folder", "stdin"];

describe("the contract", () => {
  it("is kept by every source that reads GitLab", () => {
    const names = SOURCES.map(({ name }) => name).filter((name) => !OTHERS.includes(name));
    expect(CASES.map(({ source }) => source.name)).toEqual(names);
  });
});

for (const row of CASES) sourceContract(() => sample, row);
