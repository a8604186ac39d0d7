/** Scores scanners that read folders on the labelled corpora: rows become files, reports count by line. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { type ExamplesScore, scoreExamples } from "../accuracy/examples.ts";
import type { Probe } from "../accuracy/probe.ts";
import { type RealScore, scoreReal } from "../accuracy/real.ts";
import { wholeLines } from "../accuracy/regions.ts";
import { type Example, type LabelledFile, readRows } from "../accuracy/rows.ts";
import { indexPlaces } from "./compare.ts";
import { type Run, runTool } from "./run.ts";
import type { Tool } from "./tools.ts";

export interface CorpusScore {
  readonly examples: ExamplesScore;
  readonly real: RealScore;
}

/** Where a row lies: a folder of its own, since rows of several repositories share their paths. */
const nest = <Row extends { readonly path?: string }>(row: Row, index: number): Row & { path: string } => ({
  ...row,
  path: join(String(index).padStart(5, "0"), row.path ?? "text.txt"),
});

const readAll = async <Row extends { readonly path?: string }>(corpus: string, name: string) => {
  const rows: (Row & { path: string })[] = [];
  for await (const row of readRows<Row>(join(corpus, name))) rows.push(nest(row, rows.length));
  return rows;
};

const writeAll = (
  folder: string,
  rows: readonly { readonly path: string; readonly text: string }[],
): void => {
  for (const { path, text } of rows) {
    const file = join(folder, path);
    if (relative(folder, file).startsWith(`..${sep}`)) throw new Error("A path of the corpus leaves it.");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
};

/** Reports of a whole run as the scorers ask for them: file by file. Their columns are unknown, so whole lines count. */
const createReplay = ({ places }: Run): Probe => {
  const index = indexPlaces(places);
  return {
    find: (_, path) =>
      (index.get(path) ?? []).map(({ line, endLine }) => ({
        rule: "report",
        region: wholeLines(line, endLine),
      })),
    explain: () => "not asked",
  };
};

/** Each tool over all rows; one tool after the other. */
export const scoreCorpus = async (
  corpus: string,
  tools: readonly Tool[],
  scratch: string,
): Promise<ReadonlyMap<string, CorpusScore>> => {
  const examples = await readAll<Example>(corpus, "examples-dev.jsonl");
  const real = await readAll<LabelledFile>(corpus, "real-dev.jsonl");
  const folder = mkdtempSync(join(scratch, "rows-"));
  const run = async (tool: Tool, name: string): Promise<Probe> =>
    createReplay(await runTool(tool, join(folder, name), scratch));
  try {
    writeAll(join(folder, "a"), examples);
    writeAll(join(folder, "b"), real);
    const scores = new Map<string, CorpusScore>();
    for (const tool of tools)
      scores.set(tool.name, {
        examples: await scoreExamples(examples, await run(tool, "a")),
        real: await scoreReal(real, await run(tool, "b")),
      });
    return scores;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
