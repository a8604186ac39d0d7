/** The judge's data: reads and checks what scripts/train-judge.ts writes to weights.json. */
import type { Gate } from "../extract/candidate.ts";
import { FEATURE_COUNT, FEATURE_NAMES } from "./features.ts";
import { DEPTH, type Forest, LEAVES } from "./forest.ts";
import type { Levels } from "./levels.ts";
import type { LinearTable } from "./linear.ts";
import { LINEAR_PARTS, type LinearPart } from "./tokens.ts";
import { createWordModel, PAIR_SYMBOLS, type WordModel } from "./word-model.ts";

export interface GateModel {
  readonly linear: Readonly<Record<LinearPart, LinearTable>>;
  readonly forest: Forest;
  /** Log-odds before any tree. */
  readonly base: number;
  readonly levels: Levels;
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

/** In place of a threshold: a question whose answer is always no, in trees that ran out of useful ones. */
export const NO_QUESTION = 255;

const readThresholds = (features: Uint8Array, places: Uint8Array, edges: unknown): Float64Array => {
  const lists = readEdges(edges);
  return Float64Array.from(places, (place, question) =>
    place === NO_QUESTION
      ? Number.POSITIVE_INFINITY
      : (lists[features[question] ?? FEATURE_COUNT]?.[place] ?? fail("a question has no threshold")),
  );
};

/** Shares are powers of two, two in a byte; none is nothing, so that every mean exists. */
const readShares = (bytes: Uint8Array): Float64Array =>
  Float64Array.from({ length: bytes.length * 2 }, (_, leaf) => {
    const power = ((bytes[leaf >> 1] ?? 0) >> ((leaf & 1) * 4)) & 15;
    return power === 0 ? 1e-3 : 2 ** power;
  });

/** 16 bit, little endian. */
const readValues = (bytes: Uint8Array): Int16Array => {
  const view = new DataView(bytes.buffer);
  return Int16Array.from({ length: bytes.length >> 1 }, (_, leaf) => view.getInt16(leaf * 2, true));
};

/** From the last tree on: the sum of the highest leaves. */
const sumRest = (value: Int16Array, trees: number): Int32Array => {
  const rest = new Int32Array(trees);
  let sum = 0;
  for (let tree = trees - 1; tree >= 0; tree--) {
    sum += Math.max(...value.subarray(tree * LEAVES, (tree + 1) * LEAVES));
    rest[tree] = sum;
  }
  return rest;
};

const readForest = (fields: Fields): Forest => {
  const feature = readBytes(fields, "questions");
  const places = readBytes(fields, "edgePlaces");
  const value = readValues(readBytes(fields, "values"));
  const share = readShares(readBytes(fields, "shares"));
  const trees = readNumber(fields, "trees");
  const isWhole = [feature.length, places.length].every((length) => length === trees * DEPTH);
  if (!isWhole || value.length !== trees * LEAVES || share.length !== value.length) fail("a tree is cut off");
  const threshold = readThresholds(feature, places, fields["edges"]);
  const scale = readNumber(fields, "valueScale");
  return { trees, feature, threshold, value, scale, share, rest: sumRest(value, trees) };
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
