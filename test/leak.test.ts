/**
 * A secret never leaves: canaries stand in every source, and no output, error, file, temporary folder or process title
 * may hold one. The token counts as a canary too.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPORTERS } from "../src/reports/registry.ts";
import { expandTemplate } from "../src/rules/template.ts";
import { type SampleGitLab, startSampleGitLab } from "./sample-gitlab/server.ts";
import { makeRepository, makeTestFolder, removeTestFolders } from "./support/git-repository.ts";
import { canariesOf, findLeaks, readTree } from "./support/leaks.ts";
import { runCli } from "./support/run-cli.ts";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab();
});
afterAll(async () => {
  await gitlab.close();
  removeTestFolders();
});

const companyCanaries = (): ReadonlyMap<string, string> => canariesOf(gitlab.company, gitlab.tokens.owner);

describe("the search for leaks itself", () => {
  it("finds a canary as it is, encoded, and in part", () => {
    const value = expandTemplate("{{b62 32 seed=leak}}");
    const canaries = new Map([["it", value]]);
    for (const text of [
      value,
      Buffer.from(value).toString("base64"),
      value.slice(3, 20),
      JSON.stringify({ value }),
    ])
      expect(findLeaks(`… ${text} …`, canaries)).toEqual(["it"]);
    expect(findLeaks("nothing", canaries)).toEqual([]);
  });
});

describe("a sweep", () => {
  it("lets no value into any report, the store, the log, the state folder or a process title", async () => {
    const home = makeTestFolder();
    const temp = makeTestFolder();
    const out = makeTestFolder();
    const titles: string[] = [];
    const watcher = setInterval(
      () => titles.push(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })),
      100,
    );
    const reports = REPORTERS.flatMap(({ name }) => ["--report", `${name}=${join(out, `report.${name}`)}`]);
    const store = join(out, "store.sqlite");
    const result = await runCli(["sweep", "acme", "--gitlab-url", gitlab.url, "--store", store, ...reports], {
      env: {
        GITLAB_TOKEN: gitlab.tokens.owner,
        HOME: home,
        TMPDIR: temp,
        VAULTBOUND_DEBUG: "1",
        VAULTBOUND_HASH_KEY: "",
      },
    });
    clearInterval(watcher);
    expect(result.code).toBe(3);
    const canaries = companyCanaries();
    expect(findLeaks(result.stdout + result.stderr, canaries)).toEqual([]);
    expect(findLeaks(readTree(out), canaries)).toEqual([]);
    expect(findLeaks(readTree(home), canaries)).toEqual([]);
    expect(readdirSync(temp)).toEqual([]);
    expect(titles.some((text) => text.includes("git"))).toBe(true);
    expect(findLeaks(titles.join("\n"), canaries)).toEqual([]);
    // The reports are what they claim to be: a leak test over empty files would prove nothing.
    for (const { name } of REPORTERS)
      expect(statSync(join(out, `report.${name}`)).size).toBeGreaterThan(1000);
  });

  it("keeps the token out of a clone's configuration while it runs", async () => {
    const temp = makeTestFolder();
    const seen: string[] = [];
    const watcher = setInterval(() => {
      for (const clone of readdirSync(temp))
        for (const name of ["config", "FETCH_HEAD", "packed-refs"])
          try {
            seen.push(readFileSync(join(temp, clone, name), "latin1"));
          } catch {
            // Not there yet, or removed in between.
          }
    }, 5);
    await runCli(["sweep", "acme/payments", "--gitlab-url", gitlab.url, "--store", "memory:"], {
      env: { GITLAB_TOKEN: gitlab.tokens.owner, TMPDIR: temp },
    });
    clearInterval(watcher);
    expect(seen.some((text) => text.includes("bare = true"))).toBe(true);
    expect(findLeaks(seen.join("\n"), companyCanaries())).toEqual([]);
  });

  it.each([
    ["a refused token", { path: "/api/v4/*", effect: { kind: "unauthorized" } }],
    [
      "a server that fails",
      { path: "/api/v4/groups/*", from: 2, effect: { kind: "server-error", status: 500 } },
    ],
    ["a login page", { path: "/api/v4/*", effect: { kind: "login-page" } }],
    ["half an answer", { path: "/api/v4/*/variables*", effect: { kind: "truncate" } }],
    ["clones that fail", { path: "*.git/*", effect: { kind: "server-error", status: 503 } }],
    ["redirects to another host", { path: "/api/v4/projects/*", effect: { kind: "redirect-elsewhere" } }],
  ] as const)(
    "says nothing of values or the token on %s",
    async (_, fault) => {
      gitlab.faults.set([fault]);
      const before = gitlab.elsewhere.requests.length;
      const result = await runCli(
        ["sweep", "acme/web", "--gitlab-url", gitlab.url, "--store", "memory:", "--progress", "plain"],
        { env: { GITLAB_TOKEN: gitlab.tokens.owner, VAULTBOUND_DEBUG: "1" } },
      ).finally(() => gitlab.faults.clear());
      expect([2, 3]).toContain(result.code);
      expect(findLeaks(result.stdout + result.stderr, companyCanaries())).toEqual([]);
      expect(JSON.stringify(gitlab.elsewhere.requests.slice(before))).not.toContain(gitlab.tokens.owner);
    },
    240_000,
  );
});

