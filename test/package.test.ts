/** What is published works by itself: packed, installed in an empty folder, run on a repository. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { expandTemplate } from "../src/rules/template.ts";
import { makeRepository, makeTestFolder, removeTestFolders } from "./support/git-repository.ts";
import { cliEnvironment } from "./support/run-cli.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
afterAll(removeTestFolders);

/** npm looks at the person's settings; here it needs none, and no network. */
const npm = (args: readonly string[], cwd: string): string =>
  execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, encoding: "utf8" });

describe("the package", () => {
  it("installs without a network in an empty folder, and its command scans a repository", () => {
    const folder = makeTestFolder();
    npm(["pack", "--pack-destination", folder], ROOT);
    const [archive = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    npm(["init", "--yes"], folder);
    npm(["install", "--offline", join(folder, archive)], folder);
    const repository = makeRepository();
    repository.commit("one", { "a.env": expandTemplate("GITLAB_TOKEN=glpat-{{u64 20 seed=package}}\n") });
    const command = join(folder, "node_modules/.bin/vaultbound");
    const run = (...args: readonly string[]) => {
      const options = {
        encoding: "utf8",
        env: { ...cliEnvironment(), PATH: process.env["PATH"] ?? "" },
      } as const;
      return execFileSync(command, [...args], options);
    };
    const [line = ""] = run("scan", repository.path, "--format", "jsonl", "--fail-on", "never").split("\n");
    expect(JSON.parse(line)).toMatchObject({ rule: "gitlab-pat", path: "a.env", line: 1, column: 14 });
    expect(run("--version").trim()).toMatch(/^\d+\.\d+\.\d+$/);
    // The store and the GitLab client are loaded only when asked for: they have to be inside as well.
    expect(() => run("inventory", "--store", join(folder, "store.sqlite"))).toThrow(/holds no sweep yet/);
  }, 240_000);

  it.each(["scripts/vaultbound.cjs", "scripts/start.cjs"])(
    "says in one sentence that Node is too old (%s)",
    (script) => {
      // Pretends to be an old Node in a checkout where nothing is installed.
      const pretend = [
        'Object.defineProperty(process.versions, "node", { value: "18.20.0" });',
        'require("fs").existsSync = () => false;',
        `require(${JSON.stringify(join(ROOT, script))});`,
      ].join("");
      const result = spawnSync(process.execPath, ["-e", pretend], { encoding: "utf8" });
      expect(result.status).toBe(2);
      expect(result.stderr).toMatch(
        /^vaultbound needs Node \d+(?:\.\d+)? or newer[^\n]*; this is v\d+[^\n]*\.\n$/,
      );
    },
  );

  it("holds no path of this machine, no test and no source map", () => {
    const text = npm(["pack", "--dry-run", "--json", "--ignore-scripts"], ROOT);
    const [{ files }] = JSON.parse(text) as [{ files: { path: string }[] }]; // npm's own format
    const odd = files
      .map(({ path }) => path)
      .filter(
        (path) =>
          !/^(?:dist\/|patterns\/[a-z0-9-]+\.yml$|docs\/schema\/|templates\/[a-z-]+\.yml$|scripts\/vaultbound\.cjs$|package\.json$|README\.md$|LICENSE$)/.test(
            path,
          ),
      );
    expect(odd).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });
});
