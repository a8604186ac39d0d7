/** Writes trained models as the data that src/detect/judge/model.ts reads. */
import { FEATURE_NAMES } from "../../src/detect/judge/features.ts";
import { DEPTH } from "../../src/detect/judge/forest.ts";
import type { Levels } from "../../src/detect/judge/levels.ts";
import { NO_QUESTION } from "../../src/detect/judge/model.ts";
import { LINEAR_PARTS } from "../../src/detect/judge/tokens.ts";
import type { FittedGate, FittedLinear } from "./training.ts";
import type { WordData } from "./words.ts";

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** Two powers of two in a byte: 0 for nothing, then from a half upwards. */
const encodeShares = (shares: readonly number[]): Uint8Array => {
  const powers = shares.map((share) =>
    share <= 0 ? 0 : Math.min(15, Math.max(1, Math.round(Math.log2(share)) + 2)),
  );
  return Uint8Array.from(
    { length: shares.length / 2 },
    (_, pair) => (powers[pair * 2] ?? 0) | ((powers[pair * 2 + 1] ?? 0) << 4),
  );
};

/** Only thresholds that some question uses are kept. */
const encodeForest = ({ boosted: { trees }, edges, valueScale }: FittedGate): object => {
  const questions = trees.flatMap((tree) =>
    Array.from({ length: DEPTH }, (_, index) => tree.questions[index] ?? null),
  );
  const used = edges.map(() => new Set<number>());
  for (const question of questions) if (question !== null) used[question.feature]?.add(question.bin);
  const kept = used.map((bins) => [...bins].sort((a, b) => a - b));
  const values = Int16Array.from(
    trees.flatMap((tree) => [...tree.values]),
    (value) => Math.round(value / valueScale),
  );
  return {
    trees: trees.length,
    questions: toBase64(Uint8Array.from(questions, (question) => question?.feature ?? 0)),
    edgePlaces: toBase64(
      Uint8Array.from(questions, (question) =>
        question === null ? NO_QUESTION : (kept[question.feature]?.indexOf(question.bin) ?? NO_QUESTION),
      ),
    ),
    valueScale,
    values: toBase64(new Uint8Array(values.buffer)),
    shares: toBase64(encodeShares(trees.flatMap((tree) => [...tree.shares]))),
    edges: kept.map((bins, feature) => bins.map((bin) => edges[feature]?.[bin] ?? 0)),
  };
};

const encodeLinear = ({ weights, scale }: FittedLinear): object => ({
  bias: weights.at(-1) ?? 0,
  scale,
  weights: toBase64(
    new Uint8Array(Int8Array.from(weights.subarray(0, -1), (weight) => Math.round(weight / scale)).buffer),
  ),
});

const encodeGate = (gate: FittedGate, levels: Levels): object => ({
  levels,
  base: gate.boosted.base,
  linear: Object.fromEntries(LINEAR_PARTS.map((part) => [part, encodeLinear(gate.linear[part])])),
  forest: encodeForest(gate),
});

export interface Encodable {
  /** Where the model comes from: hashes of its inputs and of the code that made the numbers. */
  readonly made: Readonly<Record<string, string>>;
  readonly words: WordData;
  readonly named: FittedGate;
  readonly run: FittedGate;
  readonly levels: { readonly named: Levels; readonly run: Levels };
}

export const encodeModel = ({ made, words, named, run, levels }: Encodable): object => ({
  made,
  features: FEATURE_NAMES,
  words: { dictionary: words.dictionary.join(" "), pairs: toBase64(words.pairs) },
  gates: { named: encodeGate(named, levels.named), run: encodeGate(run, levels.run) },
});
