import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeRepository, makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { runCli } from "../support/run-cli.ts";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab();
});
afterAll(async () => {
  await gitlab.close();
  removeTestFolders();
});

const sweep = (folder: string, options: Parameters<typeof runCli>[1] = {}) =>
  runCli(
    [
      "sweep",
      "acme",
      "--gitlab-url",
      gitlab.url,
      "--store",
      join(folder, "store.sqlite"),
      "--format",
      "json",
      "--concurrency",
      "2",
    ],
    {
      ...options,
      env: { GITLAB_TOKEN: gitlab.tokens.owner, TMPDIR: join(folder, "tmp"), HOME: folder },
    },
  );

const makePlace = (): string => {
  const folder = makeTestFolder();
  mkdirSync(join(folder, "tmp"));
  return folder;
};

/** The inventory without what names the run. */
const entriesOf = (text: string): unknown => {
  const { entries, gaps } = JSON.parse(text) as { entries: unknown; gaps: unknown }; // our own schema
  return { entries, gaps };
};

/** Sends the signal when the given number of projects is done. */
const after = (projects: number, signal: NodeJS.Signals): Parameters<typeof runCli>[1] => {
  let text = "";
  let isSent = false;
  return {
    onOutput: (chunk, child) => {
      text += chunk;
      if (isSent || text.split("\nproject ").length <= projects) return;
      isSent = true;
      child.kill(signal);
    },
  };
};

describe("an interrupted sweep", () => {
  let unbroken: string;
  beforeAll(async () => {
    unbroken = (await sweep(makePlace())).stdout;
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends in order on %s, and continues to the same inventory",
    async (signal) => {
      const folder = makePlace();
      const first = await sweep(folder, after(2, signal));
      expect([first.code, first.stdout]).toEqual([130, ""]);
      expect(first.stderr).toContain("Interrupted. Run the same command again");
      expect(readdirSync(join(folder, "tmp"))).toEqual([]);
      const second = await sweep(folder);
      expect(second.stderr).toContain("Continuing the sweep of");
      expect(second.code).toBe(3);
      expect(entriesOf(second.stdout)).toEqual(entriesOf(unbroken));
    },
  );

  it("continues to the same inventory after kill -9, and clears what that left behind", async () => {
    const folder = makePlace();
    const first = await sweep(folder, after(3, "SIGKILL"));
    expect(first.signal).toBe("SIGKILL");
    const second = await sweep(folder);
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
    expect(entriesOf(second.stdout)).toEqual(entriesOf(unbroken));
  });
});

describe("output that goes away", () => {
  it("is no error when the reader of a pipe has seen enough", async () => {
    const repository = makeRepository();
    repository.commit("one", { "a.txt": "a\n" });
    const result = await runCli(["rules", "list"], {
      onOutput: (_, child) => child.stdout?.destroy(),
    });
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it("is an error in one line when the disk is full", async () => {
    // Linux has a device that is always full.
    if (!existsSync("/dev/full")) throw new Error("this test needs /dev/full");
    const folder = makePlace();
    const { execFileSync } = await import("node:child_process");
    const cli = join(import.meta.dirname, "../../src/cli.ts");
    const run = (): string =>
      execFileSync(
        "sh",
        [
          "-c",
          `"${process.execPath}" --disable-warning=ExperimentalWarning "${cli}" rules list > /dev/full 2> err; echo $? > code`,
        ],
        {
          cwd: folder,
          encoding: "utf8",
        },
      );
    run();
    expect(readFileSync(join(folder, "code"), "utf8").trim()).toBe("2");
    expect(readFileSync(join(folder, "err"), "utf8")).toMatch(
      /^vaultbound: Cannot write standard output: ENOSPC/,
    );
  });
});
