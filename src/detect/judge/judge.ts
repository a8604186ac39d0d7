/** Rates how likely a candidate is a credential, and says why. */
import type { ValueCandidate } from "../extract/candidate.ts";
import { FEATURE_COUNT, LINEAR_START, writeFeatures } from "./features.ts";
import { explainForest, scoreForest } from "./forest.ts";
import { scoreTokens } from "./linear.ts";
import { createLook, lookAt } from "./look.ts";
import { handicapOf, type Level, levelOf } from "./levels.ts";
import type { GateModel, JudgeModel } from "./model.ts";
import { type Contribution, describe } from "./sentences.ts";
import { createTokenList, LINEAR_PARTS, listTokens } from "./tokens.ts";

export interface Rating {
  /** Natural logarithm of the odds that this is a credential. At level `none`, {@link Judge.rate} says only what they are not above. */
  readonly logOdds: number;
  readonly level: Level;
}

export interface Explanation extends Rating {
  /** Largest first; the weights sum to the log-odds. No sentence holds a part of the value. */
  readonly contributions: readonly Contribution[];
  /** Taken off the log-odds before they are compared with the levels. */
  readonly handicap: number;
}

export interface Judge {
  /** Fast: stops as soon as no level can be reached any more. */
  rate(candidate: ValueCandidate): Rating;
  /** Exact and slow. */
  explain(candidate: ValueCandidate): Explanation;
}

export const createJudge = (model: JudgeModel): Judge => {
  // Scratch space: rating allocates little, and nothing runs between writing and reading it.
  const row = new Float64Array(FEATURE_COUNT);
  const tokens = createTokenList();
  const look = createLook();

  const fillRow = (candidate: ValueCandidate, gate: GateModel): void => {
    lookAt(candidate, look);
    writeFeatures(look, model.words, row);
    let place = LINEAR_START;
    for (const part of LINEAR_PARTS) {
      listTokens(look, part, tokens);
      row[place++] = scoreTokens(gate.linear[part], tokens);
    }
  };

  return {
    rate(candidate) {
      const gate = model.gates[candidate.gate];
      fillRow(candidate, gate);
      const handicap = handicapOf(look);
      const logOdds = gate.base + scoreForest(gate.forest, row, gate.levels.low + handicap - gate.base);
      return { logOdds, level: levelOf(logOdds - handicap, gate.levels) };
    },
    explain(candidate) {
      const gate = model.gates[candidate.gate];
      fillRow(candidate, gate);
      const moves = new Float64Array(FEATURE_COUNT);
      const base = gate.base + explainForest(gate.forest, row, moves);
      const logOdds = gate.base + scoreForest(gate.forest, row, Number.NEGATIVE_INFINITY);
      const contributions = describe({ candidate, row, moves, base, gate, words: model.words });
      const handicap = handicapOf(look);
      return { logOdds, level: levelOf(logOdds - handicap, gate.levels), contributions, handicap };
    },
  };
};
