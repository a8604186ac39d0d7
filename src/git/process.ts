/** Starts git with everything a repository could use against us switched off. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { printable } from "../lib/printable.ts";
import { makeError } from "../model/errors.ts";

/** Variables of the calling process; only a few of them reach git. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface GitContext {
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** A repository on disk. */
export interface Repository {
  readonly gitDir: string;
  /** Null for a bare one. */
  readonly workTree: string | null;
}

const PASSED_ON = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LANG", "LC_ALL"];

/**
 * A scanned repository's own configuration is hostile: it can name programs (fsmonitor, hooks, signature checkers).
 * Command scope beats it. `safe.directory=*` is needed for repositories of another user (CI containers) and safe
 * because nothing configured there runs.
 */
const SAFE_CONFIG: Readonly<Record<string, string>> = {
  "safe.directory": "*",
  "core.hooksPath": "/dev/null",
  "core.fsmonitor": "false",
  "core.pager": "cat",
  "log.showSignature": "false",
  "log.showRoot": "true",
  "core.quotePath": "false",
  "protocol.allow": "never",
};

/** Environment of every git process we start. */
export const buildGitEnvironment = (
  environment: Environment,
  config: Readonly<Record<string, string>> = {},
) => {
  const result: Record<string, string> = {
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    // Partial clones: say what is missing instead of fetching it.
    GIT_NO_LAZY_FETCH: "1",
    GIT_LFS_SKIP_SMUDGE: "1",
  };
  for (const name of PASSED_ON) {
    const value = environment[name];
    if (value !== undefined && result[name] === undefined) result[name] = value;
  }
  const entries = Object.entries({ ...SAFE_CONFIG, ...config });
  result["GIT_CONFIG_COUNT"] = String(entries.length);
  entries.forEach(([key, value], index) => {
    result[`GIT_CONFIG_KEY_${index}`] = key;
    result[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return result;
};

/** One line of git's complaint, without control characters. */
export const firstComplaint = (stderr: string): string =>
  printable(
    stderr
      .split("\n")
      .find((line) => /^(?:fatal|error):/.test(line))
      ?.replace(/^(?:fatal|error): /, "") ??
      stderr.split("\n")[0] ??
      "",
  ).slice(0, 300) || "no message";

export interface GitProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves when git has exited: exit code (null if killed) and what it complained about. */
  readonly done: Promise<{ readonly code: number | null; readonly complaint: string }>;
}

/** @throws (through `done`) VaultboundError GIT_MISSING when there is no git. */
export const startGit = (
  repository: Repository,
  args: readonly string[],
  context: GitContext,
): GitProcess => {
  const child = spawn("git", [`--git-dir=${repository.gitDir}`, "--no-pager", ...args], {
    cwd: repository.workTree ?? repository.gitDir,
    env: buildGitEnvironment(context.environment),
    stdio: "pipe",
    signal: context.signal,
    killSignal: "SIGKILL",
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (stderr.length < 4096) stderr += text;
  });
  // A reader that stopped early: the exit code says it all.
  child.stdin.on("error", () => undefined);
  const done = new Promise<{ code: number | null; complaint: string }>((resolve, reject) => {
    child.on("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") reject(makeError("GIT_MISSING", [], cause));
      else reject(cause);
    });
    child.on("close", (code) => resolve({ code, complaint: firstComplaint(stderr) }));
  });
  // Whoever cares awaits it; a rejection nobody awaits yet must not end the process.
  done.catch(() => undefined);
  return { child, done };
};

/** Until the reader has taken what it was given, or is gone. Leaves no listener behind, however often it is called. */
const waitForDrain = (child: ChildProcessWithoutNullStreams): Promise<void> =>
  new Promise((resolve) => {
    const proceed = (): void => {
      child.stdin.off("drain", proceed);
      child.off("close", proceed);
      resolve();
    };
    child.stdin.on("drain", proceed);
    child.on("close", proceed);
  });

/** Writes with back-pressure; false once the reader is gone. */
export const writeAll = async (child: ChildProcessWithoutNullStreams, text: string): Promise<boolean> => {
  if (child.stdin.destroyed || child.stdin.writableEnded) return false;
  if (!child.stdin.write(text)) await waitForDrain(child);
  return true;
};

/** Chunks of a stream that has no encoding set: those are buffers, which the stream's type does not say. */
export const readBytes = (stream: Readable): AsyncIterable<Buffer> => stream as AsyncIterable<Buffer>; // see above

/** Splits a stream at a one-byte separator; the last piece need not be ended by one. Pieces are Latin-1 text. */
export async function* splitStream(stream: Readable, separator: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of readBytes(stream)) {
    const pieces = (rest + chunk.toString("latin1")).split(separator);
    rest = pieces.pop() ?? "";
    yield* pieces;
  }
  if (rest !== "") yield rest;
}

/** Latin-1 text of {@link splitStream} back to what it says in UTF-8. */
export const decodeLatin1 = (text: string): string => Buffer.from(text, "latin1").toString("utf8");
