import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { makeRepository, makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { runCli } from "../support/run-cli.ts";

let gitlab: SampleGitLab;
/** Called with the path of each request. */
let onRequest: (path: string) => void = () => undefined;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ onRequest: ({ path }) => onRequest(path) });
});
afterEach(() => {
  gitlab.faults.clear();
  onRequest = () => undefined;
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
      expect(first.stderr).toMatch(/^Stored so far: \d+\/\d+\+? projects, /m);
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

describe("a sweep whose clones do not come to an end", () => {
  /** Interrupts once, or twice, when two clones hang; tells how long the process lived from then on. */
  const interruptClones = async (folder: string, times: number) => {
    gitlab.faults.set([{ path: "*.git/git-upload-pack", from: 3, effect: { kind: "stall" } }]);
    let process: ChildProcess | null = null;
    let clones = 0;
    let sentAt = 0;
    let heard = "";
    onRequest = (path) => {
      if (path.endsWith("/git-upload-pack")) clones++;
      if (clones !== 4 || sentAt !== 0) return;
      sentAt = performance.now();
      process?.kill("SIGINT");
    };
    const result = await sweep(folder, {
      onStart: (child) => {
        process = child;
      },
      onOutput: (text, child) => {
        const wasStopping = heard.includes("Stopping");
        heard += text;
        if (times === 2 && !wasStopping && heard.includes("Stopping")) child.kill("SIGINT");
      },
    });
    return { ...result, took: performance.now() - sentAt };
  };

  it.each([
    ["once, in order", 1],
    ["twice, at once", 2],
  ])(
    "ends within seconds when interrupted %s; what was stored stays, and the next one goes on",
    async (_, times) => {
      const folder = makePlace();
      const first = await interruptClones(folder, times);
      expect([first.code, first.stdout]).toEqual([130, ""]);
      expect(first.took).toBeLessThan(10_000);
      // At the second, a git that outlives us for a moment may make its folder again: the next start removes that.
      expect(readdirSync(join(folder, "tmp")).length).toBeLessThan(times);
      gitlab.faults.clear();
      onRequest = () => undefined;
      const second = await sweep(folder);
      expect(second.stderr).toMatch(/Continuing the sweep of .*: [1-9]\d* targets? done already/);
      expect(readdirSync(join(folder, "tmp"))).toEqual([]);
    },
  );
});

describe("a sweep whose token ends on the way", () => {
  it("stops at once, keeps what it has, says how to go on, and a new token continues it", async () => {
    const unbroken = await sweep(makePlace());
    const folder = makePlace();
    gitlab.faults.set([{ path: "/api/v4/projects/*/variables*", from: 4, effect: { kind: "unauthorized" } }]);
    const before = gitlab.requests.length;
    const first = await sweep(folder);
    const asked = gitlab.requests.slice(before);
    expect([first.code, first.stdout]).toEqual([2, ""]);
    expect(first.stderr).toContain(`${gitlab.url} refused the token (401).`);
    expect(first.stderr.replaceAll(/\s+/g, " ")).toContain(
      "All that was stored stays: run the same command with a valid token, and it continues.",
    );
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
    // What was asked at the same time is answered alike; then there is silence.
    const refused = asked.findIndex(({ status }) => status === 401);
    expect(asked.length - refused).toBeLessThan(12);
    gitlab.faults.clear();
    const start = gitlab.requests.length;
    const second = await sweep(folder);
    expect(second.stderr).toMatch(/Continuing the sweep of .*: [1-9]\d* targets? done already/);
    expect(entriesOf(second.stdout)).toEqual(entriesOf(unbroken.stdout));
    for (const path of [...first.stderr.matchAll(/^project (\S+):/gm)].map(([, name = ""]) => name))
      expect(gitlab.requests.slice(start).filter((request) => request.path.includes(`/${path}.git`))).toEqual(
        [],
      );
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
