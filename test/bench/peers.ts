/**
 * `npm run bench:peers -- FOLDER… [--corpus FOLDER]`: other scanners that are installed here, as they come, beside ours:
 * what they cost, and how much of what they report is the same. Values are neither kept nor printed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { scoreCorpus } from "./peers/corpus.ts";
import { type Options, readOptions, USAGE } from "./peers/options.ts";
import { printRuns, printScores } from "./peers/print.ts";
import { type Run, runTool } from "./peers/run.ts";
import { listTools, OUR_NAME, type Tool } from "./peers/tools.ts";

const isInstalled = (program: string): boolean => {
  try {
    execFileSync("bash", ["-c", 'command -v "$1"', "bash", program], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** The scanners to run: ours, and those of the others that are wanted and there. */
const chooseTools = ({ cli, programs, only }: Options): readonly Tool[] => {
  const all = listTools(cli);
  const unknown = [...programs.keys(), ...only].find((name) => !all.some((tool) => tool.name === name));
  if (unknown !== undefined)
    throw new Error(`${unknown} is none of ${all.map(({ name }) => name).join(", ")}.`);
  const others = all
    .filter(({ name }) => name !== OUR_NAME && (only.length === 0 || only.includes(name)))
    .map((tool) => ({ ...tool, command: [programs.get(tool.name) ?? tool.name] }));
  const missing = others.filter(({ command: [program = ""] }) => !isInstalled(program));
  for (const { name } of missing) console.log(`${name} is not installed: left out.`);
  return [
    ...all.filter(({ name }) => name === OUR_NAME),
    ...others.filter((tool) => !missing.includes(tool)),
  ];
};

/** Bytes of all files, without git's own. */
const measureFolder = (folder: string): number => {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += entry.name === ".git" ? 0 : measureFolder(path);
    else if (entry.isFile()) sum += statSync(path).size;
  }
  return sum;
};

const runAll = async (tools: readonly Tool[], folder: string, scratch: string) => {
  const runs = new Map<string, Run>();
  for (const tool of tools) runs.set(tool.name, await runTool(tool, folder, scratch));
  return { bytes: measureFolder(folder), runs };
};

/** What a start costs; and caches of compiled rules are filled by it. */
const warmUp = async (tools: readonly Tool[], scratch: string) => {
  const folder = join(scratch, "start");
  mkdirSync(folder);
  writeFileSync(join(folder, "hello.txt"), "Hello.\n");
  await runAll(tools, folder, scratch);
  return runAll(tools, folder, scratch);
};

const run = async (options: Options, scratch: string): Promise<void> => {
  const { folders, corpus, sample } = options;
  const missing = folders.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new Error(`There is no folder ${missing}.\n${USAGE}`);
  const tools = chooseTools(options);
  const print = (lines: readonly string[]): void => console.log(lines.join("\n"));
  print(printRuns("one file of one line", await warmUp(tools, scratch), { ...sample, size: 0 }));
  for (const folder of folders)
    print(printRuns(basename(folder), await runAll(tools, folder, scratch), sample));
  if (corpus !== undefined) print(printScores(await scoreCorpus(corpus, tools, scratch)));
};

const scratch = mkdtempSync(join(tmpdir(), "vb-peers-"));
try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) console.log(USAGE);
  else await run(options, scratch);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
