/** Scores as text for people. */
import type { ExamplesScore } from "./examples.ts";
import { compareNames, type Lines, printCases, printMisses, printShares, showCount } from "./listings.ts";
import type { PipelinesScore } from "./pipelines.ts";
import type { RealScore } from "./real.ts";
import { formatTable, showShare } from "./table.ts";
import { addUp, ratio, type Share, type Shares, shareOf } from "./tally.ts";
import { perThousand } from "./targets.ts";
import type { TrainScore } from "./train.ts";
import type { WildScore } from "./wild.ts";

export const printExamples = (score: ExamplesScore, top: number): Lines => {
  const { kinds, sources, benign, nearMiss, counted } = score;
  const kind = (name: string): Share => shareOf(kinds, name);
  const names = [...new Set([...sources.keys(), ...benign.keys(), ...nearMiss.keys()])];
  const j = ratio(kind("secret")) - ratio(kind("benign"));
  return [
    "",
    "EXAMPLES",
    ...formatTable([
      ["recall", showShare(kind("secret"))],
      ["recall without generated rows", showShare(kind("secret, not generated"))],
      ["benign rows reported", showShare(kind("benign"))],
      ["near-miss rows reported", showShare(kind("near-miss"))],
      ["J = recall - benign rows reported", j.toFixed(3)],
      ["counted places of whole files", showShare(counted)],
    ]),
    "",
    ...formatTable([
      ["source", "recall", "benign", "near-miss"],
      ...names.map((name) => [
        name,
        ...[sources, benign, nearMiss].map((shares) => showShare(shareOf(shares, name))),
      ]),
    ]),
    "",
    ...printShares("missed by provider (misses, of, recall)", score.providers, {
      most: top,
      worst: "misses",
    }),
    "",
    ...printMisses(score.misses, top),
    "",
    ...printCases("reports in benign rows", score.benignAlarms, top),
    "",
    ...printCases("reports in near-miss rows", score.nearMissAlarms, top),
  ];
};

export const printReal = (score: RealScore, top: number): Lines => {
  const found = addUp(score.tiers.values());
  const alarms = addUp(score.clean.values());
  const right = { hit: found.hit, total: found.hit + alarms.hit };
  return [
    "",
    "REAL CODE",
    ...formatTable([
      ["recall", showShare(found)],
      ...["strong", "block", "weak"].map((tier) => [`recall ${tier}`, showShare(shareOf(score.tiers, tier))]),
      ["look-alikes reported", showShare(alarms)],
      ["precision on labelled places", showShare(right)],
      ["reports without a label", showCount(score.unlabelled)],
    ]),
    "",
    ...printShares("missed by category (misses, of, recall)", score.categories, {
      most: top,
      worst: "misses",
    }),
    "",
    ...printMisses(score.misses, top),
    "",
    ...printCases("look-alikes reported", score.alarms, top),
  ];
};

const TRAIN_COLUMNS = ["T strong", "T block", "T weak", "F", "F strong", "F with columns"];

export const printTrain = (score: TrainScore, top: number): Lines => {
  const row = (name: string, shares: Shares): readonly string[] => [
    name,
    ...TRAIN_COLUMNS.map((column) => showShare(shareOf(shares, column))),
  ];
  return [
    "",
    "LABELLED VALUES",
    ...formatTable([
      ["fold", ...TRAIN_COLUMNS],
      ...[...score.folds].map(([fold, shares]) => row(String(fold), shares)),
      row("all", score.total),
    ]),
    "",
    ...printShares("missed by category (misses, of, recall)", score.categories, {
      most: top,
      worst: "misses",
    }),
    "",
    ...printShares("look-alikes reported by category (reported, of, share)", score.clean, {
      most: top,
      worst: "hits",
    }),
    "",
    ...printMisses(score.misses, top),
    "",
    ...printCases("look-alikes reported", score.alarms, top),
  ];
};

export const printPipelines = (score: PipelinesScore, top: number): Lines => [
  "",
  "PIPELINES",
  ...formatTable([
    ["recall", showShare(shareOf(score.labels, "T"))],
    ["look-alikes reported", showShare(shareOf(score.labels, "F"))],
    ["other lines reported", `${score.unlabelled} of ${showCount(score.lines)}`],
    ["… per 1,000 lines", perThousand(score.unlabelled, score.lines).toFixed(2)],
  ]),
  "",
  ...printMisses(score.misses, top),
  "",
  ...printCases("false alarms", score.alarms, top),
];

export const printWild = (score: WildScore): Lines => [
  "",
  "WILD",
  `${showCount(score.reports)} reports in ${showCount(score.files)} files with ${showCount(score.lines)} lines: ` +
    `${perThousand(score.reports, score.lines).toFixed(3)} per 1,000 lines`,
  ...formatTable(
    [...score.rules]
      .sort(([a, x], [b, y]) => y - x || compareNames(a, b))
      .map(([rule, count]) => [rule, showCount(count), perThousand(count, score.lines).toFixed(3)]),
  ),
  ...(score.sample.length > 0 ? ["", "sample"] : []),
  ...score.sample.map(({ place, group, line }) => `${place}:${group}  ${line}`),
];
