/** Rates how likely a candidate is a credential, and says why. */
import type { ValueCandidate } from "../extract/candidate.ts";
import { FEATURE_COUNT, LINEAR_START, writeFeatures } from "./features.ts";
import { explainForest, scoreForest } from "./forest.ts";
import { scoreTokens } from "./linear.ts";
import { type Look, lookAt } from "./look.ts";
import type { GateModel, JudgeModel, Level } from "./model.ts";
import { type Contribution, describe } from "./sentences.ts";
import { createTokenList, LINEAR_PARTS, listTokens } from "./tokens.ts";

export interface Rating {
  /** Natural logarithm of the odds that this is a credential. */
  readonly logOdds: number;
  readonly level: Level;
}

export interface Explanation extends Rating {
  /** Largest first; the weights sum to the log-odds. No sentence holds a part of the value. */
  readonly contributions: readonly Contribution[];
}

export interface Judge {
  rate(candidate: ValueCandidate): Rating;
  explain(candidate: ValueCandidate): Explanation;
}

const levelOf = (logOdds: number, { levels }: GateModel): Level => {
  if (logOdds >= levels.high) return "high";
  if (logOdds >= levels.medium) return "medium";
  return logOdds >= levels.low ? "low" : "none";
};

export const createJudge = (model: JudgeModel): Judge => {
  // Scratch space: rating allocates little, and nothing runs between writing and reading it.
  const row = new Float64Array(FEATURE_COUNT);
  const tokens = createTokenList();
  const counts = new Uint16Array(256);

  const fillRow = (look: Look, gate: GateModel): void => {
    writeFeatures(look, model.words, row);
    for (const [index, part] of LINEAR_PARTS.entries()) {
      listTokens(look, part, tokens);
      row[LINEAR_START + index] = scoreTokens(gate.linear[part], tokens);
    }
  };

  return {
    rate(candidate) {
      const gate = model.gates[candidate.gate];
      fillRow(lookAt(candidate, counts), gate);
      const logOdds = gate.base + scoreForest(gate.forest, row);
      return { logOdds, level: levelOf(logOdds, gate) };
    },
    explain(candidate) {
      const gate = model.gates[candidate.gate];
      const look = lookAt(candidate);
      fillRow(look, gate);
      const moves = new Float64Array(FEATURE_COUNT);
      const base = gate.base + explainForest(gate.forest, row, moves);
      const logOdds = gate.base + scoreForest(gate.forest, row);
      const contributions = describe({ look, row, moves, base, gate, words: model.words });
      return { logOdds, level: levelOf(logOdds, gate), contributions };
    },
  };
};
