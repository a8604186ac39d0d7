/** Runs the real command line as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeTestFolder } from "./git-repository.ts";

export const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** Called with the running process, to interrupt it or look at it. */
  readonly onStart?: (child: ChildProcess) => void;
  readonly onOutput?: (text: string, child: ChildProcess) => void;
}

export interface CliResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Everything a person's environment could add is left out; state and temporary files get folders of their own. */
export const cliEnvironment = (extra: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "",
  HOME: makeTestFolder(),
  VAULTBOUND_HASH_KEY: "07".repeat(32),
  COLUMNS: "80",
  ...extra,
});

export const runCli = (args: readonly string[], options: CliOptions = {}): Promise<CliResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", CLI, ...args], {
      cwd: options.cwd ?? makeTestFolder(),
      env: cliEnvironment(options.env),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      options.onOutput?.(text, child);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      options.onOutput?.(text, child);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.stdin ?? "");
    options.onStart?.(child);
  });

export const statePath = (home: string, name: string): string =>
  join(home, ".local", "state", "vaultbound", name);
