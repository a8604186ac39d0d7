/** Gradient boosting of trees over binned features, best leaf first, logistic loss. Deterministic, one thread. */
import { addColumn, PENALTY, pick, ROW, type Split, subtract, sumFirst, weighColumn } from "./histogram.ts";
import { createRandom } from "./random.ts";

export interface Binned {
  /** Per feature: ascending thresholds; a value falls in the first bin whose threshold is not below it. */
  readonly edges: readonly Float64Array[];
  /** Per feature: the bin of each row. */
  readonly bins: readonly Uint8Array[];
}

export interface TreeNode {
  /** -1: leaf. */
  feature: number;
  /** Rows with a bin up to this one go left. */
  bin: number;
  left: number;
  right: number;
  value: number;
}
export type Tree = readonly TreeNode[];

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
  readonly leaves: number;
}

const RATE = 0.05;
const FEATURE_SHARE = 0.25;
const MIN_GAIN = 1e-6;
interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly histogram: Float64Array;
  readonly gradient: number;
  readonly hessian: number;
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
}

/** One tree's work: rows are kept in an order in which each leaf is a stretch. */
class Grower {
  readonly #task: BoostingTask;
  readonly #features: readonly number[];
  /** Where each feature's bins begin in a histogram: two numbers a bin. */
  readonly #places: Int32Array;
  readonly #gradients: Float64Array;
  readonly #hessians: Float64Array;
  readonly #order: Int32Array;
  readonly #spare: Int32Array;

