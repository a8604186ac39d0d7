/**
 * `npm run bench:detect -- [FOLDER…]`: how fast one thread finds secrets in source text, stage by stage, and which rules
 * and literals take the time. Seconds are CPU seconds of the thread: compare the stages of one run.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { RULES } from "../support/scanner.ts";
import { countCosts } from "./detect/costs.ts";
import { printLiterals, printRules, printStages, printSums } from "./detect/print.ts";
import { STAGES } from "./detect/stages.ts";
import { readTexts } from "./detect/texts.ts";

const NODE_MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
const STAGE = fileURLToPath(new URL("./detect/stage.ts", import.meta.url));
const TOP = 15;

/** Each stage gets a process: V8 compiles a function better for one prefilter than for two, and a scan has one. */
const timeStage = (args: readonly string[]): number =>
  Number(execFileSync(process.execPath, [STAGE, ...args], { encoding: "utf8" }));

const run = (given: readonly string[]): void => {
  const folders = given.length === 0 ? [NODE_MODULES] : given;
  const pattern = given.length === 0 ? "**/*.{js,ts,json,md}" : "**";
  const { texts, bytes } = readTexts(folders, pattern);
  if (bytes === 0) throw new Error("There are no text files.");
  const costs = countCosts(RULES, texts);
  console.log(
    `${texts.length.toLocaleString("en")} files, ${(bytes / 1e6).toFixed(1)} MB; ` +
      `${RULES.length} rules, ${costs.literals.size} literals\n`,
  );
  const stages = Object.keys(STAGES).map((name) => ({
    name,
    seconds: timeStage([name, pattern, ...folders]),
  }));
  const parts = [
    printStages(stages, bytes),
    [printSums(costs, bytes)],
    printRules(costs, TOP),
    printLiterals(costs, bytes, TOP),
  ];
  console.log(parts.map((lines) => lines.join("\n")).join("\n\n"));
};

try {
  run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
