/** Options that several commands share. */
import { join } from "node:path";
import { type Command, Option } from "commander";
import { type Config, resolveConfig, type Settings } from "../config/config.ts";
import { readConfigFile } from "../config/config-file.ts";
import { readHashKey } from "../config/hash-key.ts";
import { SEVERITIES } from "../model/severity.ts";
import { passwordOf } from "../store/postgres-address.ts";
import type { Shell } from "./shell.ts";

export const storeOption = (): Option =>
  new Option(
    "--store <file or url>",
    "where facts are kept: a file, or postgres://USER@HOST/DATABASE (VAULTBOUND_STORE; default: a file in your state folder)",
  );

/** Only a file that is named is read: one that lies in a stranger's repository could send the token elsewhere. */
export const configOption = (): Option =>
  new Option(
    "--config <file>",
    "YAML file of settings, named like the options; options and environment go before it (VAULTBOUND_CONFIG)",
  );

export const addExitOptions = (command: Command, usual: string): Command =>
  command
    .addOption(configOption())
    .addOption(
      new Option("--fail-on <severity>", `exit 1 from this severity on (default: ${usual})`).choices([
        ...SEVERITIES,
        "never",
      ]),
    )
    .addOption(new Option("--allow-gaps", "exit 0 although something could not be scanned"));

/** Flags as commander names them are the settings' names. @throws VaultboundError CONFIG_INVALID. */
export const readConfig = (
  flags: Settings & { readonly config?: unknown },
  { environment, stateFolder, hide }: Shell,
): Config => {
  const [named, option] =
    typeof flags.config === "string"
      ? [flags.config, "--config"]
      : [environment["VAULTBOUND_CONFIG"] ?? "", "VAULTBOUND_CONFIG"];
  const config = resolveConfig({
    flags,
    environment,
    file: named === "" ? new Map() : readConfigFile(named, option),
    defaults: { store: join(stateFolder, "store.sqlite") },
  });
  const password = passwordOf(config.store);
  if (password !== null) hide(password);
  return config;
};

/** The key lies beside the default store, whatever store is used: one machine, one set of ids. */
export const readKey = (shell: Shell): Promise<Uint8Array> =>
  readHashKey(
    shell.environment["VAULTBOUND_HASH_KEY"],
    join(shell.stateFolder, "hash.key"),
    shell.randomBytes,
  );
