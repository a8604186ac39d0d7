/** `vaultbound inventory`: the migration inventory of what the store holds. */
import { type Command, Option } from "commander";
import type { Config } from "../config/config.ts";
import { buildInventory } from "../inventory/build.ts";
import { makeError } from "../model/errors.ts";
import type { TargetFacts } from "../model/run.ts";
import { indexRules, loadRules } from "../rules/load.ts";
import type { Store } from "../store/store.ts";
import { addExitOptions, readConfig, storeOption } from "./options.ts";
import {
  chooseExitCode,
  formatOption,
  type OutputFlags,
  outputOption,
  reportOption,
  writeReports,
} from "./output.ts";
import type { ExitCode, RulesById, Shell } from "./shell.ts";

interface Flags extends OutputFlags {
  readonly store?: string;
  readonly scope?: string;
  readonly failOn?: string;
  readonly allowGaps?: boolean;
}

export interface InventoryRequest {
  readonly store: Store;
  /** The newest run's scope if undefined. */
  readonly scope: string | undefined;
  readonly rules: RulesById;
  readonly config: Config;
  readonly flags: OutputFlags;
  /** Severity that fails when nothing was said. */
  readonly usual: "low" | "never";
}

/** @throws VaultboundError STORE_EMPTY. */
export const printInventory = async (request: InventoryRequest, shell: Shell): Promise<ExitCode> => {
  const { store, rules, config } = request;
  const run = await store.latestRun(request.scope);
  if (run === null) throw makeError("STORE_EMPTY", [{ url: config.store }]);
  if (run.finishedAt === null)
    shell.note(
      `The sweep of ${run.scope} has not finished: this is what is known so far. Run it again to go on.`,
    );
  const facts: TargetFacts[] = [];
  for await (const target of store.readTargets(run.scope)) facts.push(target);
  const inventory = buildInventory({ run, facts, rules });
  await writeReports(inventory, request.flags, shell);
  return chooseExitCode(inventory, { failOn: config.failOn ?? request.usual, allowGaps: config.allowGaps });
};

const runInventory = async (flags: Flags, shell: Shell): Promise<ExitCode> => {
  const config = readConfig({ store: flags.store, failOn: flags.failOn, allowGaps: flags.allowGaps }, shell);
  const rules = indexRules(await loadRules(shell.rulesFolder, shell.rulesCache));
  const { openStore } = await import("../store/registry.ts");
  const store = await openStore(config.store);
  try {
    return await printInventory({ store, scope: flags.scope, rules, config, flags, usual: "never" }, shell);
  } finally {
    await store.close();
  }
};

export const addInventory = (program: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  const command = program
    .command("inventory")
    .summary("print or export the migration inventory of the last sweep")
    .description(
      "One entry per secret over everything the last sweep found: where it lives, who uses it, how bad it is, and the " +
        "Vault mount, path, engine, auth method and role it needs. Reads the store only.",
    )
    .addOption(storeOption())
    .addOption(
      new Option("--scope <scope>", "an earlier sweep's scope: `<url> <group>` (default: the newest)"),
    )
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(reportOption());
  addExitOptions(command, "never").action(async (flags: Flags) => done(await runInventory(flags, shell)));
};