describe("a scan", () => {
  const canaries = new Map(
    Object.entries({
      file: "glpat-{{u64 20 seed=leak-file}}",
      history: "ghp_{{b62 30 seed=leak-history | crc-b62}}",
      message: "npm_{{b62 30 seed=leak-message | crc-b62}}",
      password: "{{b62 18 seed=leak-password}}",
      url: "{{b62 18 seed=leak-url}}",
      key: "{{pem seed=leak-key}}",
    }).map(([name, template]) => [name, expandTemplate(template)]),
  );
  const valueOf = (name: string): string => canaries.get(name) ?? "";

  it.each(REPORTERS.map(({ name }) => name))("lets no value into the %s report", async (format) => {
    const repository = makeRepository();
    repository.commit("one", { "old.txt": `${valueOf("history")}\n` });
    repository.commit(`two ${valueOf("message")}`, {
      "old.txt": "x\n",
      "app.env": `TOKEN=${valueOf("file")}\nDB_PASSWORD=${valueOf("password")}\nURL=postgres://app:${valueOf("url")}@db.example.com/app\n`,
      "key.pem": `${valueOf("key")}\n`,
    });
    const result = await runCli(["scan", repository.path, "--format", format], {
      env: { VAULTBOUND_DEBUG: "1" },
    });
    expect(result.code).toBe(1);
    expect(result.stdout.length).toBeGreaterThan(500);
    expect(findLeaks(result.stdout + result.stderr, canaries)).toEqual([]);
  });

  it("does not repeat a pipeline file that cannot be parsed", async () => {
    const repository = makeRepository();
    // The parser's own words for this quote what it stumbled over.
    repository.commit("ci", { ".gitlab-ci.yml": `job:\n  script: |${valueOf("file")}\n    make\n` });
    const result = await runCli(["scan", repository.path, "--format", "json"]);
    expect(result.stdout).toContain("PIPELINE_INVALID");
    expect(findLeaks(result.stdout + result.stderr, canaries)).toEqual([]);
  });

  it("does not take a token for a user name, where it stands before the colon", async () => {
    const header = (user: string): string =>
      `Authorization: Basic ${Buffer.from(`${user}:x-oauth-basic-9x8`).toString("base64")}\n`;
    const result = await runCli(["scan", "-", "--format", "json"], {
      stdin: [...canaries.keys()]
        .filter((name) => name !== "key")
        .map((name) => header(valueOf(name)))
        .join(""),
    });
    expect(result.code).toBe(1);
    expect(findLeaks(result.stdout + result.stderr, canaries)).toEqual([]);
  });

  it("lets no value out of standard input", async () => {
    const result = await runCli(["scan", "-"], { stdin: [...canaries.values()].join("\n") });
    expect(result.code).toBe(1);
    expect(findLeaks(result.stdout + result.stderr, canaries)).toEqual([]);
  });
});
