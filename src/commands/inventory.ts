/** `vaultbound inventory`: the migration inventory of what the store holds. */
import { type Command, Option } from "commander";
import type { Config } from "../config/config.ts";
import type { IgnoreList } from "../ignore/rule.ts";
import { buildInventory } from "../inventory/build.ts";
import { makeError } from "../model/errors.ts";
import type { Inventory } from "../model/inventory.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import { indexRules } from "../rules/load.ts";
import { markStored } from "../run/ignoring.ts";
import { describeStore } from "../store/postgres-address.ts";
import type { Store } from "../store/store.ts";
import { addIgnoreOptions, type IgnoreFlags, readIgnores, settleFacts } from "./ignore-options.ts";
import { addExitOptions, readConfig, storeOption } from "./options.ts";
import {
  chooseExitCode,
  formatOption,
  type OutputFlags,
  outputOption,
  reportOption,
  writeReports,
} from "./output.ts";
import { readRules, rulesOption } from "./rule-options.ts";
import type { ExitCode, RulesById, Shell } from "./shell.ts";

interface Flags extends OutputFlags, IgnoreFlags {
  readonly rules: readonly string[];
  readonly store?: string;
  readonly scope?: string;
  readonly config?: string;
  readonly failOn?: string;
  readonly allowGaps?: boolean;
}

export interface InventoryRequest {
  readonly store: Store;
  /** The newest run's scope if undefined. */
  readonly scope: string | undefined;
  readonly rules: RulesById;
  /** The operator's; what they say of values was settled when the values were seen. */
  readonly ignores: readonly IgnoreList[];
  readonly config: Config;
  readonly flags: OutputFlags & Omit<IgnoreFlags, "ignore">;
  /** Severity that fails when nothing was said. */
  readonly usual: "low" | "never";
}

export interface ReadInventory {
  readonly run: Run;
  /** For the reports. */
  readonly inventory: Inventory;
  /** For the exit code: without what is ignored, shown or not. */
  readonly counts: Inventory;
}

/** @throws VaultboundError STORE_EMPTY. */
export const readInventory = async (
  request: Pick<InventoryRequest, "store" | "scope" | "rules" | "ignores" | "config"> & {
    readonly flags: Omit<IgnoreFlags, "ignore">;
  },
  shell: Shell,
): Promise<ReadInventory> => {
  const { store, rules, config } = request;
  const run = await store.latestRun(request.scope);
  if (run === null) throw makeError("STORE_EMPTY", [{ url: describeStore(config.store) }]);
  if (run.finishedAt === null)
    shell.note(
      `The sweep of ${run.scope} has not finished: this is what is known so far. Run it again to go on.`,
    );
  const facts: TargetFacts[] = [];
  for await (const target of store.readTargets(run.scope, { withMarks: false }))
    facts.push(await markStored(target, request.ignores, shell.signal));
  const { shown, counted, ignored } = settleFacts(facts, request.flags, shell);
  const inventory = buildInventory({ run, facts: shown, rules, ...ignored });
  const counts = counted === shown ? inventory : buildInventory({ run, facts: counted, rules });
  return { run, inventory, counts };
};

/** @throws VaultboundError STORE_EMPTY. */
export const printInventory = async (request: InventoryRequest, shell: Shell): Promise<ExitCode> => {
  const { config, flags, usual } = request;
  const { inventory, counts } = await readInventory(request, shell);
  await writeReports(inventory, flags, shell);
  return chooseExitCode(counts, { failOn: config.failOn ?? usual, allowGaps: config.allowGaps });
};

const runInventory = async (flags: Flags, shell: Shell): Promise<ExitCode> => {
  const { config: file, store: place, failOn, allowGaps } = flags;
  const config = readConfig({ config: file, store: place, failOn, allowGaps }, shell);
  const [known, ignores] = await Promise.all([readRules(flags.rules, shell), readIgnores(flags, shell)]);
  const rules = indexRules(known);
  if (ignores.some((list) => list.rules.some(({ values, hashes }) => values !== null || hashes !== null)))
    shell.note("Ignore rules about values take effect in a sweep: the store holds none to compare with.");
  const { openStore } = await import("../store/registry.ts");
  const store = await openStore(config.store);
  try {
    const request = { store, scope: flags.scope, rules, ignores, config, flags, usual: "never" } as const;
    return await printInventory(request, shell);
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
    .addOption(rulesOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(reportOption());
  addIgnoreOptions(command);
  addExitOptions(command, "never").action(async (flags: Flags) => done(await runInventory(flags, shell)));
};
