/** Reads the labelled values that the judge is trained on. Format: the README beside the file. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as v from "valibot";

const RowSchema = v.object({
  repo: v.string(),
  licence: v.string(),
  path: v.string(),
  label: v.picklist(["T", "F", "X"]),
  core: v.boolean(),
  tier: v.picklist(["strong", "block", "weak"]),
  span: v.picklist(["label", "found", "line"]),
  context: v.string(),
  valueStart: v.number(),
  valueEnd: v.number(),
  fold: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
});
export type Row = Readonly<v.InferOutput<typeof RowSchema>>;

export interface LabelledRows {
  readonly rows: readonly Row[];
  readonly sha256: string;
}

/** @throws Error saying what to put where, if the file is missing or of another format. */
export const readRows = (file: string): LabelledRows => {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new Error(
      `Cannot read the training data ${file}. It lies beside the repository, in shared/corpus.`,
      {
        cause: error,
      },
    );
  }
  const lines = gunzipSync(bytes).toString("utf8").split("\n");
  const rows = lines.filter((line) => line !== "").map((line): Row => v.parse(RowSchema, JSON.parse(line)));
  return { rows, sha256: createHash("sha256").update(bytes).digest("hex") };
};

/** 1 a credential, 0 none, null: neither right nor wrong. */
export const targetOf = (row: Row): 0 | 1 | null => {
  if (row.label === "F") return 0;
  return row.label === "T" && row.core ? 1 : null;
};

export const extensionOf = (path: string): string => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot === -1 ? "" : name.slice(dot + 1).toLowerCase();
};
