/** `vaultbound changes`, and `sweep --since-last`: what the newest sweep of a scope changed. */
import { type Command, Option } from "commander";
import { hasNews, listChanges } from "../reports/list-changes.ts";
import { makeError } from "../model/errors.ts";
import { SEVERITIES } from "../model/severity.ts";
import { renderChangesJson, renderChangesText } from "../reports/changes-text.ts";
import { renderCoverage } from "../reports/table-coverage.ts";
import { indexRules } from "../rules/load.ts";
import { addIgnoreOptions, type IgnoreFlags, readIgnores } from "./ignore-options.ts";
import { type InventoryRequest, readInventory } from "./inventory.ts";
import { addExitOptions, readConfig, storeOption } from "./options.ts";
import {
  chooseExitCode,
  formatOption,
  type OutputFlags,
  outputOption,
  reportOption,
  writeReportFiles,
  writeText,
} from "./output.ts";
import { readRules, rulesOption } from "./rule-options.ts";
import type { ExitCode, Shell } from "./shell.ts";

interface Flags extends OutputFlags, IgnoreFlags {
  readonly rules: readonly string[];
  readonly store?: string;
  readonly failOn?: string;
  readonly failOnNew?: string;
  readonly allowGaps?: boolean;
}

export const failOnNewOption = (): Option =>
  new Option(
    "--fail-on-new <severity>",
    "exit 1 when something new, or back again, is this bad or worse; any: whatever it is",
  ).choices([...SEVERITIES, "any", "never"]);

/** @throws VaultboundError CONFIG_INVALID for a format that has no form for changes. */
export const checkChangesFormat = ({ format }: OutputFlags): void => {
  if (format.name !== "table" && format.name !== "json")
    throw makeError("CONFIG_INVALID", [
      { option: "--format", detail: "changes are printed as table or json; --report writes the inventory" },
    ]);
};

/** Prints the changes; `--report` files hold the inventory, as ever. @throws VaultboundError STORE_EMPTY. */
export const printChanges = async (request: InventoryRequest, shell: Shell): Promise<ExitCode> => {
  const { store, rules, config, flags, usual } = request;
  const { run, inventory, counts } = await readInventory(request, shell);
  const sightings = store.readSightings(run.scope);
  const targets = await store.readTargetSightings(run.scope);
  const report = await listChanges({ run, inventory: counts, rules, sightings, targets });
  await writeReportFiles(inventory, flags, shell);
  const isFile = flags.output !== undefined && flags.output !== "-";
  const look = isFile ? { width: 100, color: false } : { width: shell.columns, color: shell.color };
  const chunks =
    flags.format.name === "json"
      ? renderChangesJson(report)
      : [...renderChangesText(report, look), ...renderCoverage(inventory, look)];
  await writeText(chunks, flags.output, shell);
  if (config.failOnNew !== undefined && config.failOnNew !== "never" && hasNews(report, config.failOnNew))
    return 1;
  return chooseExitCode(counts, { failOn: config.failOn ?? usual, allowGaps: config.allowGaps });
};

const runChanges = async (scope: string | undefined, flags: Flags, shell: Shell): Promise<ExitCode> => {
  const config = readConfig(flags, shell);
  checkChangesFormat(flags);
  const [known, ignores] = await Promise.all([readRules(flags.rules, shell), readIgnores(flags, shell)]);
  const { openStore } = await import("../store/registry.ts");
  const store = await openStore(config.store);
  try {
    const rules = indexRules(known);
    return await printChanges({ store, scope, rules, ignores, config, flags, usual: "never" }, shell);
  } finally {
    await store.close();
  }
};

export const addChanges = (program: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  const command = program
    .command("changes")
    .summary("what is new, back, changed or gone since the sweep before the last")
    .description(
      "Compares the newest sweep of a scope with the one before it: what is new, what is back again, what has " +
        "changed, what is gone. Reads the store only. --report writes the inventory, as `inventory` does.",
    )
    .argument("[scope]", "an earlier sweep's scope: `<url> <group>` (default: the newest)")
    .addOption(storeOption())
    .addOption(rulesOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(reportOption())
    .addOption(failOnNewOption());
  addIgnoreOptions(command);
  addExitOptions(command, "never").action(async (scope: string | undefined, flags: Flags) =>
    done(await runChanges(scope, flags, shell)),
  );
};
