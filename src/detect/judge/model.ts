/** The judge's data: reads and checks what scripts/train-judge.ts writes to weights.json. */
import type { Gate } from "../extract/candidate.ts";
import { FEATURE_COUNT, FEATURE_NAMES } from "./features.ts";
import { type Forest, LEAF } from "./forest.ts";
import type { LinearTable } from "./linear.ts";
import { LINEAR_PARTS, type LinearPart } from "./tokens.ts";
import { createWordModel, PAIR_SYMBOLS, type WordModel } from "./word-model.ts";

export const LEVELS = ["high", "medium", "low"] as const;
/** Sure, likely, possible, or not shown. */
export type Level = (typeof LEVELS)[number] | "none";

export interface GateModel {
  readonly linear: Readonly<Record<LinearPart, LinearTable>>;
  readonly forest: Forest;
  /** Log-odds before any tree. */
  readonly base: number;
  /** Least log-odds of each level. */
  readonly levels: Readonly<Record<Exclude<Level, "none">, number>>;
}

export interface JudgeModel {
  readonly words: WordModel;
  readonly gates: Readonly<Record<Gate, GateModel>>;
}

type Fields = Readonly<Record<string, unknown>>;

const fail = (what: string): never => {
  throw new Error(`judge weights: ${what}; run scripts/train-judge.ts`);
};
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const readFields = (value: unknown, what: string): Fields =>
  isFields(value) ? value : fail(`${what} is missing`);
const readNumber = (fields: Fields, name: string): number => {
  const value = fields[name];
  return typeof value === "number" && Number.isFinite(value) ? value : fail(`${name} is no number`);
};
const readText = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === "string" ? value : fail(`${name} is no text`);
};
const readBytes = (fields: Fields, name: string): Uint8Array =>
  Uint8Array.from(Buffer.from(readText(fields, name), "base64"));

const readLinear = (value: unknown): LinearTable => {
  const fields = readFields(value, "linear table");
  const bytes = readBytes(fields, "weights");
  const isPowerOfTwo = bytes.length > 0 && (bytes.length & (bytes.length - 1)) === 0;
  if (!isPowerOfTwo) fail("a linear table has a wrong size");
  return {
    weights: new Int8Array(bytes.buffer),
    scale: readNumber(fields, "scale"),
    bias: readNumber(fields, "bias"),
  };
};

/** Thresholds the trees use, ascending, per feature. */
const readEdges = (value: unknown): readonly (readonly number[])[] => {
  if (!Array.isArray(value) || value.length !== FEATURE_COUNT) return fail("edges do not fit the features");
  return value.map((list: unknown) =>
    Array.isArray(list) && list.every((edge): edge is number => typeof edge === "number")
      ? list
      : fail("edges are no numbers"),
  );
};

interface NodeBytes {
  /** Per node in preorder: feature, or {@link LEAF}. */
  readonly features: Uint8Array;
  /** Per split in preorder: place in its feature's edges. */
  readonly edges: Uint8Array;
  /** Per node: value in units of `scale`, 16 bit, little endian. */
  readonly values: Uint8Array;
}

/** Sets where each split's right subtree begins; every tree must be whole. */
const linkTrees = (features: Uint8Array, trees: number): { roots: Int32Array; right: Int32Array } => {
  const roots = new Int32Array(trees);
  const right = new Int32Array(features.length);
  let at = 0;
  for (let tree = 0; tree < trees; tree++) {
    roots[tree] = at;
    const open: number[] = [];
    for (let isWhole = false; !isWhole; at++) {
      if (at >= features.length) fail("a tree is cut off");
      if (features[at] !== LEAF) open.push(at);
      else {
        // After a leaf the nearest split whose left side has just ended goes on at its right.
        const parent = open.pop();
        if (parent === undefined) isWhole = true;
        else right[parent] = at + 1;
      }
    }
  }
  if (at !== features.length) fail("there is something after the last tree");
  return { roots, right };
};

const readForest = (fields: Fields): Forest => {
  const bytes: NodeBytes = {
    features: readBytes(fields, "features"),
    edges: readBytes(fields, "edgePlaces"),
    values: readBytes(fields, "values"),
  };
  const edges = readEdges(fields["edges"]);
  const scale = readNumber(fields, "valueScale");
  const size = bytes.features.length;
  if (bytes.values.length !== size * 2) fail("values do not fit the nodes");
  const view = new DataView(bytes.values.buffer);
  const threshold = new Float64Array(size);
  const value = new Float64Array(size);
  let split = 0;
  for (let node = 0; node < size; node++) {
    value[node] = view.getInt16(node * 2, true) * scale;
    const feature = bytes.features[node] ?? LEAF;
    if (feature === LEAF) continue;
    threshold[node] = edges[feature]?.[bytes.edges[split++] ?? 0] ?? fail("a split has no threshold");
  }
  return {
    ...linkTrees(bytes.features, readNumber(fields, "trees")),
    feature: bytes.features,
    threshold,
    value,
  };
};

const readGate = (value: unknown): GateModel => {
  const fields = readFields(value, "gate");
  const linear = readFields(fields["linear"], "linear");
  const levels = readFields(fields["levels"], "levels");
  const [first, second, third] = LINEAR_PARTS;
  return {
    linear: {
      [first]: readLinear(linear[first]),
      [second]: readLinear(linear[second]),
      [third]: readLinear(linear[third]),
    },
    forest: readForest(readFields(fields["forest"], "forest")),
    base: readNumber(fields, "base"),
    levels: {
      high: readNumber(levels, "high"),
      medium: readNumber(levels, "medium"),
      low: readNumber(levels, "low"),
    },
  };
};

/**
 * @param data the parsed weights.json.
 * @throws Error if it does not fit this version's features.
 */
export const parseModel = (data: unknown): JudgeModel => {
  const fields = readFields(data, "model");
  const names = fields["features"];
  if (!Array.isArray(names) || names.join() !== FEATURE_NAMES.join()) fail("they are for other features");
  const words = readFields(fields["words"], "words");
  const pairs = readBytes(words, "pairs");
  if (pairs.length !== PAIR_SYMBOLS ** 2) fail("pairs have a wrong size");
  const gates = readFields(fields["gates"], "gates");
  return {
    words: createWordModel(readText(words, "dictionary").split(" "), pairs),
    gates: { named: readGate(gates["named"]), run: readGate(gates["run"]) },
  };
};
