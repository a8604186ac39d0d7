/** `vaultbound scan`: one repository, folder, file or standard input. */
import { type Command, Option } from "commander";
import type { Config } from "../config/config.ts";
import { forgetRepository } from "../ignore/settle.ts";
import { buildInventory } from "../inventory/build.ts";
import { makeError, VaultboundError } from "../model/errors.ts";
import type { TargetFacts } from "../model/run.ts";
import { indexRules } from "../rules/load.ts";
import { type Baselining, openBaselines } from "../run/baselining.ts";
import { scanPath } from "../run/scan-path.ts";
import type { Scanner } from "../run/scan-target.ts";
import { looksLikeUrl, scanUrl } from "../run/scan-url.ts";
import { removeLeftovers } from "../run/temp-folder.ts";
import { SOURCES } from "../sources/registry.ts";
import { addHostOptions, type ConnectFlags, readToken } from "./connect.ts";
import { addIgnoreOptions, type IgnoreFlags, readIgnores, settleFacts } from "./ignore-options.ts";
import { addExitOptions, readConfig, readKey } from "./options.ts";
import {
  chooseExitCode,
  formatOption,
  type OutputFlags,
  outputOption,
  reportOption,
  writeReports,
} from "./output.ts";
import { buildDetector, readRules, rulesOption } from "./rule-options.ts";
import type { ExitCode, Shell } from "./shell.ts";

interface Flags extends OutputFlags, IgnoreFlags, ConnectFlags {
  readonly history: boolean;
  readonly rules: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly config?: string;
  readonly failOn?: string;
  readonly allowGaps?: boolean;
}

/** A scan must work where nothing can be written; its ids are then good for this one report only. */
const readKeyOrInvent = async (shell: Shell): Promise<Uint8Array> => {
  try {
    return await readKey(shell);
  } catch (error) {
    if (!(error instanceof VaultboundError) || error.code !== "STORE_UNUSABLE") throw error;
    shell.note(`${error.message} Secret ids of this report will not match those of others.`);
    return shell.randomBytes(32);
  }
};

const openGiven = ({ baseline, writeBaseline }: Flags, shell: Shell): Promise<Baselining | null> =>
  openBaselines({
    ...(baseline === undefined ? {} : { compareWith: baseline }),
    ...(writeBaseline === undefined ? {} : { writeTo: writeBaseline }),
    randomBytes: shell.randomBytes,
    signal: shell.signal,
  });

interface Remote {
  readonly flags: Flags;
  readonly config: Config;
  readonly scanner: Scanner;
}

/** Without a token, what everybody may read. */
const readTokenIfAny = async (config: Config, shell: Shell): Promise<string | null> =>
  readToken(config, shell).catch((error: unknown) => {
    if (error instanceof VaultboundError && error.code === "TOKEN_MISSING") return null;
    throw error;
  });

const scanRemote = async (
  url: string,
  { flags, config, scanner }: Remote,
  shell: Shell,
): Promise<TargetFacts> => {
  if (!flags.history) {
    const detail = "a clone URL is read with its history; clone it yourself to scan the files alone";
    throw makeError("CONFIG_INVALID", [{ option: "--no-history", detail }]);
  }
  await removeLeftovers(shell.tempFolder, shell.isAlive);
  const request = {
    url,
    token: await readTokenIfAny(config, shell),
    gitlabUrl: config.gitlabUrl,
    caFile: config.caFile,
    timeoutMs: config.cloneTimeout * 60_000,
    tempParent: shell.tempFolder,
    owner: shell.pid,
  };
  if (shell.isTerminal.stderr) shell.status("Cloning into a temporary folder …");
  try {
    return await scanUrl(request, scanner, { environment: shell.environment, signal: shell.signal });
  } finally {
    shell.status("");
  }
};

const runScan = async (path: string, flags: Flags, shell: Shell): Promise<ExitCode> => {
  const { config: file, failOn, allowGaps, gitlabUrl, tokenFile, caFile } = flags;
  const config = readConfig({ config: file, failOn, allowGaps, gitlabUrl, tokenFile, caFile }, shell);
  const [rules, key, ignores, baselines] = await Promise.all([
    readRules(flags.rules, shell),
    readKeyOrInvent(shell),
    readIgnores(flags, shell),
    openGiven(flags, shell),
  ]);
  const onValue = baselines === null ? {} : { onValue: baselines.onValue };
  const scanner = { detector: buildDetector(rules), key, sources: SOURCES, ignores, ...onValue };
  const git = { environment: shell.environment, signal: shell.signal };
  const all = looksLikeUrl(path)
    ? await scanRemote(path, { flags, config, scanner }, shell)
    : await scanPath({ path, withHistory: flags.history, input: shell.stdin }, scanner, git);
  const found = flags.repoIgnore ? all : forgetRepository(all);
  const { facts, accepted } =
    baselines === null ? { facts: found, accepted: null } : await baselines.apply(found);
  if (accepted !== null)
    shell.note(
      `${flags.writeBaseline} accepts ${accepted} secret${accepted === 1 ? "" : "s"}. It holds no value.`,
    );
  const { shown, counted, ignored } = settleFacts([facts], flags, shell);
  const toInventory = (settled: typeof shown) =>
    buildInventory({ run: null, facts: settled, rules: indexRules(rules), ...ignored });
  const inventory = toInventory(shown);
  await writeReports(inventory, flags, shell);
  const limits = { failOn: config.failOn ?? "low", allowGaps: config.allowGaps } as const;
  return chooseExitCode(counted === shown ? inventory : toInventory(counted), limits);
};

export const addScan = (program: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  const command = program
    .command("scan")
    .summary("scan one repository, folder, file or standard input")
    .description(
      "Scans a git repository (its files as they are now and its whole history, commit messages included), a plain " +
        "folder, a file, or standard input (-): needs no store, no network and no configuration. Or a repository by its " +
        "https clone URL, which gets the token only if it is on your GitLab.",
    )
    .argument("[path]", "repository, folder, file or https clone URL; - reads standard input", ".")
    .option("--no-history", "only the files as they are now")
    .addOption(rulesOption())
    .addOption(
      new Option("--baseline <file>", "report only what is not in this baseline (a file without any value)"),
    )
    .addOption(new Option("--write-baseline <file>", "accept everything that is found, in this file"))
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(reportOption());
  addHostOptions(command);
  addIgnoreOptions(command);
  addExitOptions(command, "low").action(async (path: string, flags: Flags) =>
    done(await runScan(path, flags, shell)),
  );
};
