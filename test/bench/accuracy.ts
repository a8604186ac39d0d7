/**
 * `npm run bench:accuracy -- [CORPUS-FOLDER] [--wild FOLDER…]`: what the shipped rules find and what they report wrongly,
 * on labelled corpora and on code without labels. docs/accuracy.md explains the figures.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DETECTOR } from "../support/scanner.ts";
import { scoreExamples } from "./accuracy/examples.ts";
import { printFigures } from "./accuracy/listings.ts";
import { type Options, readOptions, USAGE } from "./accuracy/options.ts";
import { scorePipelines } from "./accuracy/pipelines.ts";
import { printExamples, printPipelines, printReal, printTrain, printWild } from "./accuracy/print.ts";
import { createProbe, type Probe } from "./accuracy/probe.ts";
import { scoreReal } from "./accuracy/real.ts";
import {
  type Example,
  type LabelledFile,
  type LabelledValue,
  type PipelinePlace,
  readRows,
} from "./accuracy/rows.ts";
import { judgeExamples, judgePipelines, judgeReal, judgeWild } from "./accuracy/targets.ts";
import { scoreTrain } from "./accuracy/train.ts";
import { readWild, scoreWild } from "./accuracy/wild.ts";

const collect = async <Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> => {
  const list: Row[] = [];
  for await (const row of rows) list.push(row);
  return list;
};

async function* readAllWild(folders: readonly string[]) {
  for (const folder of folders) yield* readWild(folder);
}

const scorePipelineFiles = async (corpus: string, probe: Probe) => {
  const folder = join(corpus, "../gitlab/ci-corpus");
  const index = join(folder, "index.json");
  if (!existsSync(index)) throw new Error(`The pipeline files are missing: there is no ${index}.`);
  const list = JSON.parse(readFileSync(index, "utf8")) as { readonly file: string }[]; // the corpus is ours
  const files = list.map(({ file }) => ({
    file: `ci-corpus/${file}`,
    text: readFileSync(join(folder, file), "utf8"),
  }));
  return scorePipelines(
    files,
    await collect(readRows<PipelinePlace>(join(corpus, "pipelines-dev.jsonl"))),
    probe,
  );
};

const run = async ({ corpus, wild, sample, folds, top, json }: Options): Promise<void> => {
  if (!existsSync(corpus))
    throw new Error(`There is no corpus at ${resolve(corpus)}. Name its folder.\n${USAGE}`);
  const probe = createProbe(DETECTOR);
  const read = <Row>(name: string): AsyncGenerator<Row> => readRows<Row>(join(corpus, name));
  const examples = await scoreExamples(read<Example>("examples-dev.jsonl"), probe);
  const real = await scoreReal(read<LabelledFile>("real-dev.jsonl"), probe);
  const train = await scoreTrain(read<LabelledValue>("real-train.jsonl.gz"), probe, folds);
  const pipelines = await scorePipelineFiles(corpus, probe);
  const loose = wild.length === 0 ? null : await scoreWild(readAllWild(wild), DETECTOR, sample);
  const figures = [
    ...judgeExamples(examples),
    ...judgeReal(real),
    ...judgePipelines(pipelines),
    ...(loose === null ? [] : judgeWild(loose)),
  ];
  const lines = [
    ...printFigures(figures),
    ...printExamples(examples, top),
    ...printReal(real, top),
    ...printTrain(train, top),
    ...printPipelines(pipelines, top),
    ...(loose === null ? [] : printWild(loose)),
  ];
  console.log(lines.join("\n"));
  if (json === undefined) return;
  const all = { figures, examples, real, train, pipelines, wild: loose };
  const text = JSON.stringify(
    all,
    (_, value) => (value instanceof Map ? Object.fromEntries(value) : value),
    1,
  );
  writeFileSync(json, `${text}\n`);
};

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) console.log(USAGE);
  else await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
