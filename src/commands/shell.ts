/** What a command may use of the outside world; `cli.ts` makes it, tests make their own. */
import type { Rule } from "../model/rule.ts";

export interface Shell {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Buffer>;
  /** Results. Resolves when written; rejects with OUTPUT_FAILED. */
  readonly print: (text: string) => Promise<void>;
  /** Everything else: progress, warnings. Goes to standard error. */
  readonly note: (text: string) => void;
  /** Like `note`, but overwrites itself, one line or several; only on a terminal. "" clears it. */
  readonly status: (text: string) => void;
  /** Whether what is written can be drawn over. */
  readonly isTerminal: { readonly stdout: boolean; readonly stderr: boolean };
  /** Width for results, as it is now. */
  readonly columns: number;
  /** Width for the status, as it is now: people change it while they watch. */
  readonly statusColumns: () => number;
  readonly color: boolean;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly tempFolder: string;
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
  /** Folder for what is kept between runs, if no other place is given. */
  readonly stateFolder: string;
  readonly rulesFolder: string;
  /** File that keeps the parsed rules between starts. */
  readonly rulesCache: string;
  /** Never printed from now on, in whatever text it turns up. */
  readonly hide: (secret: string) => void;
}

/** How a command ended; `cli.ts` exits with it. The table stands in `--help` and docs/cli.md. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

export type RulesById = ReadonlyMap<Rule["id"], Rule>;
