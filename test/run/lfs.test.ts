/** What Git LFS keeps elsewhere is not in the repository: that is said, once. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMemoryStore } from "../../src/store/memory.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { openCommits } from "../support/sample-commits.ts";
import { sweepSample } from "../support/sweep-sample.ts";

const PROJECT = "acme/payments/api";
const pointer = (digit: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${digit.repeat(64)}\nsize 12345\n`;

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ now: () => new Date("2026-03-01T00:00:00Z") });
});
afterAll(() => gitlab.close());

describe("pointers of Git LFS", () => {
  it("are one gap of the repository, which later sweeps still tell", async () => {
    const store = openMemoryStore();
    const sweep = async (): Promise<readonly string[]> => {
      const { facts } = await sweepSample({
        url: gitlab.url,
        token: gitlab.tokens.owner,
        path: PROJECT,
        store,
      });
      return facts.flatMap(({ gaps }) => gaps.map(({ code, source }) => `${code} ${source}`));
    };
    const { commit } = openCommits(gitlab.repositories[PROJECT] ?? "");
    expect(await sweep()).toEqual([]);
    commit({ "a.bin": pointer("1"), "b.bin": pointer("2"), "about-lfs.md": `# Pointers\n\n${pointer("3")}` });
    expect(await sweep()).toEqual(["GIT_LFS_NOT_READ history"]);
    // Nothing new, then something new elsewhere.
    expect(await sweep()).toEqual(["GIT_LFS_NOT_READ history"]);
    commit({ "notes.md": "More.\n" });
    expect(await sweep()).toEqual(["GIT_LFS_NOT_READ history"]);
  });
});
