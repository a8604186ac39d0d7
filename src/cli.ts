/** The only entry point: takes argv, environment, clock and randomness from the process and hands them down. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runProgram } from "./commands/program.ts";
import type { Shell } from "./commands/shell.ts";
import { eraseLines, wrapLines } from "./commands/status-lines.ts";
import { printable } from "./lib/printable.ts";
import { makeError, VaultboundError } from "./model/errors.ts";

// V8 lets garbage grow to a multiple of what is in use before it looks, and its nursery with what is thrown away: the
// memory of a long sweep would grow with its length. Measured, this costs no time (docs/limits.md).
setFlagsFromString("--heap-growing-percent=40");
setFlagsFromString("--semi-space-growth-factor=1");

const root = fileURLToPath(new URL("..", import.meta.url));
const hidden = new Set<string>();
const interrupt = new AbortController();

/** The last line of defence: a token never gets out, in whatever text it stands. */
const scrub = (text: string): string => {
  let result = text;
  for (const secret of hidden) result = result.replaceAll(secret, "****");
  return result;
};

const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(scrub(text), (error) => {
      // The reader has seen enough (`| head`): no error of ours.
      const isGone = error instanceof Error && "code" in error && error.code === "EPIPE";
      if (!(error instanceof Error) || isGone) resolve();
      else
        reject(
          makeError("OUTPUT_FAILED", [{ path: "standard output", detail: String(error.message) }], error),
        );
    });
  });

const USUAL_COLUMNS = Number(process.env["COLUMNS"]) || 80;
const statusColumns = (): number => process.stderr.columns || USUAL_COLUMNS;
/** A terminal that calls itself dumb knows no way back. */
const canRedraw = ({ isTTY }: NodeJS.WriteStream): boolean => isTTY && process.env["TERM"] !== "dumb";

/** The lines of the status that stand on the terminal. */
let drawn: readonly string[] = [];
const status = (text: string): void => {
  if (!canRedraw(process.stderr) || (text === "" && drawn.length === 0)) return;
  const erase = eraseLines(drawn, statusColumns());
  // One row stays free: what has left the screen at its top cannot be taken away.
  drawn =
    text === ""
      ? []
      : scrub(text)
          .split("\n")
          .slice(0, Math.max(1, process.stderr.rows - 1));
  process.stderr.write(`${erase}${drawn.join("\n")}`);
};
const note = (text: string): void => {
  status("");
  const shown = scrub(text);
  process.stderr.write(`${process.stderr.isTTY ? wrapLines(shown, statusColumns()) : shown}\n`);
};

const readVersion = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "0";
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

const wantsColor = (): boolean => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "0") return true;
  return process.stdout.isTTY && TERM !== "dumb";
};

const stateFolder = (): string => {
  const { XDG_STATE_HOME, HOME } = process.env;
  const base = XDG_STATE_HOME !== undefined && XDG_STATE_HOME !== "" ? XDG_STATE_HOME : undefined;
  return join(base ?? join(HOME ?? homedir(), ".local", "state"), "vaultbound");
};

const shell: Shell = {
  environment: process.env,
  stdin: process.stdin,
  print,
  note,
  status,
  isTerminal: { stdout: canRedraw(process.stdout), stderr: canRedraw(process.stderr) },
  get columns() {
    return process.stdout.columns || USUAL_COLUMNS;
  },
  statusColumns,
  color: wantsColor(),
  version: readVersion(),
  signal: interrupt.signal,
  now: () => new Date(),
  randomBytes,
  random: Math.random,
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
  tempFolder: tmpdir(),
  pid: process.pid,
  isAlive,
  stateFolder: stateFolder(),
  rulesFolder: join(root, "patterns"),
  rulesCache: join(root, "dist", "rules.json"),
  // Anything shorter is no token, and would tear holes into ordinary words.
  hide: (secret) => void (secret.length >= 8 && hidden.add(secret)),
};

/** Second interrupt: no time for the orderly way, but clones must not stay behind. */
const leaveNow = (): never => {
  note("Stopped at once. Run the same command again; a sweep continues where it stopped.");
  // Twice: one may just be made, or be written to by git.
  for (let pass = 0; pass < 2; pass++)
    for (const name of readdirSync(tmpdir()))
      if (name.startsWith(`vaultbound-${process.pid}-`))
        rmSync(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
  process.exit(130);
};

const onSignal = (): void => {
  if (interrupt.signal.aborted) leaveNow();
  note("Stopping … (once more to stop at once)");
  interrupt.abort(makeError("INTERRUPTED", []));
};

/** One line and a hint for whatever went wrong; the stack only when asked for, and scrubbed like everything else. */
const explain = (error: unknown): number => {
  if (interrupt.signal.aborted) {
    note("Interrupted. Run the same command again; a sweep continues where it stopped.");
    return 130;
  }
  if (error instanceof VaultboundError)
    note(`vaultbound: ${printable(error.message)}\n  ${printable(error.hint)}`);
  else {
    const text = error instanceof Error ? error.message : "unknown";
    note(
      `vaultbound: internal error: ${printable(text)}\n  Set VAULTBOUND_DEBUG=1 to see where, and please report it.`,
    );
  }
  if (process.env["VAULTBOUND_DEBUG"] === "1" && error instanceof Error) note(error.stack ?? "");
  return 2;
};

// A password in the address of a store must not stand in the list of processes longer than can be helped.
if (process.argv.some((word) => /postgres(?:ql)?:\/\/\S*@/i.test(word))) process.title = "vaultbound";
process.on("SIGINT", onSignal);
process.on("SIGTERM", onSignal);
process.on("SIGHUP", onSignal);
process.stdout.on("error", () => undefined);

let code: number;
try {
  code = await runProgram(process.argv.slice(2), shell);
} catch (error) {
  code = explain(error);
}
process.exit(code);