  constructor(
    task: BoostingTask,
    features: readonly number[],
    slopes: readonly [Float64Array, Float64Array],
  ) {
    this.#task = task;
    this.#features = features;
    this.#places = new Int32Array(features.length + 1);
    features.forEach((feature, index) => {
      const bins = (task.data.edges[feature]?.length ?? 0) + 1;
      this.#places[index + 1] = (this.#places[index] ?? 0) + bins * 2;
    });
    [this.#gradients, this.#hessians] = slopes;
    this.#order = Int32Array.from(task.rows);
    this.#spare = new Int32Array(task.rows.length);
  }

  #buildHistogram(from: number, to: number): Float64Array {
    const histogram = new Float64Array(this.#places.at(-1) ?? 0);
    const order = this.#order.subarray(from, to);
    const gradients = pick(this.#gradients, order);
    const hessians = pick(this.#hessians, order);
    for (let at = 0; at < hessians.length; at++) hessians[at] = (hessians[at] ?? 0) + ROW;
    for (const [place, feature] of this.#features.entries()) {
      const bins = this.#task.data.bins[feature];
      if (bins !== undefined)
        addColumn({ order, gradients, hessians, bins, histogram }, this.#places[place] ?? 0);
    }
    return histogram;
  }

  /** Finds the best split of a stretch. */
  #weigh(node: number, [from, to]: readonly [number, number], histogram: Float64Array): Leaf {
    const [gradient, hessian] = sumFirst(histogram, this.#places[1] ?? 0);
    const own = (gradient * gradient) / (hessian + PENALTY);
    const best: Split = { gain: MIN_GAIN, feature: -1, bin: 0 };
    const stretch = { rows: to - from, gradient, hessian, own };
    for (const [place, feature] of this.#features.entries())
      weighColumn(histogram.subarray(this.#places[place], this.#places[place + 1]), stretch, feature, best);
    return { node, from, to, histogram, gradient, hessian, ...best };
  }

  /** Moves the rows that go left before those that go right; both keep their order. */
  #part({ from, to, feature, bin }: Leaf): number {
    const bins = this.#task.data.bins[feature] ?? new Uint8Array();
    const order = this.#order;
    const spare = this.#spare;
    let left = from;
    let right = 0;
    for (let at = from; at < to; at++) {
      const row = order[at] ?? 0;
      if ((bins[row] ?? 0) <= bin) order[left++] = row;
      else spare[right++] = row;
    }
    order.set(spare.subarray(0, right), left);
    return left;
  }

  #split(leaf: Leaf, nodes: TreeNode[]): readonly [Leaf, Leaf] {
    const middle = this.#part(leaf);
    const isLeftSmall = middle - leaf.from <= leaf.to - middle;
    const small: readonly [number, number] = isLeftSmall ? [leaf.from, middle] : [middle, leaf.to];
    const histogram = this.#buildHistogram(...small);
    const rest = leaf.histogram;
    subtract(rest, histogram);
    const addNode = (): number => nodes.push({ feature: -1, bin: 0, left: 0, right: 0, value: 0 }) - 1;
    const [left, right] = [addNode(), addNode()];
    const parent = nodes[leaf.node];
    if (parent !== undefined) Object.assign(parent, { feature: leaf.feature, bin: leaf.bin, left, right });
    return [
      this.#weigh(left, [leaf.from, middle], isLeftSmall ? histogram : rest),
      this.#weigh(right, [middle, leaf.to], isLeftSmall ? rest : histogram),
    ];
  }

  /** Adds the tree's values to `scores` of its rows. */
  grow(scores: Float64Array): Tree {
    const nodes: TreeNode[] = [{ feature: -1, bin: 0, left: 0, right: 0, value: 0 }];
    const all: readonly [number, number] = [0, this.#order.length];
    const leaves: Leaf[] = [this.#weigh(0, all, this.#buildHistogram(...all))];
    while (leaves.length < this.#task.leaves) {
      let best = 0;
      for (let index = 1; index < leaves.length; index++)
        if ((leaves[index]?.gain ?? 0) > (leaves[best]?.gain ?? 0)) best = index;
      const leaf = leaves[best];
      if (leaf === undefined || leaf.feature === -1) break;
      const [left, right] = this.#split(leaf, nodes);
      leaves.splice(best, 1, left, right);
    }
    const shares = new Float64Array(nodes.length);
    for (const { node, from, to, gradient, hessian } of leaves) {
      const value = (-RATE * gradient) / (hessian + PENALTY);
      const target = nodes[node];
      if (target !== undefined) target.value = value;
      for (let at = from; at < to; at++) {
        const row = this.#order[at] ?? 0;
        scores[row] = (scores[row] ?? 0) + value;
        shares[node] = (shares[node] ?? 0) + (this.#task.weights[row] ?? 0);
      }
    }
    averageUpwards(nodes, shares);
    return nodes;
  }
}

/** Children stand after their parent, so one pass from the end suffices. */
const averageUpwards = (nodes: readonly TreeNode[], shares: Float64Array): void => {
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index];
    if (node === undefined || node.feature === -1) continue;
    const [a, b] = [shares[node.left] ?? 0, shares[node.right] ?? 0];
    shares[index] = a + b;
    node.value =
      (a * (nodes[node.left]?.value ?? 0) + b * (nodes[node.right]?.value ?? 0)) / Math.max(1e-12, a + b);
  }
};

/** Features that differ at all, half of them, drawn anew for each tree. */
const drawFeatures = (useful: readonly number[], random: () => number): readonly number[] => {
  const drawn = useful.map((feature) => ({ feature, order: random() }));
  drawn.sort((a, b) => a.order - b.order || a.feature - b.feature);
  const share = Math.ceil(useful.length * FEATURE_SHARE);
  return drawn.slice(0, share).map(({ feature }) => feature);
};

export const boost = (task: BoostingTask): Boosted => {
  const { targets, weights, rows } = task;
  let [yes, all] = [0, 0];
  for (const row of rows) {
    yes += (weights[row] ?? 0) * (targets[row] ?? 0);
    all += weights[row] ?? 0;
  }
  const base = Math.log(yes / (all - yes));
  const scores = new Float64Array(targets.length).fill(base);
  const gradients = new Float64Array(targets.length);
  const hessians = new Float64Array(targets.length);
  const random = createRandom(20_261_121);
  const useful = task.data.edges.flatMap((edges, feature) => (edges.length > 0 ? [feature] : []));
  const trees: Tree[] = [];
  for (let round = 0; round < task.rounds; round++) {
    for (const row of rows) {
      const probability = 1 / (1 + Math.exp(-(scores[row] ?? 0)));
      gradients[row] = (weights[row] ?? 0) * (probability - (targets[row] ?? 0));
      hessians[row] = (weights[row] ?? 0) * probability * (1 - probability);
    }
    trees.push(new Grower(task, drawFeatures(useful, random), [gradients, hessians]).grow(scores));
  }
  return { base, trees };
};

/** Values are stored in 16 bits: rounds those of the model itself, so that trainer and scanner hold the same numbers. */
export const roundValues = (boosted: Boosted): number => {
  let largest = 1e-9;
  for (const tree of boosted.trees)
    for (const { value } of tree) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 32_767;
  for (const tree of boosted.trees)
    for (const node of tree) node.value = Math.round(node.value / scale) * scale;
  return scale;
};

/** Log-odds of one row, by bins: the trainer's own evaluation. */
export const scoreBinned = ({ base, trees }: Boosted, { bins }: Binned, row: number): number => {
  let sum = base;
  for (const tree of trees) {
    let node = tree[0];
    while (node !== undefined && node.feature !== -1)
      node = tree[(bins[node.feature]?.[row] ?? 0) <= node.bin ? node.left : node.right];
    sum += node?.value ?? 0;
  }
  return sum;
};
