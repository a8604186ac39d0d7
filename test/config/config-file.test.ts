/** Settings from a file. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseConfigFile, readConfigFile } from "../../src/config/config-file.ts";
import { type Config, resolveConfig, type Settings } from "../../src/config/config.ts";
import { VaultboundError } from "../../src/model/errors.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterAll(removeTestFolders);

const FILE = "/etc/vaultbound/vaultbound.yml";
const TOKEN = expandTemplate("glpat-{{b62 20 seed=71}}");

const read = (text: string, flags: Settings = {}, environment: Record<string, string> = {}): Config =>
  resolveConfig({
    flags,
    environment,
    file: parseConfigFile(text, FILE),
    defaults: { store: "store.sqlite" },
  });

const refusal = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof VaultboundError && error.code === "CONFIG_INVALID") return error.message;
    throw error;
  }
  return "";
};

describe("a configuration file", () => {
  it("holds settings named like the options", () => {
    const config = read(
      [
        "# every night",
        "gitlab-url: gitlab.example.com/git",
        "concurrency: 8",
        "allow-gaps: true",
        "exclude:",
        "  - acme/old/**",
        "  - acme/x",
        "skip: artifacts, wikis",
        "since: 2026-01-31",
        "requests-per-minute: 600",
        "fail-on: high",
      ].join("\n"),
    );
    expect(config).toMatchObject({
      gitlabUrl: "https://gitlab.example.com/git",
      concurrency: 8,
      allowGaps: true,
      exclude: ["acme/old/**", "acme/x"],
      skip: ["artifacts", "wikis"],
      since: "2026-01-31",
      requestsPerMinute: 600,
      failOn: "high",
    });
  });

  it("goes after flags and environment, and before the defaults", () => {
    const text = "concurrency: 2\nrefresh-days: 3\nthreads: 5";
    const config = read(text, { concurrency: "9" }, { VAULTBOUND_REFRESH_DAYS: "8" });
    expect(config).toMatchObject({ concurrency: 9, refreshDays: 8, threads: 5, cloneTimeout: 30 });
  });

  it.each(["", "# nothing\n", "---\n"])("may be empty: %j", (text) => {
    expect(read(text).concurrency).toBe(4);
  });

  it("takes paths as beside itself, and leaves addresses and absolute ones alone", () => {
    expect(read("store: facts.db\ntoken-file: ./token\nca-file: /etc/ca.pem\nmirror-cache: m")).toMatchObject(
      {
        store: "/etc/vaultbound/facts.db",
        tokenFile: "/etc/vaultbound/token",
        caFile: "/etc/ca.pem",
        mirrorCache: "/etc/vaultbound/m",
      },
    );
    expect(read("store: 'memory:'").store).toBe("memory:");
  });

  it.each([
    ["gitlab-ulr: x", 'vaultbound.yml:1: there is no setting "gitlab-ulr"; the nearest is gitlab-url'],
    ["\n\nfailOn: high", 'vaultbound.yml:3: there is no setting "failOn"; the nearest is fail-on'],
    ["job_logs: 3", 'there is no setting "job_logs"; the nearest is job-logs'],
    ["<<: {a: b}", 'there is no setting "<<"'],
    ["? [a]\n: b", 'there is no setting ""'],
    ["fail-on: high\n\nconcurrency: many", "vaultbound.yml:3: concurrency: must be a whole number"],
    ["concurrency: [1, 2]", "concurrency: must be a whole number"],
    ["concurrency: {a: 1}", "vaultbound.yml:1: concurrency must be a text, a number or a list of texts"],
    ["store: [a, b]", "vaultbound.yml:1: store: must be one text"],
    ["store:", "vaultbound.yml:1: store is empty"],
    ["allow-gaps: perhaps", "allow-gaps: must be true or false"],
    ["archived: true", "archived: must be one of include, exclude, only"],
    ["exclude: [a, [b]]", "exclude must be a text"],
    ["skip: wikis\nskip: issues", "vaultbound.yml:2: is no YAML: duplicate key"],
    ["- fail-on", "vaultbound.yml:1: must hold settings"],
    ["just words", "must hold settings"],
    ["a: 'b", "is no YAML"],
    ["fail-on: high\n---\nfail-on: low", "is no YAML: multiple docs"],
    ["include: &a [x]\nexclude: *a", "vaultbound.yml:2: aliases are not read here"],
    ["include: [MANY]", "include has more than 1000 items"],
    ["include: DEEP", "vaultbound.yml"],
  ])("is refused with its line: %j", (short, message) => {
    const text = short.replace("MANY", "a,".repeat(1001)).replace("DEEP", "[".repeat(50_000));
    expect(refusal(() => read(text))).toContain(message);
  });

  it("shows no control character of a name in it", () => {
    expect(refusal(() => read('"\\e[2Jx": 1'))).not.toContain("\u001b");
  });

  it.each([
    "token: %",
    "gitlab-token: x",
    "private_token: '%'",
    "hash-key: x",
    "token-file: %",
    "include: [a, %]",
    "%: x",
  ])("holds no token: %s", (line) => {
    const message = refusal(() => read(line.replaceAll("%", TOKEN)));
    expect(message).toContain("set GITLAB_TOKEN, or name a file that holds the token with token-file");
    expect(message).not.toContain(TOKEN);
  });

  it.each([
    "store: postgres://scanner:%@db.example.com/facts",
    "store: postgresql://db.example.com/facts?sslmode=require&password=%",
    "gitlab-url: https://me:%@gitlab.example.com",
  ])("holds no password: %s", (line) => {
    const message = refusal(() => read(line.replace("%", "hunter2hunter2")));
    expect(message).toContain("no password belongs in this file");
    expect(message).not.toContain("hunter2");
  });

  it("may name a store that needs none", () => {
    const store = "postgres://scanner@db.example.com:5432/facts";
    expect(read(`store: ${store}`).store).toBe(store);
  });

  it("names the flag or the variable where those are wrong, not the file", () => {
    expect(refusal(() => read("threads: 1", { concurrency: "0" }))).toMatch(/^--concurrency: /);
    expect(refusal(() => read("threads: 1", {}, { VAULTBOUND_THREADS: "x" }))).toMatch(
      /^VAULTBOUND_THREADS: must be a whole/,
    );
    expect(refusal(() => read("", {}, { CI_SERVER_URL: "ftp://x" }))).toMatch(/^CI_SERVER_URL: is not an/);
  });
});

describe("reading a configuration file", () => {
  it("takes a plain file of a bounded size, and nothing else", () => {
    const folder = makeTestFolder();
    const large = join(folder, "large.yml");
    writeFileSync(large, `# ${"x".repeat(100_000)}\nfail-on: high\n`);
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    expect(refusal(() => readConfigFile(large, "--config"))).toBe(`--config: ${large} is larger than 100 kB`);
    expect(refusal(() => readConfigFile(folder, "--config"))).toBe(`--config: ${folder} is no file`);
    expect(refusal(() => readConfigFile(pipe, "--config"))).toBe(`--config: ${pipe} is no file`);
    expect(refusal(() => readConfigFile(join(folder, "none"), "VAULTBOUND_CONFIG"))).toMatch(
      /^VAULTBOUND_CONFIG: .*none cannot be read \(ENOENT\)$/,
    );
    const good = join(folder, "good.yml");
    writeFileSync(good, "fail-on: high\nstore: facts.db\n");
    expect([...readConfigFile(good, "--config")]).toEqual([
      ["failOn", { value: "high", origin: "good.yml:1: fail-on" }],
      ["store", { value: join(folder, "facts.db"), origin: "good.yml:2: store" }],
    ]);
  });
});
