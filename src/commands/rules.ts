/** `vaultbound rules`: what is detected, and why something was or was not. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { createDetector, type Explanation } from "../detect/detector.ts";
import { printable } from "../lib/printable.ts";
import { createPositionFinder, decodeText } from "../lib/text.ts";
import { computeBlobId } from "../model/blob.ts";
import { makeError } from "../model/errors.ts";
import { Secret } from "../model/secret.ts";
import { loadRules, parseRules } from "../rules/load.ts";
import { checkRules } from "../run/check-rules.ts";
import type { ExitCode, Shell } from "./shell.ts";

const listRules = async (shell: Shell): Promise<ExitCode> => {
  const rules = await loadRules(shell.rulesFolder, shell.rulesCache);
  const width = Math.max(...rules.map(({ id }) => id.length));
  for (const rule of rules)
    await shell.print(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(8)}  ${rule.title}\n`);
  return 0;
};

const readBytes = (file: string): Promise<Buffer> =>
  readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw makeError("FILE_UNREADABLE", [{ path: file, detail: cause.code ?? "unreadable" }], cause);
  });

/** The file's own rules stand in for shipped ones of the same id: what is edited is what is tried. */
const testRules = async (file: string, shell: Shell): Promise<ExitCode> => {
  const own = parseRules(basename(file), (await readBytes(file)).toString("utf8"));
  const ids = new Set(own.map(({ id }) => id));
  const shipped = (await loadRules(shell.rulesFolder, shell.rulesCache)).filter(({ id }) => !ids.has(id));
  let isGood = true;
  for (const { rule, problems } of checkRules(own, createDetector([...shipped, ...own]))) {
    isGood &&= problems.length === 0;
    const counts = `${rule.examples.length} examples, ${rule.counterexamples.length} counterexamples`;
    await shell.print(`${problems.length === 0 ? "ok  " : "FAIL"}  ${rule.id}  ${counts}\n`);
    for (const problem of problems) await shell.print(`      ${problem}\n`);
  }
  return isGood ? 0 : 1;
};

/** `FILE:LINE` or `FILE` for all lines; a name may hold colons itself. */
const parsePlace = (place: string): { readonly file: string; readonly line: number | null } => {
  const [, file, line] = /^(.*):(\d+)$/.exec(place) ?? [];
  return file === undefined ? { file: place, line: null } : { file, line: Number(line) };
};

const describe = ({ candidate, dropped }: Explanation, position: string): string => {
  const { preview } = new Secret(candidate.value, candidate.prefix);
  const verdict = dropped === null ? "kept" : `dropped: ${dropped}`;
  return `${position}  ${candidate.rule.id}  ${printable(preview)}  ${verdict}\n`;
};

const explainPlace = async (place: string, shell: Shell): Promise<ExitCode> => {
  const { file, line } = parsePlace(place);
  const bytes = await readBytes(file);
  const detector = createDetector(await loadRules(shell.rulesFolder, shell.rulesCache));
  const positionOf = createPositionFinder(decodeText(bytes));
  let count = 0;
  for (const explanation of detector.explain({ id: computeBlobId(bytes), bytes, provenance: null })) {
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
    .action(async () => done(await listRules(shell)));
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
    .action(async (place: string) => done(await explainPlace(place, shell)));
};
