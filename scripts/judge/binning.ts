/** Cuts features into bins at their quantiles. */
const MAX_EDGES = 120;

/** Thresholds have four digits: short in the file, and the same number to trainer and scanner. */
const round = (value: number): number => Number(value.toPrecision(4));

/** Thresholds between neighbouring values, at most {@link MAX_EDGES}, ascending. */
export const findEdges = (values: Float64Array): Float64Array => {
  const sorted = Float64Array.from(values).sort();
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  const edges = new Set<number>();
  const addBetween = (a: number, b: number): void => {
    const edge = round((a + b) / 2);
    if (edge >= a && edge < b) edges.add(edge);
  };
  if (distinct.length <= MAX_EDGES + 1)
    for (let index = 1; index < distinct.length; index++)
      addBetween(distinct[index - 1] ?? 0, distinct[index] ?? 0);
  else
    for (let part = 1; part <= MAX_EDGES; part++) {
      const at = Math.floor((part * sorted.length) / (MAX_EDGES + 1));
      let next = at;
      while (next < sorted.length && sorted[next] === sorted[at]) next++;
      if (next < sorted.length) addBetween(sorted[at] ?? 0, sorted[next] ?? 0);
    }
  return Float64Array.from(edges).sort();
};

/** Number of the first threshold that is not below the value. */
export const binOf = (edges: Float64Array, value: number): number => {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (edges[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
};
