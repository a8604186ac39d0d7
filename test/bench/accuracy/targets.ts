/** The figures by which the detector is judged, and what they should be. */
import type { ExamplesScore } from "./examples.ts";
import type { PipelinesScore } from "./pipelines.ts";
import type { RealScore } from "./real.ts";
import { addUp, ratio, shareOf } from "./tally.ts";
import type { WildScore } from "./wild.ts";

export interface Figure {
  readonly name: string;
  readonly value: number;
  /** A share of 1, or a count per 1,000 lines. */
  readonly unit: "share" | "per 1,000 lines";
  readonly target: { readonly least: number } | { readonly most: number };
}

export const isMet = ({ value, target }: Figure): boolean =>
  "least" in target ? value >= target.least : value <= target.most;

const share = (name: string, value: number, target: Figure["target"]): Figure => ({
  name,
  value,
  unit: "share",
  target,
});

export const perThousand = (count: number, lines: number): number =>
  lines === 0 ? 0 : (1000 * count) / lines;

export const judgeExamples = ({ kinds }: ExamplesScore): readonly Figure[] => [
  share("examples: recall", ratio(shareOf(kinds, "secret")), { least: 0.95 }),
  share("examples: benign rows reported", ratio(shareOf(kinds, "benign")), { most: 0.02 }),
];

export const judgeReal = ({ tiers, clean }: RealScore): readonly Figure[] => [
  share("real code: recall strong", ratio(shareOf(tiers, "strong")), { least: 0.98 }),
  share("real code: recall block", ratio(shareOf(tiers, "block")), { least: 1 }),
  share("real code: recall weak", ratio(shareOf(tiers, "weak")), { least: 0.65 }),
  share("real code: look-alikes reported", ratio(addUp(clean.values())), { most: 0.01 }),
];

export const judgePipelines = ({ labels, lines, unlabelled }: PipelinesScore): readonly Figure[] => [
  share("pipelines: recall", ratio(shareOf(labels, "T")), { least: 1 }),
  share("pipelines: look-alikes reported", ratio(shareOf(labels, "F")), { most: 0.01 }),
  {
    name: "pipelines: other lines reported",
    value: perThousand(unlabelled, lines),
    unit: "per 1,000 lines",
    target: { most: 1 },
  },
];

export const judgeWild = ({ reports, lines }: WildScore): readonly Figure[] => [
  {
    name: "wild: reports",
    value: perThousand(reports, lines),
    unit: "per 1,000 lines",
    target: { most: 0.2 },
  },
];
