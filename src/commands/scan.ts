/** `vaultbound scan`: one repository, folder, file or standard input. */
import type { Command } from "commander";
import { createDetector } from "../detect/detector.ts";
import { buildInventory } from "../inventory/build.ts";
import { VaultboundError } from "../model/errors.ts";
import { indexRules, loadRules } from "../rules/load.ts";
import { scanPath } from "../run/scan-path.ts";
import { SOURCES } from "../sources/registry.ts";
import { addExitOptions, readConfig, readKey } from "./options.ts";
import {
  chooseExitCode,
  formatOption,
  type OutputFlags,
  outputOption,
  reportOption,
  writeReports,
} from "./output.ts";
import type { ExitCode, Shell } from "./shell.ts";

interface Flags extends OutputFlags {
  readonly history: boolean;
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

const runScan = async (path: string, flags: Flags, shell: Shell): Promise<ExitCode> => {
  const config = readConfig({ failOn: flags.failOn, allowGaps: flags.allowGaps }, shell);
  const [rules, key] = await Promise.all([
    loadRules(shell.rulesFolder, shell.rulesCache),
    readKeyOrInvent(shell),
  ]);
  const scanner = { detector: createDetector(rules), key, sources: SOURCES };
  const request = { path, withHistory: flags.history, input: shell.stdin };
  const facts = await scanPath(request, scanner, { environment: shell.environment, signal: shell.signal });
  const inventory = buildInventory({ run: null, facts: [facts], rules: indexRules(rules) });
  await writeReports(inventory, flags, shell);
  return chooseExitCode(inventory, { failOn: config.failOn ?? "low", allowGaps: config.allowGaps });
};

export const addScan = (program: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  const command = program
    .command("scan")
    .summary("scan one repository, folder, file or standard input")
    .description(
      "Scans a git repository (its files as they are now and its whole history, commit messages included), a plain " +
        "folder, a file, or standard input (-). Needs no store, no network and no configuration.",
    )
    .argument("[path]", "repository, folder or file; - reads standard input", ".")
    .option("--no-history", "only the files as they are now")
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(reportOption());
  addExitOptions(command, "low").action(async (path: string, flags: Flags) =>
    done(await runScan(path, flags, shell)),
  );
};
