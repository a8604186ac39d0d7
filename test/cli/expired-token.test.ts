/** A token that expires while several projects are being read: the sweep ends in order, wherever it is. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { runCli } from "../support/run-cli.ts";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab();
});
afterAll(() => gitlab.close());

describe("a token that expires in the middle of a sweep", () => {
  it.each([60, 84, 108])("ends it with exit code 2 (at request %i)", async (from) => {
    gitlab.faults.set([{ path: "/api/v4/*", from, effect: { kind: "unauthorized" } }]);
    const args = ["sweep", "acme", "--store", "memory:", "--gitlab-url", gitlab.url, "--concurrency", "8"];
    const { code, stderr } = await runCli(args, { env: { GITLAB_TOKEN: gitlab.tokens.owner } });
    expect([code, stderr]).toEqual([2, expect.not.stringContaining("AbortError")]);
  });
});
