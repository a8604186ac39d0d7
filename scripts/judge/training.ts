/** Trains one gate's model, once on everything and once per fold for an honest score of every row. */
import { FEATURE_COUNT, LINEAR_START } from "../../src/detect/judge/features.ts";
import { LINEAR_PARTS, type LinearPart } from "../../src/detect/judge/tokens.ts";
import { binOf, findEdges } from "./binning.ts";
import { type Binned, boost, type Boosted, roundValues, scoreBinned } from "./boosting.ts";
import type { Dataset } from "./dataset.ts";
import { fitLogistic, quantise, scoreRow, type Weights } from "./logistic.ts";

export const FOLDS = 10;
/** Weights of each linear part: as many as the file's size allows. */
const TABLE_SIZES: Readonly<Record<LinearPart, number>> = { value: 1 << 14, name: 1 << 13, beside: 1 << 14 };
const C = 2;
const ROUNDS = 200;

export interface FittedLinear {
  readonly weights: Weights;
  readonly scale: number;
}

export interface FittedGate {
  readonly linear: Readonly<Record<LinearPart, FittedLinear>>;
  readonly boosted: Boosted;
  readonly edges: readonly Float64Array[];
  /** Unit of the trees' values. */
  readonly valueScale: number;
  /** Log-odds of every row by a model that never saw its repository. */
  readonly crossed: Float64Array;
  /** The same less the handicap: what the levels cut. */
  readonly ranked: Float64Array;
}

const rowsWhere = (data: Dataset, keep: (fold: number) => boolean): Int32Array =>
  Int32Array.from([...data.folds.keys()].filter((row) => keep(data.folds[row] ?? 0)));

/** Linear scores that no row's own repository has helped to make. */
interface LinearScores {
  /** By the table of all rows. */
  readonly final: Readonly<Record<LinearPart, FittedLinear>>;
  /** [part][outer fold, or FOLDS for none] → score per row: without the outer fold and without the row's own. */
  readonly crossed: Readonly<Record<LinearPart, readonly Float64Array[]>>;
}

const fitPart = (data: Dataset, part: LinearPart, rows: Int32Array): FittedLinear => {
  const { targets, weights } = data;
  const tokens = data.tokens[part];
  const { rounded, scale } = quantise(
    fitLogistic({ tokens, targets, weights, rows, size: TABLE_SIZES[part], c: C }),
  );
  return { weights: rounded, scale };
};

/** One fit without each pair of folds: it scores either fold while the other is kept out. */
const crossPart = (data: Dataset, part: LinearPart): readonly Float64Array[] => {
  const scores = Array.from({ length: FOLDS + 1 }, () => new Float64Array(data.size));
  const rowsOf = Array.from({ length: FOLDS }, (_, fold) => rowsWhere(data, (own) => own === fold));
  const score = (weights: Weights, outer: number, fold: number): void => {
    const target = scores[outer] ?? new Float64Array();
    for (const row of rowsOf[fold] ?? []) target[row] = scoreRow(data.tokens[part], row, weights);
  };
  for (let a = 0; a < FOLDS; a++) {
    const single = fitPart(
      data,
      part,
      rowsWhere(data, (fold) => fold !== a),
    ).weights;
    // The fold's own rows are scored alike whether it is kept out or only theirs.
    score(single, FOLDS, a);
    score(single, a, a);
    for (let b = a + 1; b < FOLDS; b++) {
      const both = fitPart(
        data,
        part,
        rowsWhere(data, (fold) => fold !== a && fold !== b),
      ).weights;
      score(both, a, b);
      score(both, b, a);
    }
  }
  return scores;
};

const fitLinear = (data: Dataset): LinearScores => {
  const all = rowsWhere(data, () => true);
  const each = <T>(make: (part: LinearPart) => T): Record<LinearPart, T> => ({
    value: make("value"),
    name: make("name"),
    beside: make("beside"),
  });
  return { final: each((part) => fitPart(data, part, all)), crossed: each((part) => crossPart(data, part)) };
};

const binColumn = (edges: Float64Array, column: Float64Array): Uint8Array =>
  Uint8Array.from(column, (value) => binOf(edges, value));

/** The candidate's own features, binned once; the linear scores differ from fold to fold. */
const binAll = (columns: readonly Float64Array[]): Binned => {
  const edges = columns.map(findEdges);
  return { edges, bins: columns.map((column, feature) => binColumn(edges[feature] ?? column, column)) };
};

const withLinear = (own: Binned, scores: readonly Float64Array[]): Binned => {
  const linear = binAll(scores);
  return {
    edges: [...own.edges.slice(0, LINEAR_START), ...linear.edges],
    bins: [...own.bins.slice(0, LINEAR_START), ...linear.bins],
  };
};

/** Any rows in the bins the trees were grown on, with the final linear scores. */
const rebin = (edges: readonly Float64Array[], data: Dataset, final: LinearScores["final"]): Binned => ({
  edges,
  bins: edges.map((cuts, feature) => {
    const part = LINEAR_PARTS[feature - LINEAR_START];
    if (part === undefined) return binColumn(cuts, data.columns[feature] ?? new Float64Array());
    const { weights } = final[part];
    const scores = Float64Array.from({ length: data.size }, (_, row) =>
      scoreRow(data.tokens[part], row, weights),
    );
    return binColumn(cuts, scores);
  }),
});

/** The trainer's own evaluation of rows it has not seen: what the scanner's must agree with. */
export const scoreDataset = (fit: FittedGate, data: Dataset): Float64Array => {
  const binned = rebin(fit.edges, data, fit.linear);
  return Float64Array.from({ length: data.size }, (_, row) => scoreBinned(fit.boosted, binned, row));
};

const scoreAll = (boosted: Boosted, data: Binned, rows: Iterable<number>, into: Float64Array): void => {
  for (const row of rows) into[row] = scoreBinned(boosted, data, row);
};

export const trainGate = (data: Dataset): FittedGate => {
  const { targets, weights } = data;
  const own = binAll(data.columns.slice(0, FEATURE_COUNT));
  const linear = fitLinear(data);
  const crossed = new Float64Array(data.size);
  const grow = (outer: number): { readonly boosted: Boosted; readonly binned: Binned } => {
    const binned = withLinear(
      own,
      LINEAR_PARTS.map((part) => linear.crossed[part][outer] ?? new Float64Array()),
    );
    const rows = rowsWhere(data, (fold) => fold !== outer);
    const boosted = boost({ data: binned, targets, weights, rows, rounds: ROUNDS });
    return { boosted, binned };
  };
  for (let fold = 0; fold < FOLDS; fold++) {
    const { boosted, binned } = grow(fold);
    scoreAll(
      boosted,
      binned,
      rowsWhere(data, (own) => own === fold),
      crossed,
    );
  }
  const ranked = crossed.map((score, row) => score - (data.handicaps[row] ?? 0));
  const { boosted, binned } = grow(FOLDS);
  const valueScale = roundValues(boosted);
  return { linear: linear.final, boosted, edges: binned.edges, valueScale, crossed, ranked };
};
