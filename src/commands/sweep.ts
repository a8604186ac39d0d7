/** `vaultbound sweep`: a GitLab group with all below it, into the store. */
import { statfs } from "node:fs/promises";
import { type Command, Option } from "commander";
import { runId } from "../model/ids.ts";
import { indexRules } from "../rules/load.ts";
import { chooseSources, dropEmptied } from "../run/choose-sources.ts";
import { describeEngine } from "../run/engine.ts";
import { describeScope } from "../run/select-projects.ts";
import { sweep } from "../run/sweep.ts";
import { removeLeftovers } from "../run/temp-folder.ts";
import type { Store } from "../store/store.ts";
import { checkChangesFormat, failOnNewOption, printChanges } from "./changes.ts";
import { addConnectOptions, type ConnectFlags, connect, readToken } from "./connect.ts";
import { printDryRun } from "./dry-run.ts";
import { addIgnoreOptions, type IgnoreFlags, readIgnores } from "./ignore-options.ts";
import { printInventory } from "./inventory.ts";
import { addExitOptions, readConfig, readKey, storeOption } from "./options.ts";
import { formatOption, type OutputFlags, outputOption, reportOption } from "./output.ts";
import { createProgress, type ProgressMode, progressOption } from "./progress.ts";
import { buildDetector, readRules, rulesOption } from "./rule-options.ts";
import type { ExitCode, Shell } from "./shell.ts";
import { addLimitOptions, addScopeOptions, toLimits, toSelection } from "./sweep-options.ts";

interface Flags extends OutputFlags, IgnoreFlags, ConnectFlags {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly sinceLast?: boolean;
  readonly failOnNew?: string;
  readonly rules: readonly string[];
  readonly full?: boolean;
  readonly store?: string;
  readonly concurrency?: string;
  readonly cloneTimeout?: string;
  readonly cloneSpace?: string;
  readonly mirrorCache?: string;
  readonly mirrorCacheSize?: string;
  readonly progress: ProgressMode;
  readonly failOn?: string;
  readonly allowGaps?: boolean;
}

/** Bytes; where the system does not tell what is free, there is no ceiling. */
const chooseSpace = async (folder: string): Promise<number> => {
  const free = await statfs(folder).catch(() => null);
  return free === null ? Number.MAX_SAFE_INTEGER : free.bavail * free.bsize * 0.9;
};

const runSweep = async (places: readonly string[], flags: Flags, shell: Shell): Promise<ExitCode> => {
  const config = readConfig(flags, shell);
  const selection = toSelection(places, flags.all === true, config);
  const chosen = chooseSources(selection.sources, selection.skip);
  const isCompared = flags.sinceLast === true || flags.failOnNew !== undefined;
  if (isCompared) checkChangesFormat(flags);
  const { limits, written } = toLimits(config, shell.now().toISOString());
  const sources = dropEmptied(chosen, limits);
  const token = await readToken(config, shell);
  if (flags.dryRun === true) {
    const gitlab = await connect(config, token, shell);
    const now = shell.now().toISOString();
    try {
      return await printDryRun(
        { gitlab, selection, sources, limits, now, signal: shell.signal },
        flags,
        shell,
      );
    } finally {
      await gitlab.close();
    }
  }
  const [rules, key, ignores] = await Promise.all([
    readRules(flags.rules, shell),
    readKey(shell),
    readIgnores(flags, shell),
  ]);
  await removeLeftovers(shell.tempFolder, shell.isAlive);
  const { openStore } = await import("../store/registry.ts");
  const store: Store = await openStore(config.store);
  const gitlab = await connect(config, token, shell);
  const byId = indexRules(rules);
  const progress = createProgress(
    { mode: flags.progress, traffic: gitlab, severityOf: (id) => byId.get(id)?.severity ?? "info" },
    shell,
  );
  try {
    await sweep({
      selection,
      gitlab,
      store,
      scanner: { detector: buildDetector(rules), key, sources, ignores },
      git: { environment: shell.environment, signal: shell.signal },
      clone: {
        token,
        caFile: config.caFile,
        timeoutMs: config.cloneTimeout * 60_000,
        tempParent: shell.tempFolder,
        owner: shell.pid,
        space: config.cloneSpace ?? (await chooseSpace(shell.tempFolder)),
        cache:
          config.mirrorCache === undefined
            ? null
            : { folder: config.mirrorCache, most: config.mirrorCacheSize },
        isAlive: shell.isAlive,
        now: () => shell.now().getTime(),
      },
      concurrency: config.concurrency,
      limits,
      engine: describeEngine({ rules, ignores, version: shell.version, limits: written }),
      isFull: flags.full === true,
      refreshDays: config.refreshDays,
      now: () => shell.now().toISOString(),
      newRunId: () =>
        runId(`${shell.now().toISOString()}-${Buffer.from(shell.randomBytes(4)).toString("hex")}`),
      events: progress,
    });
    progress.finished();
    const scope = describeScope(gitlab, selection);
    const request = {
      store,
      scope,
      rules: byId,
      ignores,
      config,
      flags,
      usual: "never",
    } as const;
    return await (isCompared ? printChanges(request, shell) : printInventory(request, shell));
  } finally {
    progress.close();
    await gitlab.close();
    await store.close();
  }
};

export const addSweep = (program: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  const command = program
    .command("sweep")
    .summary("crawl GitLab groups and projects, or all of it, into the store")
    .description(
      "Reads groups with all subgroups and projects, single projects, personal projects, or all there is: CI/CD " +
        "variables, the whole history of every repository, pipelines, job logs, issues, wikis and more (--sources). " +
        "Stores what it finds project by project and prints the migration inventory. " +
        "An interrupted sweep continues where it stopped: run the same command again.",
    );
  addScopeOptions(command);
  addLimitOptions(command);
  addConnectOptions(command)
    .addOption(
      new Option(
        "--dry-run",
        "list what would be read, with an estimate of API calls; read and store nothing",
      ),
    )
    .addOption(storeOption())
    .addOption(new Option("--concurrency <n>", "projects read at the same time (default: 4)"))
    .addOption(new Option("--clone-timeout <minutes>", "longest time for one clone (default: 30)"))
    .addOption(
      new Option(
        "--clone-space <size>",
        "disk that all clones may take, e.g. 20g (default: 90 % of what is free)",
      ),
    )
    .addOption(
      new Option(
        "--mirror-cache <folder>",
        "keep mirrors here, so that the next sweep fetches only what is new",
      ),
    )
    .addOption(
      new Option(
        "--mirror-cache-size <size>",
        "drop the least recently used mirrors beyond this (default: 50g)",
      ),
    )
    .addOption(rulesOption())
    .addOption(progressOption())
    .addOption(
      new Option(
        "--since-last",
        "print what is new, back, changed or gone since the sweep before, not the inventory (--report still writes that)",
      ),
    )
    .addOption(failOnNewOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(reportOption());
  addIgnoreOptions(command);
  addExitOptions(command, "never").action(async (places: readonly string[], flags: Flags) =>
    done(await runSweep(places, flags, shell)),
  );
};
