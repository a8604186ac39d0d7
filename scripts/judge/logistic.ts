/** Logistic regression over hashed tokens with an L2 penalty, by L-BFGS (Nocedal 1980). Deterministic. */

/** Rows of hashed tokens, one after another. */
export interface TokenMatrix {
  /** Row r holds hashes[starts[r]] to hashes[starts[r + 1] - 1]. */
  readonly starts: Int32Array;
  readonly hashes: Int32Array;
}

export interface LogisticTask {
  readonly tokens: TokenMatrix;
  readonly targets: Uint8Array;
  readonly weights: Float64Array;
  /** Rows to learn from. */
  readonly rows: Int32Array;
  /** Number of weights, a power of two. */
  readonly size: number;
  /** Weight of the data against the penalty. */
  readonly c: number;
}

/** `size` weights, then the bias. */
export type Weights = Float64Array;

const HISTORY = 8;
const ROUNDS = 40;
const TOLERANCE = 1e-3;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
};
const addScaled = (a: Float64Array, b: Float64Array, scale: number): void => {
  for (let index = 0; index < a.length; index++) a[index] = (a[index] ?? 0) + scale * (b[index] ?? 0);
};

/** Score of one row. */
export const scoreRow = (tokens: TokenMatrix, row: number, weights: Weights): number => {
  const mask = weights.length - 2;
  const [from, to] = [tokens.starts[row] ?? 0, tokens.starts[row + 1] ?? 0];
  let sum = 0;
  for (let at = from; at < to; at++) sum += weights[(tokens.hashes[at] ?? 0) & mask] ?? 0;
  return (weights[weights.length - 1] ?? 0) + (to === from ? 0 : sum / Math.sqrt(to - from));
};

/** Loss at `weights`; fills the gradient. */
const measure = (task: LogisticTask, weights: Weights, gradient: Float64Array): number => {
  const { tokens, targets, size, c } = task;
  const mask = size - 1;
  let loss = 0;
  for (let index = 0; index < size; index++) {
    const weight = weights[index] ?? 0;
    loss += 0.5 * weight * weight;
    gradient[index] = weight;
  }
  gradient[size] = 0;
  for (const row of task.rows) {
    const score = scoreRow(tokens, row, weights);
    const target = targets[row] ?? 0;
    const signed = target === 1 ? score : -score;
    const weight = c * (task.weights[row] ?? 0);
    loss += weight * (signed > 0 ? Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed)) - signed);
    const slope = weight * (1 / (1 + Math.exp(-score)) - target);
    const [from, to] = [tokens.starts[row] ?? 0, tokens.starts[row + 1] ?? 0];
    const share = to === from ? 0 : slope / Math.sqrt(to - from);
    for (let at = from; at < to; at++) {
      const slot = (tokens.hashes[at] ?? 0) & mask;
      gradient[slot] = (gradient[slot] ?? 0) + share;
    }
    gradient[size] = (gradient[size] ?? 0) + slope;
  }
  return loss;
};

interface Step {
  readonly move: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

/** Two-loop recursion: the gradient bent by the curvature of the last steps. */
const bend = (gradient: Float64Array, history: readonly Step[]): Float64Array => {
  const direction = Float64Array.from(gradient);
  const shares: number[] = [];
  for (const { move, change, rho } of history.toReversed()) {
    const share = rho * dot(move, direction);
    shares.push(share);
    addScaled(direction, change, -share);
  }
  const last = history.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.change, last.change));
    for (let index = 0; index < direction.length; index++) direction[index] = (direction[index] ?? 0) * scale;
  }
  for (const { move, change, rho } of history)
    addScaled(direction, move, (shares.pop() ?? 0) - rho * dot(change, direction));
  return direction;
};

export const fitLogistic = (task: LogisticTask): Weights => {
  let weights: Weights = new Float64Array(task.size + 1);
  let gradient = new Float64Array(task.size + 1);
  let loss = measure(task, weights, gradient);
  const start = Math.sqrt(dot(gradient, gradient));
  const history: Step[] = [];
  for (let round = 0; round < ROUNDS && Math.sqrt(dot(gradient, gradient)) > TOLERANCE * start; round++) {
    const direction = bend(gradient, history);
    const slope = dot(direction, gradient);
    let size = round === 0 ? 1 / Math.max(1, start) : 1;
    let next = weights;
    let nextGradient = gradient;
    let nextLoss = Infinity;
    for (let halving = 0; halving < 20 && !(nextLoss <= loss - 1e-4 * size * slope); halving++) {
      if (halving > 0) size /= 2;
      next = Float64Array.from(weights);
      addScaled(next, direction, -size);
      nextGradient = new Float64Array(task.size + 1);
      nextLoss = measure(task, next, nextGradient);
    }
    const move = next.map((value, index) => value - (weights[index] ?? 0));
    const change = nextGradient.map((value, index) => value - (gradient[index] ?? 0));
    const curvature = dot(move, change);
    if (curvature > 1e-12) history.push({ move, change, rho: 1 / curvature });
    if (history.length > HISTORY) history.shift();
    [weights, gradient, loss] = [next, nextGradient, nextLoss];
  }
  return weights;
};

/** Rounds weights to what 8 bits hold, in units of the largest over 127. */
export const quantise = (weights: Weights): { readonly rounded: Weights; readonly scale: number } => {
  let largest = 1e-9;
  for (let index = 0; index < weights.length - 1; index++)
    largest = Math.max(largest, Math.abs(weights[index] ?? 0));
  const scale = largest / 127;
  const rounded = weights.map((weight, index) =>
    index === weights.length - 1 ? weight : Math.round(weight / scale) * scale,
  );
  return { rounded, scale };
};
