/** Commands in the order of the help text; nothing else lists them. */
import type { Command } from "commander";
import { addChanges } from "./changes.ts";
import { addDoctor } from "./doctor.ts";
import { addInventory } from "./inventory.ts";
import { addRules } from "./rules.ts";
import { addScan } from "./scan.ts";
import type { ExitCode, Shell } from "./shell.ts";
import { addSweep } from "./sweep.ts";

export type AddCommand = (program: Command, shell: Shell, done: (code: ExitCode) => void) => void;

export const COMMANDS: readonly AddCommand[] = [
  addScan,
  addSweep,
  addInventory,
  addChanges,
  addDoctor,
  addRules,
];
