/**
 * Boosted oblivious trees as flat tables: all nodes of one depth ask the same question (Kohavi 1994), so a tree is a few
 * comparisons that do not wait for each other, and one look-up.
 */

/** Questions per tree. */
export const DEPTH = 6;
export const LEAVES = 1 << DEPTH;

export interface Forest {
  readonly trees: number;
  /** Per tree {@link DEPTH} questions: is the feature above the threshold? The answers are the bits of the leaf's number. */
  readonly feature: Uint8Array;
  readonly threshold: Float64Array;
  /** Per tree {@link LEAVES} values, in units of `scale`: small, so that they stay in the cache. */
  readonly value: Int16Array;
  readonly scale: number;
  /** How many rows of the training data ended in each leaf, roughly. */
  readonly share: Float64Array;
  /** Per tree, what it and those after it can add at most, in units of `scale`. */
  readonly rest: Int32Array;
}

// The tables are whole by construction (parseModel); the fallbacks only satisfy the type checker and fold away.
const ask = ({ feature, threshold }: Forest, row: Float64Array, question: number): number =>
  Number((row[feature[question] ?? 0] ?? 0) > (threshold[question] ?? 0));

const findLeaf = (forest: Forest, row: Float64Array, tree: number): number => {
  const at = tree * DEPTH;
  return (
    ask(forest, row, at) |
    (ask(forest, row, at + 1) << 1) |
    (ask(forest, row, at + 2) << 2) |
    (ask(forest, row, at + 3) << 3) |
    (ask(forest, row, at + 4) << 4) |
    (ask(forest, row, at + 5) << 5)
  );
};

/**
 * Sum of the leaves the row ends in.
 * @param least stops as soon as the sum cannot reach this any more; what is returned then is below it, but no less than the sum.
 */
export const scoreForest = (forest: Forest, row: Float64Array, least: number): number => {
  const { trees, value, rest, scale } = forest;
  const enough = least / scale;
  let sum = 0;
  for (let tree = 0; tree < trees; tree++) {
    const highest = sum + (rest[tree] ?? 0);
    if (highest < enough) return highest * scale;
    sum += value[tree * LEAVES + findLeaf(forest, row, tree)] ?? 0;
  }
  return sum * scale;
};

/** Mean value of the leaves that share a leaf's first answers. */
const meanOf = ({ value, share, scale }: Forest, tree: number, leaf: number, answers: number): number => {
  const step = 1 << answers;
  let [sum, all] = [0, 0];
  for (let other = leaf & (step - 1); other < LEAVES; other += step) {
    const weight = share[tree * LEAVES + other] ?? 0;
    sum += weight * (value[tree * LEAVES + other] ?? 0);
    all += weight;
  }
  return (sum / all) * scale;
};

/** Adds to `moves[feature]` how much the answers about each feature changed the score. Returns the sum of the trees' means. */
export const explainForest = (forest: Forest, row: Float64Array, moves: Float64Array): number => {
  let base = 0;
  for (let tree = 0; tree < forest.trees; tree++) {
    const leaf = findLeaf(forest, row, tree);
    let before = meanOf(forest, tree, leaf, 0);
    base += before;
    for (let answer = 0; answer < DEPTH; answer++) {
      const feature = forest.feature[tree * DEPTH + answer] ?? 0;
      const mean = meanOf(forest, tree, leaf, answer + 1);
      moves[feature] = (moves[feature] ?? 0) + mean - before;
      before = mean;
    }
  }
  return base;
};
