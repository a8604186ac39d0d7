/** Gradient boosting of oblivious trees over binned features, logistic loss. Deterministic, one thread. */
import { DEPTH, LEAVES } from "../../src/detect/judge/forest.ts";
import {
  type Column,
  createColumn,
  createSpace,
  PENALTY,
  type Rows,
  type Space,
  type Split,
  sumLeaves,
  weighColumn,
} from "./histogram.ts";
import { createRandom } from "./random.ts";

export interface Binned {
  /** Per feature: ascending thresholds; a value falls in the first bin whose threshold is not below it. */
  readonly edges: readonly Float64Array[];
  /** Per feature: the bin of each row. */
  readonly bins: readonly Uint8Array[];
}

/** Rows with a bin above that of question k have bit k set in the number of their leaf. */
export interface Tree {
  /** Up to {@link DEPTH} questions. */
  readonly questions: readonly { readonly feature: number; readonly bin: number }[];
  /** {@link LEAVES} values, and the weight of the rows in each. */
  readonly values: Float64Array;
  readonly shares: Float64Array;
}

export interface Boosted {
  readonly base: number;
  readonly trees: readonly Tree[];
}

export interface BoostingTask {
  readonly data: Binned;
  readonly targets: Uint8Array;
  readonly weights: Float64Array;
  readonly rows: Int32Array;
  readonly rounds: number;
}

const RATE = 0.15;
const FEATURE_SHARE = 0.2;
const MIN_GAIN = 1e-6;

/** The features that differ at all, for the task's rows alone. */
const pickColumns = ({ data, rows }: BoostingTask): readonly Column[] =>
  data.edges.flatMap((edges, feature) => {
    const bins = data.bins[feature];
    if (edges.length === 0 || bins === undefined) return [];
    return [
      createColumn(
        feature,
        Uint8Array.from(rows, (row) => bins[row] ?? 0),
        edges.length + 1,
      ),
    ];
  });

/** A part of the features, drawn anew for each tree. */
const drawColumns = (columns: readonly Column[], random: () => number): readonly Column[] => {
  const drawn = columns.map((column) => ({ column, order: random() }));
  drawn.sort((a, b) => a.order - b.order || a.column.feature - b.column.feature);
  return drawn.slice(0, Math.ceil(columns.length * FEATURE_SHARE)).map(({ column }) => column);
};

/** Sets a bit in the leaf of every row above the bin. */
const answer = ({ leaves }: Rows, { rows, bins, common }: Column, bin: number, bit: number): void => {
  const isCommonAbove = common > bin;
  if (isCommonAbove) for (let row = 0; row < leaves.length; row++) leaves[row] = (leaves[row] ?? 0) | bit;
  for (const [at, row] of rows.entries())
    if ((bins[at] ?? 0) > bin !== isCommonAbove) leaves[row] = (leaves[row] ?? 0) ^ bit;
};

/** Asks the best question of all leaves, level by level; leaves each row's leaf in `rows`. */
const findQuestions = (rows: Rows, columns: readonly Column[], space: Space): Tree["questions"] => {
  const questions: { feature: number; bin: number }[] = [];
  rows.leaves.fill(0);
  for (let depth = 0; depth < DEPTH; depth++) {
    const best: Split = { gain: MIN_GAIN, feature: -1, bin: 0 };
    const sums = sumLeaves(rows, 1 << depth);
    for (const column of columns) weighColumn(rows, column, { sums, space }, best);
    const asked = columns.find(({ feature }) => feature === best.feature);
    if (asked === undefined) break;
    answer(rows, asked, best.bin, 1 << depth);
    questions.push({ feature: best.feature, bin: best.bin });
  }
  return questions;
};

const addTo = (values: Float64Array, at: number, value: number): void => {
  values[at] = (values[at] ?? 0) + value;
};

/** One Newton step per leaf. */
const fillLeaves = ({ slopes, leaves }: Rows, weights: Float64Array): Pick<Tree, "values" | "shares"> => {
  const gradients = new Float64Array(LEAVES);
  const hessians = new Float64Array(LEAVES);
  const shares = new Float64Array(LEAVES);
  for (const [row, leaf] of leaves.entries()) {
    addTo(gradients, leaf, slopes[row * 2] ?? 0);
    addTo(hessians, leaf, slopes[row * 2 + 1] ?? 0);
    addTo(shares, leaf, weights[row] ?? 0);
  }
  return {
    values: gradients.map((gradient, leaf) => (-RATE * gradient) / ((hessians[leaf] ?? 0) + PENALTY)),
    shares,
  };
};

const fillSlopes = (
  task: { targets: Uint8Array; weights: Float64Array },
  scores: Float64Array,
  slopes: Float64Array,
): void => {
  for (const [row, score] of scores.entries()) {
    const probability = 1 / (1 + Math.exp(-score));
    const weight = task.weights[row] ?? 0;
    slopes[row * 2] = weight * (probability - (task.targets[row] ?? 0));
    slopes[row * 2 + 1] = weight * probability * (1 - probability);
  }
};

export const boost = (task: BoostingTask): Boosted => {
  const { rows } = task;
  const targets = Uint8Array.from(rows, (row) => task.targets[row] ?? 0);
  const weights = Float64Array.from(rows, (row) => task.weights[row] ?? 0);
  let [yes, all] = [0, 0];
  for (const [row, weight] of weights.entries()) {
    yes += weight * (targets[row] ?? 0);
    all += weight;
  }
  const base = Math.log(yes / (all - yes));
  const scores = new Float64Array(rows.length).fill(base);
  const state: Rows = { slopes: new Float64Array(rows.length * 2), leaves: new Uint8Array(rows.length) };
  const columns = pickColumns(task);
  const space = createSpace(LEAVES / 2, Math.max(...columns.map(({ size }) => size)));
  const random = createRandom(20_261_121);
  const trees = Array.from({ length: task.rounds }, (): Tree => {
    fillSlopes({ targets, weights }, scores, state.slopes);
    const questions = findQuestions(state, drawColumns(columns, random), space);
    const leaves = fillLeaves(state, weights);
    for (const [row, leaf] of state.leaves.entries()) addTo(scores, row, leaves.values[leaf] ?? 0);
    return { questions, ...leaves };
  });
  return { base, trees };
};

/** Values are stored in 16 bits: rounds those of the model itself, so that trainer and scanner hold the same numbers. */
export const roundValues = (boosted: Boosted): number => {
  let largest = 1e-9;
  for (const { values } of boosted.trees)
    for (const value of values) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 32_767;
  for (const { values } of boosted.trees)
    for (const [leaf, value] of values.entries()) values[leaf] = Math.round(value / scale) * scale;
  return scale;
};

/** Log-odds of one row, by bins: the trainer's own evaluation. */
export const scoreBinned = ({ base, trees }: Boosted, { bins }: Binned, row: number): number => {
  let sum = base;
  for (const { questions, values } of trees) {
    let leaf = 0;
    for (const [index, { feature, bin }] of questions.entries())
      if ((bins[feature]?.[row] ?? 0) > bin) leaf |= 1 << index;
    sum += values[leaf] ?? 0;
  }
  return sum;
};
