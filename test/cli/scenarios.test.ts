/**
 * Each test/cli/*.txt is one scenario: what is typed, the files it meets, and what comes out. Everything from
 * `-- exit --` on is the expectation; `npm test -- --update` writes it anew. Templates in files are expanded.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { expandTemplate } from "../../src/rules/template.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { runCli } from "../support/run-cli.ts";

afterAll(removeTestFolders);

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

interface Scenario {
  readonly title: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Commit the files before the command runs. */
  readonly isRepository: boolean;
  readonly files: ReadonlyMap<string, string>;
  readonly stdin: string;
  /** The text up to the expectation, as it stands in the file. */
  readonly input: string;
}

const splitArgs = (text: string): readonly string[] =>
  [...text.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");

const parse = (text: string): Scenario => {
  const input = text.slice(0, text.includes("-- exit --") ? text.indexOf("-- exit --") : text.length);
  const [head = "", ...sections] = input.split(/^(?=-- .* --$)/m);
  const option = (name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(head)?.[1] ?? "";
  const files = new Map<string, string>();
  let stdin = "";
  for (const section of sections) {
    const [, name = "", body = ""] = /^-- (.*) --\n([\s\S]*)$/.exec(section) ?? [];
    if (name === "stdin") stdin = expandTemplate(body);
    else files.set(name, expandTemplate(body));
  }
  const env = Object.fromEntries(
    splitArgs(option("env")).map((pair) => pair.split("=", 2) as [string, string]),
  ); // NAME=value
  const title = head.split("\n")[0]?.replace(/^# /, "") ?? "";
  return {
    title,
    args: splitArgs(option("args")),
    env,
    isRepository: option("repository") !== "",
    files,
    stdin,
    input,
  };
};

const commit = (folder: string, message: string): void => {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_DATE: "2024-05-01T10:00:00+00:00",
    GIT_COMMITTER_DATE: "2024-05-01T10:00:00+00:00",
  };
  const git = ["-c", "user.name=Ada Author", "-c", "user.email=ada@example.com"];
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder, env });
  execFileSync("git", ["add", "--all"], { cwd: folder, env });
  execFileSync("git", [...git, "commit", "--quiet", "--allow-empty", "--message", message], {
    cwd: folder,
    env,
  });
};

const run = async (scenario: Scenario): Promise<string> => {
  const folder = join(makeTestFolder(), "work");
  mkdirSync(folder);
  const home = makeTestFolder();
  for (const [name, content] of scenario.files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  if (scenario.isRepository) commit(folder, "first");
  const { stdin, args, env } = scenario;
  const result = await runCli(args, { cwd: folder, stdin, env: { HOME: home, ...env } });
  const plain = (text: string): string =>
    text.replaceAll(folder, "$DIR").replaceAll(home, "$HOME").replaceAll("\u001b", "^[");
  const part = (name: string, text: string): string => (text === "" ? "" : `-- ${name} --\n${plain(text)}`);
  return `-- exit --\n${result.code}\n${part("stdout", result.stdout)}${part("stderr", result.stderr)}`;
};

const cases = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));

describe("the command line", () => {
  it("has scenarios", () => {
    expect(cases.length).toBeGreaterThan(10);
  });

  it.each(
    cases.map((name) => {
      const scenario = parse(readFileSync(join(FOLDER, name), "utf8"));
      return [scenario.title, scenario, join(FOLDER, name)] as const;
    }),
  )("%s", async (_, scenario, file) => {
    await expect(`${scenario.input}${await run(scenario)}`).toMatchFileSnapshot(file);
  });
});
