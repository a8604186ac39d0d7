/** Writes the measured part of docs/judge.md. */
import type { Example, Place } from "./examples.ts";
import { findThreshold, measureRecall, recallAt, type ScorePlace, SHARES } from "./evaluation.ts";
import { FOLDS } from "./training.ts";

const percent = (share: number): string => (100 * share).toFixed(1);
const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  `| ${head.join(" | ")} |`,
  `|${head.map((_, index) => (index === 0 ? "---" : "---:")).join("|")}|`,
  ...rows.map((row) => `| ${row.join(" | ")} |`),
];
const SHARE_HEADS = SHARES.map((share) => `${100 * share} %`);

/** Recall by population at each share of F. */
export const recallTable = (places: readonly Place[], score: ScorePlace): readonly string[] =>
  table(
    ["recall in % at F share", ...SHARE_HEADS],
    measureRecall(places, score).map(({ title, recall }) => [title, ...recall.map(percent)]),
  );

const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);

/** The same cut in every fold, and over repositories of at least five credentials. */
export const spreadTable = (places: readonly Place[], score: ScorePlace): readonly string[] => {
  const no = places.filter(({ target }) => target === 0);
  const yes = places.filter(({ target }) => target === 1);
  const byRepository = Map.groupBy(yes, ({ row }) => row.repo);
  const rows = SHARES.map((share) => {
    const cut = findThreshold(no.map(score), share);
    const folds = Array.from({ length: FOLDS }, (_, fold) =>
      recallAt(yes.filter(({ row }) => row.fold === fold).map(score), cut),
    );
    const repositories = [...byRepository.values()]
      .filter((list) => list.length >= 5)
      .map((list) => recallAt(list.map(score), cut))
      .toSorted((a, b) => a - b);
    const middle = repositories[repositories.length >> 1] ?? 0;
    return [
      `${100 * share} %`,
      Math.min(...folds),
      mean(folds),
      Math.max(...folds),
      mean(repositories),
      middle,
    ].map((value) => (typeof value === "number" ? percent(value) : value));
  });
  return table(
    ["F share", "lowest fold", "mean fold", "highest fold", "mean repository", "median repository"],
    rows,
  );
};

const STEPS = [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 1] as const;

/** Predicted against observed share of credentials. */
export const calibrationTable = (
  examples: readonly Example[],
  logOdds: (index: number) => number,
): readonly string[] => {
  const rows = STEPS.slice(1).map((to, step) => {
    const from = STEPS[step] ?? 0;
    let [all, yes] = [0, 0];
    for (const [index, { target, weight }] of examples.entries()) {
      const probability = 1 / (1 + Math.exp(-logOdds(index)));
      if (probability < from || probability >= to) continue;
      all += weight;
      yes += weight * target;
    }
    return [`${from} to ${to}`, all.toFixed(0), all === 0 ? "" : percent(yes / all)];
  });
  return table(["predicted", "weight of rows", "credentials in %"], rows);
};

export { percent, table };
