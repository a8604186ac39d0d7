/** `vaultbound rules`: what is detected. */
import type { Command } from "commander";
import { loadRules } from "../rules/load.ts";
import type { ExitCode, Shell } from "./shell.ts";

const listRules = async (shell: Shell): Promise<ExitCode> => {
  const rules = await loadRules(shell.rulesFolder);
  const width = Math.max(...rules.map(({ id }) => id.length));
  for (const rule of rules)
    await shell.print(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(8)}  ${rule.title}\n`);
  return 0;
};

export const addRules = (program: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  const command = program
    .command("rules")
    .summary("what is detected")
    .description("Shows the detection rules.");
  command
    .command("list")
    .description("Lists every rule with its severity and title.")
    .action(async () => done(await listRules(shell)));
};
