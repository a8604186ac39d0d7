/** From an inventory to reports on standard output and in files, and to the exit code. */
import { rename, rm, writeFile } from "node:fs/promises";
import { InvalidArgumentError, Option } from "commander";
import { worstSeverity } from "../inventory/summary.ts";
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

/** Whole or not at all: written beside its place and moved there. Readable by its owner only. */
const writeReport = async (file: string, chunks: Iterable<string>): Promise<void> => {
  const draft = `${file}.part`;
  try {
    await writeFile(draft, chunks, { mode: 0o600 });
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw makeError("OUTPUT_FAILED", [{ path: file, detail: describe(cause) }], cause);
  }
};

export const writeReports = async (inventory: Inventory, flags: OutputFlags, shell: Shell): Promise<void> => {
  const plain: RenderOptions = { width: 100, color: false, version: shell.version };
  for (const { reporter, file } of flags.report) await writeReport(file, reporter.render(inventory, plain));
  if (flags.output !== undefined && flags.output !== "-") {
    await writeReport(flags.output, flags.format.render(inventory, plain));
    return;
  }
  const options = { width: shell.columns, color: shell.color, version: shell.version };
  for (const chunk of flags.format.render(inventory, options)) await shell.print(chunk);
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
