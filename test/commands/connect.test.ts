/** From settings and the outside world to a connected GitLab. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { connect, readToken } from "../../src/commands/connect.ts";
import type { Shell } from "../../src/commands/shell.ts";
import { type Config, resolveConfig, type Settings } from "../../src/config/config.ts";
import { startServer } from "../gitlab/server.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterAll(removeTestFolders);

const START = Date.parse("2026-03-01T00:00:00Z");
const METADATA = { version: "18.4.1-ee", revision: "0", enterprise: true };

const read = (flags: Settings): Config =>
  resolveConfig({ flags, environment: {}, file: new Map(), defaults: { store: "memory:" } });

/** A world whose clock goes on only when somebody sleeps. */
const makeShell = (environment: Readonly<Record<string, string>> = {}) => {
  const slept: number[] = [];
  const hidden: string[] = [];
  let time = START;
  const part: Partial<Shell> = {
    environment,
    version: "0",
    signal: new AbortController().signal,
    now: () => new Date(time),
    sleep: (milliseconds) => {
      time += milliseconds;
      slept.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 0.5,
    hide: (secret) => void hidden.push(secret),
  };
  return { shell: part as Shell, slept, hidden }; // the rest of a shell is not asked for
};

describe("a connected GitLab", () => {
  it("is asked no more often than the user allows", async () => {
    await using server = await startServer(() => ({ body: METADATA }));
    const { shell, slept } = makeShell();
    const gitlab = await connect(read({ gitlabUrl: server.url, requestsPerMinute: "4" }), "t", shell);
    for (let call = 0; call < 6; call++) await gitlab.metadata();
    await gitlab.close();
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(60_000);
  });

  it("is asked at once where nobody sets a limit", async () => {
    await using server = await startServer(() => ({ body: METADATA }));
    const { shell, slept } = makeShell();
    const gitlab = await connect(read({ gitlabUrl: server.url }), "t", shell);
    for (let call = 0; call < 6; call++) await gitlab.metadata();
    await gitlab.close();
    expect(slept).toEqual([]);
  });

  it("tells how many calls are left as its last answer had it", async () => {
    const date = new Date(START).toUTCString();
    const limits = (remaining: number) => ({
      date,
      "ratelimit-limit": "600",
      "ratelimit-remaining": String(remaining),
      "ratelimit-reset": String(START / 1000 + 60),
    });
    await using server = await startServer((_request, number) => ({
      body: METADATA,
      headers: limits(600 - number),
    }));
    const { shell } = makeShell();
    const gitlab = await connect(read({ gitlabUrl: server.url }), "t", shell);
    expect(gitlab.allowance()).toBeNull();
    for (let call = 0; call < 3; call++) await gitlab.metadata();
    await gitlab.close();
    expect(gitlab.allowance()).toEqual({ remaining: 597, resetsAt: START + 60_000 });
  });
});

describe("the token", () => {
  it("comes from a file before it comes from the environment, and is hidden from then on", async () => {
    const file = join(makeTestFolder(), "token");
    writeFileSync(file, "from-the-file\n");
    const { shell, hidden } = makeShell({ GITLAB_TOKEN: "from-the-environment" });
    expect(await readToken(read({ tokenFile: file }), shell)).toBe("from-the-file");
    expect(await readToken(read({}), shell)).toBe("from-the-environment");
    expect(hidden).toEqual(["from-the-file", "from-the-environment"]);
  });

  it("is not repeated when it stands where its file belongs", async () => {
    const { shell } = makeShell();
    const config = read({ tokenFile: "abcdefghijklmnopqrstuvwxyz" });
    await expect(readToken(config, shell)).rejects.toThrow(/^(?!.*abcdef).*is it the token itself/);
  });
});
