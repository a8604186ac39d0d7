/** Runs git without the configuration of the machine or its user. */
import { spawn } from "node:child_process";

/** Nothing but PATH of this process reaches git, so that tests are alike everywhere. */
export const GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env["PATH"] ?? "",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

/** @throws Error with git's own words when it fails. */
export const runGit = (
  folder: string,
  args: readonly string[],
  input: string | Buffer = "",
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const child = spawn("git", ["-C", folder, ...args], { env: GIT_ENVIRONMENT });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(output));
      else reject(new Error(`git ${args[0]} failed: ${Buffer.concat(errors).toString()}`));
    });
    // git may end before it has read everything; its exit code tells.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
