/** Writes trained models as the data that src/detect/judge/model.ts reads. */
import { FEATURE_NAMES } from "../../src/detect/judge/features.ts";
import { LEAF } from "../../src/detect/judge/forest.ts";
import type { Level } from "../../src/detect/judge/model.ts";
import { LINEAR_PARTS } from "../../src/detect/judge/tokens.ts";
import type { Tree } from "./boosting.ts";
import type { FittedGate, FittedLinear } from "./training.ts";
import type { WordData } from "./words.ts";

export type Levels = Readonly<Record<Exclude<Level, "none">, number>>;

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** Visits a tree's nodes, each before its left and then its right side. */
const listPreorder = (tree: Tree): Tree => {
  const listed: Tree[number][] = [];
  const visit = (index: number): void => {
    const node = tree[index];
    if (node === undefined) return;
    listed.push(node);
    if (node.feature === -1) return;
    visit(node.left);
    visit(node.right);
  };
  visit(0);
  return listed;
};

/** Only thresholds that some split uses are kept. */
const encodeForest = ({ boosted, edges, valueScale }: FittedGate): object => {
  const nodes = boosted.trees.flatMap(listPreorder);
  const used = edges.map(() => new Set<number>());
  for (const { feature, bin } of nodes) used[feature]?.add(bin);
  const kept = used.map((bins) => [...bins].sort((a, b) => a - b));
  const values = Int16Array.from(nodes, ({ value }) => Math.round(value / valueScale));
  return {
    trees: boosted.trees.length,
    features: toBase64(Uint8Array.from(nodes, ({ feature }) => (feature === -1 ? LEAF : feature))),
    edgePlaces: toBase64(
      Uint8Array.from(
        nodes.filter(({ feature }) => feature !== -1),
        ({ feature, bin }) => kept[feature]?.indexOf(bin) ?? 0,
      ),
    ),
    valueScale,
    values: toBase64(new Uint8Array(values.buffer)),
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
