/** From an inventory to reports on standard output and in files, and to the exit code. */
import { InvalidArgumentError, Option } from "commander";
import { worstSeverity } from "../inventory/summary.ts";
import { joinChunks } from "../lib/join-chunks.ts";
import { writeWhole } from "../run/write-whole.ts";
import { makeError } from "../model/errors.ts";
import type { Inventory } from "../model/inventory.ts";
import { isAtLeast, type Severity } from "../model/severity.ts";
import { findReporter, REPORTERS } from "../reports/registry.ts";
import type { Reporter, RenderOptions } from "../reports/reporter.ts";
import type { ExitCode, Shell } from "./shell.ts";

/** `FORMAT=FILE` of `--report`. */
export interface ReportFile {
  readonly reporter: Reporter;
  readonly file: string;
}

const parseReporter = (name: string): Reporter => {
  const reporter = findReporter(name);
  if (reporter === undefined)
    throw new InvalidArgumentError(`Formats: ${REPORTERS.map((item) => item.name).join(", ")}.`);
  return reporter;
};

const parseReportFile = (text: string, previous: readonly ReportFile[]): readonly ReportFile[] => {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("Write FORMAT=FILE, e.g. sarif=findings.sarif.");
  return [...previous, { reporter: parseReporter(text.slice(0, equals)), file: text.slice(equals + 1) }];
};

export const formatOption = (): Option =>
  new Option("-f, --format <name>", `what to print: ${REPORTERS.map(({ name }) => name).join(", ")}`)
    .argParser(parseReporter)
    .default(REPORTERS[0], REPORTERS[0]?.name ?? "");
export const outputOption = (): Option =>
  new Option("-o, --output <file>", "write it there instead of printing it");
export const reportOption = (): Option =>
  new Option("--report <format=file>", "write one more report; may be given several times")
    .argParser(parseReportFile)
    .default([], "none");

export interface OutputFlags {
  readonly format: Reporter;
  readonly output?: string;
  readonly report: readonly ReportFile[];
}

const describe = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : "unwritable";

const writeReport = async (file: string, chunks: Iterable<string>): Promise<void> => {
  try {
    await writeWhole(file, chunks);
  } catch (cause) {
    throw makeError("OUTPUT_FAILED", [{ path: file, detail: describe(cause) }], cause);
  }
};

/** To a file, or to standard output where none is named. */
export const writeText = async (
  chunks: Iterable<string>,
  file: string | undefined,
  shell: Shell,
): Promise<void> => {
  if (file !== undefined && file !== "-") await writeReport(file, chunks);
  else for (const chunk of joinChunks(chunks)) await shell.print(chunk);
};

const plainLook = ({ version, now }: Shell): RenderOptions => ({
  width: 100,
  color: false,
  version,
  now: now().toISOString(),
});

/** The files of `--report`. */
export const writeReportFiles = async (
  inventory: Inventory,
  { report }: Pick<OutputFlags, "report">,
  shell: Shell,
): Promise<void> => {
  for (const { reporter, file } of report)
    await writeReport(file, reporter.render(inventory, plainLook(shell)));
};

export const writeReports = async (inventory: Inventory, flags: OutputFlags, shell: Shell): Promise<void> => {
  await writeReportFiles(inventory, flags, shell);
  const isFile = flags.output !== undefined && flags.output !== "-";
  const { columns: width, color } = shell;
  const look = isFile ? plainLook(shell) : { ...plainLook(shell), width, color };
  await writeText(flags.format.render(inventory, look), flags.output, shell);
};

/** Findings win over gaps. */
export const chooseExitCode = (
  inventory: Inventory,
  { failOn, allowGaps }: { readonly failOn: Severity | "never"; readonly allowGaps: boolean },
): ExitCode => {
  const worst = worstSeverity(inventory);
  if (failOn !== "never" && worst !== null && isAtLeast(worst, failOn)) return 1;
  return inventory.gaps.length > 0 && !allowGaps ? 3 : 0;
};
