/** Sums of gradients per bin of a feature, and the best place to split them. */

const MIN_ROWS = 20;
export const PENALTY = 5;
/** Rows are counted in the sums of hessians, in units far above what those sum to: one addition less in the hot loop. */
export const ROW = 65_536;
const countOf = (packed: number): number => Math.round(packed / ROW);

interface Column {
  readonly order: Int32Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly bins: Uint8Array;
  readonly histogram: Float64Array;
}

export const pick = (values: Float64Array, order: Int32Array): Float64Array => {
  const picked = new Float64Array(order.length);
  for (let at = 0; at < order.length; at++) picked[at] = values[order[at] ?? 0] ?? 0;
  return picked;
};

/** The hot loop of training: sums of one feature's bins. */
export const addColumn = ({ order, gradients, hessians, bins, histogram }: Column, base: number): void => {
  for (let at = 0; at < order.length; at++) {
    const slot = base + (bins[order[at] ?? 0] ?? 0) * 2;
    histogram[slot] = (histogram[slot] ?? 0) + (gradients[at] ?? 0);
    histogram[slot + 1] = (histogram[slot + 1] ?? 0) + (hessians[at] ?? 0);
  }
};

/** Every feature's bins sum to the same; the first one's are taken. */
export const sumFirst = (histogram: Float64Array, end: number): readonly [number, number] => {
  let [gradient, hessian] = [0, 0];
  for (let slot = 0; slot < end; slot += 2) {
    gradient += histogram[slot] ?? 0;
    hessian += histogram[slot + 1] ?? 0;
  }
  return [gradient, hessian - countOf(hessian) * ROW];
};

export const subtract = (from: Float64Array, part: Float64Array): void => {
  for (let slot = 0; slot < from.length; slot++) from[slot] = (from[slot] ?? 0) - (part[slot] ?? 0);
};

interface Stretch {
  readonly rows: number;
  readonly gradient: number;
  readonly hessian: number;
  /** What the stretch is worth unsplit. */
  readonly own: number;
}
export interface Split {
  gain: number;
  feature: number;
  bin: number;
}

/** Improves `best` by the best split of one feature. */
export const weighColumn = (bins: Float64Array, stretch: Stretch, feature: number, best: Split): void => {
  const { rows, gradient, hessian, own } = stretch;
  let left = 0;
  let curve = 0;
  let count = 0;
  for (let slot = 0; slot + 2 < bins.length; slot += 2) {
    const packed = bins[slot + 1] ?? 0;
    const here = countOf(packed);
    left += bins[slot] ?? 0;
    curve += packed - here * ROW;
    count += here;
    if (here === 0 || count < MIN_ROWS) continue;
    if (rows - count < MIN_ROWS) return;
    const rest = gradient - left;
    const gain = (left * left) / (curve + PENALTY) + (rest * rest) / (hessian - curve + PENALTY) - own;
    if (gain <= best.gain) continue;
    best.gain = gain;
    best.feature = feature;
    best.bin = slot / 2;
  }
};
