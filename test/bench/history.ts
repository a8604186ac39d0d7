/**
 * `npm run bench:history -- REPOSITORY…`: what a scan of the whole history costs, as a multiple of what git itself needs
 * to print the same blobs (`cat-file --batch --buffer` to /dev/null, ids listed beforehand), in one run.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

interface Cost {
  readonly wall: number;
  /** User and system seconds, children included. */
  readonly cpu: number;
  /** Largest sum of proportional memory over the process tree, MB, sampled. */
  readonly memory: number;
}

/** Proportional memory of a process and all below it, in kB: pages that several share (a mapped pack) count once. */
const measureTree = (root: number): number => {
  const processes = new Map<number, { parent: number; memory: number }>();
  for (const name of readdirSync("/proc"))
    if (/^\d+$/.test(name))
      try {
        const read = (file: string, field: string): number =>
          Number(
            new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(
              readFileSync(`/proc/${name}/${file}`, "utf8"),
            )?.[1] ?? 0,
          );
        processes.set(Number(name), { parent: read("status", "PPid"), memory: read("smaps_rollup", "Pss") });
      } catch {
        // It has ended, or is not ours.
      }
  const isBelow = (pid: number): boolean =>
    pid === root || (pid > 1 && isBelow(processes.get(pid)?.parent ?? 0));
  return [...processes].reduce((sum, [pid, { memory }]) => sum + (isBelow(pid) ? memory : 0), 0);
};

const measure = (command: string): Promise<Cost> =>
  new Promise((resolve, reject) => {
    const script = `TIMEFORMAT='%R %U %S'; time { ${command}; }`;
    const child = spawn("bash", ["-c", script], { stdio: ["ignore", "ignore", "pipe"] });
    let peak = 0;
    let text = "";
    const timer = setInterval(() => (peak = Math.max(peak, measureTree(child.pid ?? 0))), 100);
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    child.on("error", reject);
    child.on("close", () => {
      clearInterval(timer);
      const [wall = 0, user = 0, system = 0] = (text.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
      resolve({ wall, cpu: user + system, memory: peak / 1024 });
    });
  });

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const bench = async (path: string, folder: string): Promise<void> => {
  const gitDir = execFileSync("git", ["-C", path, "rev-parse", "--absolute-git-dir"], {
    encoding: "utf8",
  }).trim();
  const ids = join(folder, "ids");
  const git = `git --git-dir=${quote(gitDir)}`;
  const list = `${git} rev-list --objects --all --no-object-names --missing=allow-any | ${git} cat-file --batch-check='%(objecttype) %(objectname)' | sed -n "s/^blob //p" > ${quote(ids)}`;
  execFileSync("bash", ["-c", list]);
  const report = join(folder, "report.json");
  const plain = await measure(`${git} cat-file --batch --buffer < ${quote(ids)}`);
  const options = `--format json --output ${quote(report)} --fail-on never --allow-gaps`;
  const ours = await measure(
    `${quote(process.execPath)} --disable-warning=ExperimentalWarning ${quote(CLI)} scan ${quote(path)} ${options}`,
  );
  const { entries, targets } = JSON.parse(readFileSync(report, "utf8")) as {
    entries: { locations: unknown[] }[];
    targets: { coverage: { blobs: number; bytes: number } }[];
  }; // our own schema
  const { blobs = 0, bytes = 0 } = targets[0]?.coverage ?? {};
  const show = ({ wall, cpu, memory }: Cost): string =>
    `${wall.toFixed(1)} s wall, ${cpu.toFixed(1)} s CPU, ${Math.round(memory)} MB`;
  console.log(`${path}: ${blobs} blobs, ${Math.round(bytes / 1e6)} MB of text`);
  console.log(`  git cat-file  ${show(plain)}`);
  console.log(`  scan          ${show(ours)}  = ${(ours.cpu / plain.cpu).toFixed(1)} x cat-file (CPU)`);
  console.log(
    `  findings      ${entries.length} secrets, ${entries.reduce((sum, entry) => sum + entry.locations.length, 0)} places`,
  );
};

const folder = mkdtempSync(join(tmpdir(), "vb-bench-"));
try {
  const paths = process.argv.slice(2);
  if (paths.length === 0) console.log("Give one or more repositories.");
  for (const path of paths) await bench(path, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
