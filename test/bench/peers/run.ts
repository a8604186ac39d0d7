/** Runs one scanner over one folder: what it costs, and where it reports something. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Place, Tool } from "./tools.ts";

export interface Run {
  /** Seconds. */
  readonly wall: number;
  /** User and system seconds, children included. */
  readonly cpu: number;
  readonly places: readonly Place[];
}

// What a scanner says while it works may hold values: standard error is thrown away.
const SCRIPT = `TIMEFORMAT='%R %U %S'; time "$@" >"$PRINTED" 2>/dev/null`;

interface Ending {
  readonly code: number | null;
  readonly times: readonly number[];
}

const start = (command: readonly string[], cwd: string, environment: NodeJS.ProcessEnv): Promise<Ending> =>
  new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", SCRIPT, "bash", ...command], {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, times: (text.trim().split("\n").at(-1) ?? "").split(" ").map(Number) }),
    );
  });

const readJson = (file: string, name: string): unknown => {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Without its cause: V8's message quotes the text.
    throw new Error(`${name} wrote no JSON.`);
  }
};

/**
 * @param scratch a folder for outputs; they are removed again.
 * @throws Error if the scanner failed or its output is not what it used to be.
 */
export const runTool = async (tool: Tool, folder: string, scratch: string): Promise<Run> => {
  const [report, printed] = [join(scratch, "report.json"), join(scratch, "printed")];
  // Kingfisher compiles its rules once per machine; here once per program, and nothing is left behind.
  const environment = { PRINTED: printed, KF_RULE_CACHE_DIR: join(scratch, "kingfisher") };
  try {
    const options = tool.options.split(" ");
    const command = [...tool.command, ...options, ...(tool.printsReport === true ? [] : [report])];
    const { code, times } = await start(command, folder, environment);
    if (code === null || !tool.exits.includes(code)) throw new Error(`${tool.name} ended with ${code}.`);
    const [wall = 0, user = 0, system = 0] = times;
    const json = readJson(tool.printsReport === true ? printed : report, tool.name);
    return { wall, cpu: user + system, places: tool.read(json) };
  } finally {
    for (const file of [report, printed]) rmSync(file, { force: true });
  }
};
