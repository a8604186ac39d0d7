/** `vaultbound rules`: what is detected, and why something was or was not. */
import { basename } from "node:path";
import type { Command } from "commander";
import { createDetector, type Explanation } from "../detect/detector.ts";
import { printable } from "../lib/printable.ts";
import { createPositionFinder, decodeText } from "../lib/text.ts";
import { computeBlobId } from "../model/blob.ts";
import { Secret } from "../model/secret.ts";
import { loadPacks } from "../rules/import-pack.ts";
import { loadRules, parseRules } from "../rules/load.ts";
import { checkRules } from "../run/check-rules.ts";
import { parsePlace, readBytes } from "./place.ts";
import { buildDetector, readRules, rulesOption } from "./rule-options.ts";
import { addRulesIgnore } from "./rules-ignore.ts";
import { addRulesImport } from "./rules-import.ts";
import type { ExitCode, Shell } from "./shell.ts";

interface Flags {
  readonly rules: readonly string[];
}

const listRules = async (flags: Flags, shell: Shell): Promise<ExitCode> => {
  const rules = await readRules(flags.rules, shell);
  const width = Math.max(...rules.map(({ id }) => id.length));
  for (const rule of rules)
    await shell.print(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(8)}  ${rule.title}\n`);
  return 0;
};

/** The file's own rules stand in for shipped ones of the same id: what is edited is what is tried. */
const testRules = async (file: string, shell: Shell): Promise<ExitCode> => {
  const own = parseRules(basename(file), (await readBytes(file)).toString("utf8"));
  const ids = new Set(own.map(({ id }) => id));
  const all = await loadRules(shell.rulesFolder, shell.rulesCache);
  const shipped = all.filter(({ id }) => !ids.has(id));
  // A pack of one's own is checked as `--rules` will; shipped files have checks of their own.
  if (shipped.length === all.length) await loadPacks([file], []);
  let isGood = true;
  for (const { rule, problems } of checkRules(own, createDetector([...shipped, ...own]))) {
    isGood &&= problems.length === 0;
    const counts = `${rule.examples.length} examples, ${rule.counterexamples.length} counterexamples`;
    await shell.print(`${problems.length === 0 ? "ok  " : "FAIL"}  ${rule.id}  ${counts}\n`);
    for (const problem of problems) await shell.print(`      ${problem}\n`);
  }
  return isGood ? 0 : 1;
};

const describe = ({ candidate, dropped }: Explanation, position: string): string => {
  const { preview } = new Secret(candidate.value, candidate.prefix);
  const verdict = dropped === null ? "kept" : `dropped: ${dropped}`;
  return `${position}  ${candidate.rule.id}  ${printable(preview)}  ${verdict}\n`;
};

const explainPlace = async (place: string, flags: Flags, shell: Shell): Promise<ExitCode> => {
  const { file, line } = parsePlace(place);
  const bytes = await readBytes(file);
  const detector = buildDetector(await readRules(flags.rules, shell));
  const positionOf = createPositionFinder(decodeText(bytes));
  let count = 0;
  const blob = { id: computeBlobId(bytes), bytes, provenance: null, path: file === "-" ? "" : file };
  for (const explanation of detector.explain(blob)) {
    const position = positionOf(explanation.candidate.span.start);
    if (line !== null && position.line !== line) continue;
    count++;
    await shell.print(describe(explanation, `${position.line}:${position.column}`));
  }
  if (count === 0)
    shell.note("No rule proposes anything there: none of their keywords stands near a value of their form.");
  return 0;
};

export const addRules = (program: Command, shell: Shell, done: (code: ExitCode) => void): void => {
  const command = program
    .command("rules")
    .summary("what is detected, and why")
    .description("Lists, tries and explains the detection rules. No value is shown.");
  command
    .command("list")
    .description("Lists every rule with its severity and title.")
    .addOption(rulesOption())
    .action(async (flags: Flags) => done(await listRules(flags, shell)));
  command
    .command("test")
    .description(
      "Tries the rules of a rule file on their own examples and counterexamples. Exits 1 if one fails.",
    )
    .argument("<file>", "rule file, e.g. patterns/acme.yml")
    .action(async (file: string) => done(await testRules(file, shell)));
  command
    .command("explain")
    .description("Says for each candidate at a place why it was kept or dropped.")
    .argument("<place>", "FILE:LINE, or FILE for all lines")
    .addOption(rulesOption())
    .action(async (place: string, flags: Flags) => done(await explainPlace(place, flags, shell)));
  addRulesIgnore(command, shell, done);
  addRulesImport(command, shell, done);
};
