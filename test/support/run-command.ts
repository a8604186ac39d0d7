/** Runs a command in this process with a clock of its own: its waits are hours of that clock and moments of ours. */
import { setTimeout as wait } from "node:timers/promises";
import { join } from "node:path";
import { runProgram } from "../../src/commands/program.ts";
import type { Shell } from "../../src/commands/shell.ts";
import { VaultboundError } from "../../src/model/errors.ts";
import { makeTestFolder } from "./git-repository.ts";
import { PATTERNS } from "./scanner.ts";

export interface CommandOptions {
  /** State and, below `tmp`, temporary files. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** As much faster sleeping is; whoever wakes moves the clock on to that moment. */
const HASTE = 1000;

export const createFastClock = (start: string): Clock => {
  let time = Date.parse(start);
  return {
    now: () => time,
    sleep: async (milliseconds, signal) => {
      const at = time + milliseconds;
      await wait(milliseconds / HASTE, undefined, { signal });
      time = Math.max(time, at);
    },
  };
};

/** Of chance: never twice the same, as runs are named by it. */
let drawn = 0;

/** Apart from what a command leaves: rules show the beginnings of tokens. */
let rulesCache: string | null = null;

async function* noInput(): AsyncGenerator<Buffer> {}

export const runCommand = async (
  args: readonly string[],
  { folder, environment, clock }: CommandOptions,
): Promise<CommandResult> => {
  let stdout = "";
  let stderr = "";
  const note = (text: string): void => {
    stderr += `${text}\n`;
  };
  const shell: Shell = {
    environment: { PATH: process.env["PATH"] ?? "", HOME: folder, ...environment },
    stdin: noInput(),
    print: (text) => {
      stdout += text;
      return Promise.resolve();
    },
    note,
    status: note,
    isTerminal: { stdout: false, stderr: false },
    columns: 80,
    statusColumns: () => 80,
    color: false,
    version: "0.0.0-test",
    signal: new AbortController().signal,
    now: () => new Date(clock.now()),
    randomBytes: (size) => new Uint8Array(size).fill(++drawn),
    random: () => 0.5,
    sleep: clock.sleep,
    tempFolder: join(folder, "tmp"),
    pid: process.pid,
    isAlive: () => true,
    stateFolder: folder,
    rulesFolder: PATTERNS,
    rulesCache: (rulesCache ??= join(makeTestFolder(), "rules.json")),
    // Nothing is hidden: what the last line of defence would have to take out is a leak here.
    hide: () => undefined,
  };
  try {
    return { code: await runProgram(args, shell), stdout, stderr };
  } catch (error) {
    if (!(error instanceof VaultboundError)) throw error;
    note(`${error.code}: ${error.message}\n  ${error.hint}\n${error.stack ?? ""}`);
    return { code: 2, stdout, stderr };
  }
};
