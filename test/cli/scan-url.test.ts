/** `scan` with a clone URL. */
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { runCli } from "../support/run-cli.ts";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab();
});
afterAll(async () => {
  await gitlab.close();
  removeTestFolders();
});

const scan = async (
  url: string,
  env: Readonly<Record<string, string>> = {},
  more: readonly string[] = [],
) => {
  const folder = makeTestFolder();
  mkdirSync(join(folder, "tmp"));
  const args = ["scan", url, "--format", "jsonl", "--allow-gaps", ...more];
  const result = await runCli(args, {
    cwd: folder,
    env: { TMPDIR: join(folder, "tmp"), HOME: folder, GITLAB_TOKEN: gitlab.tokens.owner, ...env },
  });
  return { ...result, left: readdirSync(join(folder, "tmp")) };
};
const home = () => ({ GITLAB_URL: gitlab.url });
const cloneUrl = (): string => `${gitlab.url}/acme/payments/api.git`;

describe("a scan of a clone URL", () => {
  it("finds what files and history hold, and leaves no clone behind", async () => {
    const { code, stdout, left } = await scan(cloneUrl(), home());
    expect([code, left]).toEqual([1, []]);
    const sources = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { source: string }).source); // our own form
    expect(sources).toContain("worktree");
    expect(sources).toContain("history");
  });

  it("gives the token to its own GitLab only, and says why it cannot clone", async () => {
    // The repository is a private one: with the token it is cloned, as above.
    const elsewhere = { GITLAB_URL: "https://gitlab.example.com" };
    const { code, stderr, left } = await scan(cloneUrl(), elsewhere);
    expect([code, left]).toEqual([2, []]);
    expect(stderr).toContain("vaultbound: Cannot clone");
    expect(stderr).not.toContain(gitlab.tokens.owner);
  });

  it.each([
    ["http://user:hunter2hunter2@127.0.0.1/x.git", "must not hold credentials"],
    ["ssh://git@127.0.0.1/x.git", "only https clone URLs are read"],
    ["git@127.0.0.1:x.git", "only https clone URLs are read"],
    ["file:///etc", "only https clone URLs are read"],
    ["https://127.0.0.1/x.git?private_token=hunter2hunter2", "neither a query nor a fragment"],
  ])("refuses %s", async (url, message) => {
    const { code, stderr } = await scan(url);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).not.toContain("hunter2");
  });

  it("refuses to leave the history out", async () => {
    const { code, stderr } = await scan(cloneUrl(), home(), ["--no-history"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("--no-history: a clone URL is read with its"),
    ]);
  });
});
