/** What a clone would bring is asked of the server, whatever lies in the folders above. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listRemoteRefs } from "../../src/git/clone.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { makeGitContext } from "../support/scanner.ts";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab();
});
afterAll(async () => {
  await gitlab.close();
  removeTestFolders();
});

describe("the refs of a repository on a server", () => {
  it("do not go by the configuration of a repository in a folder above", async () => {
    const above = makeTestFolder();
    execFileSync("git", ["init", "-q", above]);
    execFileSync("git", ["-C", above, "config", "url.http://127.0.0.1:1/.insteadOf", `${gitlab.url}/`]);
    const folder = join(above, "tmp");
    mkdirSync(folder);
    const project = "acme/payments/api";
    const request = {
      url: `${gitlab.url}/${project}.git`,
      folder,
      token: gitlab.tokens.owner,
      host: new URL(gitlab.url).host,
      project,
      timeoutMs: 20_000,
    };
    const refs = await listRemoteRefs(request, makeGitContext(new AbortController().signal));
    expect(Object.keys(refs ?? {})).toContain("refs/heads/main");
  });
});
