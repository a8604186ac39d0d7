/** Sums of gradients per leaf and bin of a feature, and the best place to split all leaves of a tree at once. */

export const PENALTY = 3;

/** A feature's bins. Most features are nearly always the same: only rows that differ from the commonest bin are listed. */
export interface Column {
  readonly feature: number;
  /** Number of bins. */
  readonly size: number;
  readonly common: number;
  readonly rows: Int32Array;
  readonly bins: Uint8Array;
}

/** The rows of one tree. */
export interface Rows {
  /** First and second derivative of each row's loss, one after the other. */
  readonly slopes: Float64Array;
  /** The leaf each row is in so far. */
  readonly leaves: Uint8Array;
}

export interface Split {
  gain: number;
  feature: number;
  bin: number;
}

export const createColumn = (feature: number, bins: Uint8Array, size: number): Column => {
  const counts = new Int32Array(size);
  for (const bin of bins) counts[bin] = (counts[bin] ?? 0) + 1;
  const common = counts.indexOf(Math.max(...counts));
  const rows = Int32Array.from([...bins.keys()].filter((row) => bins[row] !== common));
  return { feature, size, common, rows, bins: Uint8Array.from(rows, (row) => bins[row] ?? 0) };
};

/** Sums of all rows per leaf, two numbers each. */
export const sumLeaves = ({ slopes, leaves }: Rows, count: number): Float64Array => {
  const sums = new Float64Array(count * 2);
  for (let row = 0; row < leaves.length; row++) {
    const slot = (leaves[row] ?? 0) * 2;
    sums[slot] = (sums[slot] ?? 0) + (slopes[row * 2] ?? 0);
    sums[slot + 1] = (sums[slot + 1] ?? 0) + (slopes[row * 2 + 1] ?? 0);
  }
  return sums;
};

/** The hot loop of training: sums per leaf and bin, two numbers each. */
const addColumn = ({ slopes, leaves }: Rows, { rows, bins, size }: Column, histogram: Float64Array): void => {
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const slot = ((leaves[row] ?? 0) * size + (bins[at] ?? 0)) * 2;
    histogram[slot] = (histogram[slot] ?? 0) + (slopes[row * 2] ?? 0);
    histogram[slot + 1] = (histogram[slot + 1] ?? 0) + (slopes[row * 2 + 1] ?? 0);
  }
};

const worth = (gradient: number, hessian: number): number => (gradient * gradient) / (hessian + PENALTY);

/** Adds to `gains` what splitting one leaf after each bin would win; what no bin accounts for is in the commonest. */
const weighLeaf = (
  { size, common }: Column,
  [gradient, hessian]: readonly [number, number],
  { histogram, gains }: Space,
  from: number,
): void => {
  let [others, curves] = [0, 0];
  for (let slot = from; slot < from + size * 2; slot += 2) {
    others += histogram[slot] ?? 0;
    curves += histogram[slot + 1] ?? 0;
  }
  histogram[from + common * 2] = gradient - others;
  histogram[from + common * 2 + 1] = Math.max(0, hessian - curves);
  const own = worth(gradient, hessian);
  let [left, curve] = [0, 0];
  for (let bin = 0; bin + 1 < size; bin++) {
    left += histogram[from + bin * 2] ?? 0;
    curve += histogram[from + bin * 2 + 1] ?? 0;
    const right = Math.max(0, hessian - curve);
    gains[bin] = (gains[bin] ?? 0) + worth(left, curve) + worth(gradient - left, right) - own;
  }
};

/** Space for the sums of a whole level; used again from feature to feature. */
export interface Space {
  readonly histogram: Float64Array;
  readonly gains: Float64Array;
}
export const createSpace = (leaves: number, bins: number): Space => ({
  histogram: new Float64Array(leaves * bins * 2),
  gains: new Float64Array(bins),
});

/** Improves `best` by the best split of all leaves by one feature; `sums` are those of {@link sumLeaves}. */
export const weighColumn = (
  rows: Rows,
  column: Column,
  { sums, space }: { readonly sums: Float64Array; readonly space: Space },
  best: Split,
): void => {
  const leaves = sums.length / 2;
  const width = column.size * 2;
  space.histogram.fill(0, 0, leaves * width);
  space.gains.fill(0, 0, column.size);
  addColumn(rows, column, space.histogram);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const hessian = sums[leaf * 2 + 1] ?? 0;
    if (hessian > 0) weighLeaf(column, [sums[leaf * 2] ?? 0, hessian], space, leaf * width);
  }
  for (let bin = 0; bin + 1 < column.size; bin++) {
    const gain = space.gains[bin] ?? 0;
    if (gain > best.gain) Object.assign(best, { gain, feature: column.feature, bin });
  }
};
