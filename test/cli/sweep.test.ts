import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { type CliOptions, runCli } from "../support/run-cli.ts";
import { compileSchema } from "../support/schemas.ts";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab();
});
afterAll(async () => {
  await gitlab.close();
  removeTestFolders();
});

const makePlace = (): string => {
  const folder = makeTestFolder();
  mkdirSync(join(folder, "tmp"));
  return folder;
};
const run = (folder: string, args: readonly string[], options: CliOptions = {}) =>
  runCli(args, {
    ...options,
    cwd: folder,
    env: {
      GITLAB_URL: gitlab.url,
      GITLAB_TOKEN: gitlab.tokens.owner,
      TMPDIR: join(folder, "tmp"),
      HOME: folder,
      VAULTBOUND_STORE: join(folder, "store.sqlite"),
      ...options.env,
    },
  });
const withoutAddress = (text: string): string => text.replaceAll(gitlab.url, "http://gitlab");

describe("a dry run", () => {
  it("lists what would be read and what not, in 80 columns, and leaves nothing behind", async () => {
    const folder = makePlace();
    const result = await run(folder, ["sweep", "acme", "--dry-run", "--archived", "exclude"]);
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(result.stdout).toMatch(/^A sweep would read 6 groups and \d+ projects\. Nothing was read\.$/m);
    expect(result.stdout).toContain(
      "  project  acme/platform/retired  (to be deleted, asked for on 2026-01-31)\n",
    );
    expect(result.stdout).toContain("  project  acme/web/legacy  (left out: --archived exclude)\n");
    for (const line of result.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(existsSync(join(folder, "store.sqlite"))).toBe(false);
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
  });

  it("is JSON for programs", async () => {
    const { stdout } = await run(makePlace(), ["sweep", "acme/payments/api", "--dry-run", "-f", "json"]);
    const plan = JSON.parse(withoutAddress(stdout)) as { targets: { path: string }[]; clones: number }; // our own form
    expect(plan).toMatchObject({ version: 1, scope: "http://gitlab acme/payments/api", clones: 1 });
    expect(plan.targets.map(({ path }) => path)).toEqual(["acme", "acme/payments", "acme/payments/api"]);
  });
});

describe("a sweep of some sources", () => {
  it("makes no clone without the history, and keeps the other selection's facts", async () => {
    const folder = makePlace();
    const only = ["acme/payments", "--allow-gaps", "--format", "json"];
    const before = gitlab.requests.length;
    const few = await run(folder, ["sweep", ...only, "--sources", "variables"]);
    expect(few.code).toBe(0);
    expect(gitlab.requests.slice(before).filter(({ path }) => path.includes(".git"))).toEqual([]);
    await run(folder, ["sweep", ...only]);
    const scope = `${gitlab.url} acme/payments --sources variables`;
    const again = await run(folder, ["inventory", "--scope", scope, "--format", "json", "--allow-gaps"]);
    expect(again.stdout).toBe(few.stdout);
  });
});

describe("changes from one sweep to the next", () => {
  it("fail what they are asked to fail, and are described by their schema", async () => {
    const folder = makePlace();
    const args = ["sweep", "acme/payments", "--sources", "variables", "--progress", "none", "--allow-gaps"];
    const first = await run(folder, [...args, "--fail-on-new", "any"]);
    expect([first.code, first.stdout]).toEqual([1, expect.stringContaining("everything counts as new")]);
    expect(first.stdout).toMatch(
      /\nCoverage\n {2}read [^]*\n {2}sources {3}variables {2}\d+ variables in \d+ places/,
    );
    const report = join(folder, "inventory.json");
    const second = await run(folder, [
      ...args,
      "--since-last",
      "--fail-on-new",
      "any",
      "--report",
      `json=${report}`,
    ]);
    expect([second.code, second.stdout]).toEqual([
      0,
      expect.stringMatching(/^Since the sweep before: 0 new/),
    ]);
    expect(readFileSync(report, "utf8")).toContain('"entries": [');
    const { stdout } = await run(folder, ["changes", "--format", "json", "--allow-gaps"]);
    expect(compileSchema("docs/schema/changes.v1.json")(JSON.parse(stdout))).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({ compared: "earlier", changes: [] });
  });
});

describe("the doctor", () => {
  it("ends with 1 where something would be missing, and says what to grant", async () => {
    const env = { GITLAB_TOKEN: gitlab.tokens.withoutCode };
    const { code, stdout } = await run(makePlace(), ["doctor", "acme/payments"], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^missing {3}scopes: read_api: repositories cannot be cloned/m);
    expect(stdout).toContain("A sweep works; what is missing above it lists as gaps.");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each(["expired", "revoked", "noScope"] as const)("ends with 2 for a token that is %s", async (name) => {
    const env = { GITLAB_TOKEN: gitlab.tokens[name] };
    const { code, stdout, stderr } = await run(makePlace(), ["doctor", "--format", "json"], { env });
    const report = JSON.parse(stdout) as { exitCode: number }; // our own form
    expect([code, report.exitCode]).toEqual([2, 2]);
    expect(stdout + stderr).not.toContain(gitlab.tokens[name]);
  });

  it("ends with 2 without a token, and still looks at this machine", async () => {
    const { code, stdout } = await run(makePlace(), ["doctor"], { env: { GITLAB_TOKEN: "" } });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^ok {8}git: \d/m);
    expect(stdout).toContain("UNUSABLE  token: No GitLab token was given.");
  });

  it("says where it cannot write", async () => {
    const folder = makePlace();
    writeFileSync(join(folder, "file"), "");
    const { stdout } = await run(folder, ["doctor", "--store", join(folder, "file", "store.sqlite")], {
      env: { GITLAB_TOKEN: "" },
    });
    expect(stdout).toMatch(/^UNUSABLE {2}store: cannot write/m);
  });

  it("creates nothing", async () => {
    const folder = makePlace();
    await run(folder, ["doctor", "acme/payments/api"]);
    expect([readdirSync(folder), readdirSync(join(folder, "tmp"))]).toEqual([["tmp"], []]);
  });
});

describe("a second interrupt", () => {
  it("ends a sweep at once, without a clone left, and the next one goes on", async () => {
    const folder = makePlace();
    let text = "";
    let isSent = false;
    const args = ["sweep", "acme", "--allow-gaps", "--format", "json"];
    const first = await run(folder, args, {
      onOutput: (chunk, child) => {
        text += chunk;
        if (isSent && text.includes("Stopping")) child.kill("SIGINT");
        if (isSent || !text.includes("\nproject ")) return;
        isSent = true;
        child.kill("SIGINT");
      },
    });
    expect(first.code).toBe(130);
    expect(first.stderr).toMatch(/^Stopped at once\. Run the same command again/m);
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
    const second = await run(folder, args);
    expect([second.code, second.stderr]).toEqual([0, expect.stringContaining("Continuing the sweep of")]);
  });
});
