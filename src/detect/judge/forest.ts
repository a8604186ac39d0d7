/** Boosted trees as flat tables: scoring, and which feature moved the score by how much. */

/** Marks a leaf where a split would name its feature. */
export const LEAF = 255;

/** Trees in preorder: a split's left child follows it. `value` is the mean of what ends below a node. */
export interface Forest {
  readonly roots: Int32Array;
  readonly feature: Uint8Array;
  readonly threshold: Float64Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
}

/** Sum of the leaves the row ends in. A feature equal to the threshold goes left. */
export const scoreForest = (forest: Forest, row: Float64Array): number => {
  const { roots, feature, threshold, right, value } = forest;
  let sum = 0;
  for (let tree = 0; tree < roots.length; tree++) {
    // In range by construction (parseModel); the fallbacks only satisfy the type checker and fold away.
    let node = roots[tree] ?? 0;
    let tested = feature[node] ?? LEAF;
    while (tested !== LEAF) {
      node = (row[tested] ?? 0) <= (threshold[node] ?? 0) ? node + 1 : (right[node] ?? 0);
      tested = feature[node] ?? LEAF;
    }
    sum += value[node] ?? 0;
  }
  return sum;
};

/** Adds to `moves[feature]` how much the tests of each feature changed the score. Returns the sum of the roots. */
export const explainForest = (forest: Forest, row: Float64Array, moves: Float64Array): number => {
  const { roots, feature, threshold, right, value } = forest;
  let base = 0;
  for (const root of roots) {
    let node = root;
    base += value[node] ?? 0;
    for (let tested = feature[node] ?? LEAF; tested !== LEAF; tested = feature[node] ?? LEAF) {
      const next = (row[tested] ?? 0) <= (threshold[node] ?? 0) ? node + 1 : (right[node] ?? 0);
      moves[tested] = (moves[tested] ?? 0) + (value[next] ?? 0) - (value[node] ?? 0);
      node = next;
    }
  }
  return base;
};
