/** Options that several commands share. */
import { join } from "node:path";
import { type Command, Option } from "commander";
import { type Config, resolveConfig, type Settings } from "../config/config.ts";
import { readHashKey } from "../config/hash-key.ts";
import { SEVERITIES } from "../model/severity.ts";
import type { Shell } from "./shell.ts";

export const storeOption = (): Option =>
  new Option(
    "--store <file>",
    "where facts are kept (VAULTBOUND_STORE; default: a file in your state folder)",
  );

export const addExitOptions = (command: Command, usual: string): Command =>
  command
    .addOption(
      new Option("--fail-on <severity>", `exit 1 from this severity on (default: ${usual})`).choices([
        ...SEVERITIES,
        "never",
      ]),
    )
    .addOption(new Option("--allow-gaps", "exit 0 although something could not be scanned"));

/** Flags as commander names them are the settings' names. */
export const readConfig = (flags: Settings, shell: Shell): Config =>
  resolveConfig(flags, shell.environment, { store: join(shell.stateFolder, "store.sqlite") });

/** The key lies beside the default store, whatever store is used: one machine, one set of ids. */
export const readKey = (shell: Shell): Promise<Uint8Array> =>
  readHashKey(
    shell.environment["VAULTBOUND_HASH_KEY"],
    join(shell.stateFolder, "hash.key"),
    shell.randomBytes,
  );
