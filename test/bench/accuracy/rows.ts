/** Reads the corpora: what a row holds, one row at a time. Their README explains the fields. */
import { createReadStream, existsSync } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";

/** A row of examples-dev.jsonl. */
export interface Example {
  readonly id: string;
  readonly source: string;
  readonly provider: string;
  readonly expect: "secret" | "clean";
  readonly text: string;
  readonly secret?: string;
  readonly path?: string;
  readonly negative?: "benign" | "near-miss";
  readonly count?: number;
  readonly generated?: boolean;
}

export type Tier = "strong" | "block" | "weak";

/** A labelled place of real-dev.jsonl; `start` and `end` are 0-based columns in code points, or -1. */
export interface Label {
  readonly line: number;
  readonly endLine: number;
  readonly label: "T" | "F" | "X";
  readonly start: number;
  readonly end: number;
  readonly category: string;
  readonly core: boolean;
  readonly tier?: Tier | null;
}

/** A row of real-dev.jsonl. */
export interface LabelledFile {
  readonly repo: string;
  readonly path: string;
  readonly text: string;
  readonly labels: readonly Label[];
}

/** A row of real-train.jsonl.gz; `valueStart` and `valueEnd` are UTF-16 units of `context`. */
export interface LabelledValue {
  readonly id: string;
  readonly path: string;
  readonly label: "T" | "F" | "X";
  readonly core: boolean;
  readonly tier: Tier;
  readonly category: string;
  readonly span: string;
  readonly context: string;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly fold: number;
}

/** A row of pipelines-dev.jsonl. */
export interface PipelinePlace {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly label: "T" | "F" | "X";
  readonly tier: Tier | null;
  readonly where: string;
  readonly note: string;
}

export type Rows<Row> = AsyncIterable<Row> | Iterable<Row>;

async function* readLines(file: string): AsyncGenerator<string> {
  const bytes = createReadStream(file);
  // An error of either stream reaches the reader through the last one.
  const stream = file.endsWith(".gz") ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  stream.setEncoding("utf8");
  let rest = "";
  // Not node:readline: it also breaks at U+2028, which JSON strings may hold.
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  yield rest;
}

const parseRow = <Row>(line: string, place: string): Row => {
  try {
    return JSON.parse(line) as Row; // the corpus is ours; its README is the schema
  } catch {
    // Without its cause: V8's message quotes the line, and lines hold values.
    throw new Error(`${place}: not JSON.`);
  }
};

/** @throws Error naming the file, if it is missing or a line is no JSON. */
export async function* readRows<Row>(file: string): AsyncGenerator<Row> {
  if (!existsSync(file)) throw new Error(`The corpus has no ${basename(file)}: ${file} is missing.`);
  let number = 0;
  for await (const line of readLines(file)) {
    number++;
    if (line === "") continue;
    yield parseRow<Row>(line, `${basename(file)}, line ${number}`);
  }
}
