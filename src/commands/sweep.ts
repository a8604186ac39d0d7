/** `vaultbound sweep`: a GitLab group with all below it, into the store. */
import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { Config } from "../config/config.ts";
import { createDetector } from "../detect/detector.ts";
import type { GitLab } from "../gitlab/gitlab.ts";
import { makeError } from "../model/errors.ts";
import { runId } from "../model/ids.ts";
import { indexRules, loadRules } from "../rules/load.ts";
import { describeScope, sweep } from "../run/sweep.ts";
import { removeLeftovers } from "../run/temp-folder.ts";
import { SOURCES } from "../sources/registry.ts";
import type { Store } from "../store/store.ts";
import { printInventory } from "./inventory.ts";
import { addExitOptions, readConfig, readKey, storeOption } from "./options.ts";
import { formatOption, type OutputFlags, outputOption, reportOption } from "./output.ts";
import { createProgress, type ProgressMode, progressOption } from "./progress.ts";
import type { ExitCode, Shell } from "./shell.ts";

interface Flags extends OutputFlags {
  readonly gitlabUrl?: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly store?: string;
  readonly concurrency?: string;
  readonly cloneTimeout?: string;
  readonly progress: ProgressMode;
  readonly failOn?: string;
  readonly allowGaps?: boolean;
}

const readText = async (file: string, option: string): Promise<string> =>
  readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw makeError(
      "CONFIG_INVALID",
      [{ option, detail: `cannot read ${file} (${cause.code ?? "unreadable"})` }],
      cause,
    );
  });

const readToken = async (config: Config, shell: Shell): Promise<string> => {
  const given = config.tokenFile === undefined ? shell.environment["GITLAB_TOKEN"] : undefined;
  const text =
    config.tokenFile === undefined ? (given ?? "") : await readText(config.tokenFile, "--token-file");
  const token = text.trim();
  if (token === "") throw makeError("TOKEN_MISSING", []);
  // From here on no output can hold it, whatever goes wrong.
  shell.hide(token);
  return token;
};

const connect = async (config: Config, token: string, shell: Shell): Promise<GitLab> => {
  const { createGitLab } = await import("../gitlab/client.ts");
  const ca = config.caFile === undefined ? {} : { ca: await readText(config.caFile, "--ca-file") };
  return createGitLab({
    url: config.gitlabUrl,
    token,
    userAgent: `vaultbound/${shell.version}`,
    signal: shell.signal,
    sleep: shell.sleep,
    now: () => shell.now().getTime(),
    random: shell.random,
    log: () => undefined,
    proxyEnv: shell.environment,
    ...ca,
  });
};

const runSweep = async (path: string, flags: Flags, shell: Shell): Promise<ExitCode> => {
  const config = readConfig(flags, shell);
  const token = await readToken(config, shell);
  const [rules, key] = await Promise.all([loadRules(shell.rulesFolder, shell.rulesCache), readKey(shell)]);
  await removeLeftovers(shell.tempFolder, shell.isAlive);
  const { openStore } = await import("../store/registry.ts");
  const store: Store = await openStore(config.store);
  const gitlab = await connect(config, token, shell);
  const progress = createProgress(flags.progress, shell);
  try {
    await sweep({
      path: path.replace(/^\/+|\/+$/g, ""),
      gitlab,
      store,
      scanner: { detector: createDetector(rules), key, sources: SOURCES },
      git: { environment: shell.environment, signal: shell.signal },
      clone: {
        token,
        caFile: config.caFile,
        timeoutMs: config.cloneTimeout * 60_000,
        tempParent: shell.tempFolder,
        owner: shell.pid,
      },
      concurrency: config.concurrency,
      now: () => shell.now().toISOString(),
      newRunId: () =>
        runId(`${shell.now().toISOString()}-${Buffer.from(shell.randomBytes(4)).toString("hex")}`),
      events: progress,
    });
    progress.finished(gitlab.calls());
    const scope = describeScope(gitlab, path.replace(/^\/+|\/+$/g, ""));
    return await printInventory(
      { store, scope, rules: indexRules(rules), config, flags, usual: "never" },
      shell,
    );
  } finally {
    progress.close();
    await gitlab.close();
    await store.close();
  }
};

export const addSweep = (program: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  const command = program
    .command("sweep")
    .summary("crawl a GitLab group: variables, repositories, pipelines")
    .description(
      "Reads a group with all subgroups and projects (or one project): CI/CD variables, the whole history of every " +
        "repository, pipeline files. Stores what it finds project by project and prints the migration inventory. " +
        "An interrupted sweep continues where it stopped: run the same command again.",
    )
    .argument("<group>", "full path of a group or project, e.g. acme or acme/shop/api")
    .addOption(
      new Option(
        "--gitlab-url <url>",
        "your GitLab (GITLAB_URL, CI_SERVER_URL; default: https://gitlab.com)",
      ),
    )
    .addOption(new Option("--token-file <file>", "file that holds the token (default: GITLAB_TOKEN)"))
    .addOption(new Option("--ca-file <file>", "PEM file of a private certificate authority"))
    .addOption(storeOption())
    .addOption(new Option("--concurrency <n>", "projects read at the same time (default: 4)"))
    .addOption(new Option("--clone-timeout <minutes>", "longest time for one clone (default: 30)"))
    .addOption(progressOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(reportOption());
  addExitOptions(command, "never").action(async (path: string, flags: Flags) =>
    done(await runSweep(path, flags, shell)),
  );
};
