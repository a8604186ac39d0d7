/**
 * `npm run bench:store -- [--findings N] [--targets N] [--store URL] [--only STEP,…]`: how the store and the inventory do
 * with a million findings. Each step is a process of its own; its memory is the most it held.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Cost, measure, quote } from "./support/cost.ts";

const STEPS = fileURLToPath(new URL("store/steps.ts", import.meta.url));
const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const ORDER = ["fill", "readTargets", "readTarget", "readSightings"] as const;
const FORMATS = ["table", "json", "jsonl", "sarif"] as const;

const { values } = parseArgs({
  options: {
    findings: { type: "string", default: "1000000" },
    targets: { type: "string", default: "2000" },
    store: { type: "string" },
    only: { type: "string" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "vb-bench-"));
const url = values.store ?? join(folder, "store.sqlite");
const chosen = values.only?.split(",");
const isChosen = (name: string): boolean => chosen === undefined || chosen.includes(name);

const node = (words: readonly string[]): string =>
  [process.execPath, "--disable-warning=ExperimentalWarning", ...words].map(quote).join(" ");

const show = (name: string, { wall, cpu, largest }: Cost): void =>
  console.log(
    `${name.padEnd(34)} ${wall.toFixed(1)} s wall, ${cpu.toFixed(1)} s CPU, ${Math.round(largest)} MB`,
  );

const runStep = async (step: string): Promise<void> => {
  if (!isChosen(step)) return;
  const out = join(folder, "figures.json");
  show(step, await measure(node([STEPS, step, url, values.findings, values.targets, out])));
  // Written by the step itself.
  const figures = JSON.parse(readFileSync(out, "utf8")) as Record<string, number>;
  for (const [name, ms] of Object.entries(figures)) console.log(`  ${name.padEnd(32)} ${ms.toFixed(1)} ms`);
};

const runCommand = async (name: string, words: readonly string[]): Promise<void> => {
  if (!isChosen(name)) return;
  const out = join(folder, "report");
  const common = ["--store", url, "--allow-gaps", "--output", out];
  show(words.join(" "), await measure(node([CLI, ...words, ...common])));
  showSize("report", out);
};

const showSize = (name: string, file: string): void =>
  console.log(`  ${name.padEnd(32)} ${Math.round(statSync(file).size / 1e6)} MB`);

const showStore = (): void => {
  if (!url.includes(":")) showSize("file of the store", url);
};

try {
  console.log(`${values.findings} findings, ${values.targets} targets`);
  for (const step of ORDER) await runStep(step);
  showStore();
  for (const format of FORMATS) await runCommand(format, ["inventory", "--format", format]);
  await runStep("runs");
  await runStep("again");
  showStore();
  await runCommand("changes", ["changes"]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
