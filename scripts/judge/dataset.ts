/** Examples as numbers: features without the linear scores, and the tokens of each linear part. */
import { FEATURE_COUNT, LINEAR_START, writeFeatures } from "../../src/detect/judge/features.ts";
import { handicapOf } from "../../src/detect/judge/levels.ts";
import { createLook, lookAt } from "../../src/detect/judge/look.ts";
import { createTokenList, LINEAR_PARTS, type LinearPart, listTokens } from "../../src/detect/judge/tokens.ts";
import type { WordModel } from "../../src/detect/judge/word-model.ts";
import type { Example } from "./examples.ts";
import type { TokenMatrix } from "./logistic.ts";

export interface Dataset {
  readonly size: number;
  /** Per feature, the value of every row. The linear ones are empty here. */
  readonly columns: readonly Float64Array[];
  readonly tokens: Readonly<Record<LinearPart, TokenMatrix>>;
  readonly targets: Uint8Array;
  readonly weights: Float64Array;
  /** What each row's log-odds lack when they are compared with the levels. */
  readonly handicaps: Float64Array;
  readonly folds: Uint8Array;
}

export const buildDataset = (examples: readonly Example[], words: WordModel): Dataset => {
  const size = examples.length;
  const columns = Array.from(
    { length: FEATURE_COUNT },
    (_, feature) => new Float64Array(feature < LINEAR_START ? size : 0),
  );
  const handicaps = new Float64Array(size);
  const row = new Float64Array(FEATURE_COUNT);
  const list = createTokenList();
  const look = createLook();
  const hashes: Record<LinearPart, number[]> = { value: [], name: [], beside: [] };
  const starts: Record<LinearPart, number[]> = { value: [0], name: [0], beside: [0] };
  examples.forEach(({ candidate }, index) => {
    lookAt(candidate, look);
    writeFeatures(look, words, row);
    handicaps[index] = handicapOf(look);
    for (let feature = 0; feature < LINEAR_START; feature++) {
      const column = columns[feature];
      if (column !== undefined) column[index] = row[feature] ?? 0;
    }
    for (const part of LINEAR_PARTS) {
      listTokens(look, part, list);
      for (let at = 0; at < list.size; at++) hashes[part].push(list.hashes[at] ?? 0);
      starts[part].push(hashes[part].length);
    }
  });
  const matrix = (part: LinearPart): TokenMatrix => ({
    starts: Int32Array.from(starts[part]),
    hashes: Int32Array.from(hashes[part]),
  });
  return {
    size,
    columns,
    tokens: { value: matrix("value"), name: matrix("name"), beside: matrix("beside") },
    targets: Uint8Array.from(examples, ({ target }) => target),
    handicaps,
    weights: Float64Array.from(examples, ({ weight }) => weight),
    folds: Uint8Array.from(examples, ({ fold }) => fold),
  };
};
