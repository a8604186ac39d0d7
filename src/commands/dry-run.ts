/** `sweep --dry-run`: what would be read, for people and for programs. */
import { makeError } from "../model/errors.ts";
import { jsonObject } from "../reports/json-text.ts";
import { countOf, createCanvas, formatNumber, item, paragraph } from "../reports/table-text.ts";
import { type PlannedTarget, type PlanRequest, planSweep, type SweepPlan } from "../run/plan-sweep.ts";
import { type OutputFlags, writeText } from "./output.ts";
import type { ExitCode, Shell } from "./shell.ts";

const describeTarget = ({ path, remarks, leftOut }: PlannedTarget): string => {
  const notes = leftOut === null ? remarks : [`left out: ${leftOut}`];
  return notes.length === 0 ? path : `${path}  (${notes.join(", ")})`;
};

const range = (least: number, most: number | null): string => {
  if (most === least) return formatNumber(least);
  return most === null ? `${formatNumber(least)} or more` : `${formatNumber(least)} to ${formatNumber(most)}`;
};

function* renderText(plan: SweepPlan, { columns, color }: Shell): Generator<string> {
  const canvas = createCanvas(columns, color);
  const read = plan.targets.filter(({ leftOut }) => leftOut === null);
  const out = plan.targets.filter(({ leftOut }) => leftOut !== null);
  const counted = (kind: PlannedTarget["kind"]): string =>
    countOf(read.filter((target) => target.kind === kind).length, kind);
  const heading = (text: string): string =>
    `${paragraph(canvas, 0, text)
      .map((line) => canvas.paint("bold", line))
      .join("\n")}\n`;
  const kindWidth = Math.max(...plan.targets.map(({ kind }) => kind.length));
  const whole = read.some(({ kind }) => kind === "instance") ? "what the whole GitLab has, " : "";
  yield heading(
    `A sweep would read ${whole}${counted("group")} and ${counted("project")}. Nothing was read.`,
  );
  for (const kind of ["instance", "group", "project"] as const)
    for (const target of read)
      if (target.kind === kind)
        yield `${item(canvas, 2, `${kind.padEnd(kindWidth)}  ${describeTarget(target)}`).join("\n")}\n`;
  if (out.length > 0) yield `\n${heading(`Left out: ${formatNumber(out.length)}`)}`;
  for (const target of out)
    yield `${item(canvas, 2, `${target.kind.padEnd(kindWidth)}  ${describeTarget(target)}`).join("\n")}\n`;
  yield `\n${heading("API calls of a first sweep, estimated")}`;
  const width = Math.max(7, ...plan.sources.map(({ source }) => source.length));
  yield `  ${"listing".padEnd(width)}  ${formatNumber(plan.listingCalls)}\n`;
  for (const { source, targets, leastCalls, mostCalls } of plan.sources) {
    const calls = source === "history" ? "git only" : range(leastCalls, mostCalls);
    yield `  ${source.padEnd(width)}  ${calls}, ${countOf(targets, "target")}\n`;
  }
  yield `  ${"all".padEnd(width)}  ${range(plan.leastCalls, plan.mostCalls)}, and up to ${countOf(plan.clones, "clone")}\n`;
  yield `${paragraph(canvas, 2, "The lower figure: where there is nothing to read; lists of more than 100 count as one page. Later sweeps ask for what has changed. Sizes are not known from lists.").join("\n")}\n`;
}

function* renderJson(plan: SweepPlan): Generator<string> {
  yield* jsonObject(
    [
      { name: "version", value: 1 },
      { name: "scope", value: plan.scope },
      { name: "targets", items: plan.targets },
      { name: "clones", value: plan.clones },
      { name: "listingCalls", value: plan.listingCalls },
      { name: "sources", items: plan.sources },
      { name: "leastCalls", value: plan.leastCalls },
      { name: "mostCalls", value: plan.mostCalls },
    ],
    0,
  );
  yield "\n";
}

/** @throws VaultboundError CONFIG_INVALID for a format that has no form for it. */
export const printDryRun = async (
  request: PlanRequest,
  flags: Pick<OutputFlags, "format" | "output">,
  shell: Shell,
): Promise<ExitCode> => {
  const { name } = flags.format;
  if (name !== "table" && name !== "json")
    throw makeError("CONFIG_INVALID", [
      { option: "--format", detail: "a dry run is printed as table or json" },
    ]);
  const plan = await planSweep(request);
  await writeText(name === "json" ? renderJson(plan) : renderText(plan, shell), flags.output, shell);
  return 0;
};
