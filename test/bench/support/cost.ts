/** What a command costs: time on the clock, time of processors, memory of everything it starts. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface Cost {
  readonly wall: number;
  /** User and system seconds, children included. */
  readonly cpu: number;
  /** Largest sum of proportional memory over the process tree, MB, sampled. */
  readonly memory: number;
  /** Largest resident memory of any one process, MB, as the kernel kept it. */
  readonly largest: number;
}

const readField = (pid: number, file: string, field: string): number => {
  try {
    const text = readFileSync(`/proc/${pid}/${file}`, "utf8");
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
  } catch {
    return 0; // It has ended, or is not ours.
  }
};

/** A process and all below it. */
const listTree = (root: number): readonly number[] => {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc"))
    if (/^\d+$/.test(name)) parents.set(Number(name), readField(Number(name), "status", "PPid"));
  const isBelow = (pid: number): boolean => pid === root || (pid > 1 && isBelow(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isBelow);
};

/** In kB. Pages that several share (a mapped pack) count once. */
const measureTree = (root: number): { readonly sum: number; readonly largest: number } => {
  const pids = listTree(root);
  return {
    sum: pids.reduce((sum, pid) => sum + readField(pid, "smaps_rollup", "Pss"), 0),
    largest: Math.max(0, ...pids.map((pid) => readField(pid, "status", "VmHWM"))),
  };
};

interface Measuring {
  readonly environment?: NodeJS.ProcessEnv;
  /** Between two looks at the memory. */
  readonly everyMs?: number;
}

/** Runs a shell command. @throws when it fails; the end of what it printed on standard error is in the message. */
export const measure = (
  command: string,
  { environment = process.env, everyMs = 100 }: Measuring = {},
): Promise<Cost> =>
  new Promise((resolve, reject) => {
    const script = `TIMEFORMAT='%R %U %S'; time { ${command}; }`;
    const child = spawn("bash", ["-c", script], { stdio: ["ignore", "ignore", "pipe"], env: environment });
    let memory = 0;
    let largest = 0;
    let text = "";
    const timer = setInterval(() => {
      const now = measureTree(child.pid ?? 0);
      memory = Math.max(memory, now.sum);
      largest = Math.max(largest, now.largest);
    }, everyMs);
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      if (code !== 0) {
        reject(new Error(`${command} ended with ${code}: ${text.slice(-2000)}`));
        return;
      }
      const [wall = 0, user = 0, system = 0] = (text.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
      resolve({ wall, cpu: user + system, memory: memory / 1024, largest: largest / 1024 });
    });
  });

export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
