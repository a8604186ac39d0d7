/** Scores real-train.jsonl.gz: labelled values with some lines around them, in folds. */
import type { Probe } from "./probe.ts";
import { regionOfSlice, touches } from "./regions.ts";
import type { LabelledValue, Rows } from "./rows.ts";
import { sketch } from "./sketch.ts";
import { type Case, createTally, type Miss, type Shares, type Tally } from "./tally.ts";

/** Which folds count: all of them, one, or all but one. */
export interface FoldChoice {
  readonly only?: number;
  readonly without?: number;
}

export interface TrainScore {
  /** By fold: `T strong`, `T block`, `T weak`, `F`, `F strong` (keys that are none), `F with columns`. */
  readonly folds: ReadonlyMap<number, Shares>;
  readonly total: Shares;
  readonly categories: Shares;
  readonly clean: Shares;
  readonly misses: readonly Miss[];
  readonly alarms: readonly Case[];
}

const isChosen = (fold: number, { only, without }: FoldChoice): boolean =>
  (only === undefined || fold === only) && fold !== without;

/** What a row counts under; identifiers and what nobody could judge count for nothing. */
const namesOf = ({ label, core, tier, span }: LabelledValue): readonly string[] => {
  if (label === "T") return core ? [`T ${tier}`] : [];
  if (label === "X") return [];
  return ["F", ...(tier === "strong" ? ["F strong"] : []), ...(span === "label" ? ["F with columns"] : [])];
};

export const scoreTrain = async (
  rows: Rows<LabelledValue>,
  probe: Probe,
  choice: FoldChoice = {},
): Promise<TrainScore> => {
  const folds = new Map<number, Tally>();
  const [total, categories, clean] = [createTally(), createTally(), createTally()];
  const misses: Miss[] = [];
  const alarms: Case[] = [];
  for await (const row of rows) {
    const names = namesOf(row);
    if (names.length === 0 || !isChosen(row.fold, choice)) continue;
    const { id, path, context, label, tier, category } = row;
    const own = regionOfSlice(context, row.valueStart, row.valueEnd);
    const report = probe.find(context, path).find(({ region }) => touches(own, region));
    const fold = folds.get(row.fold) ?? createTally();
    folds.set(row.fold, fold);
    for (const tally of [fold, total]) for (const name of names) tally.add(name, report !== undefined);
    (label === "T" ? categories : clean).add(category, report !== undefined);
    const place = `${id} ${path}`;
    if (label === "T" && report === undefined) {
      const cause = probe.explain(context, path, [own]);
      misses.push({ group: `${tier} ${category}`, place, line: sketch(context, own), cause });
    }
    if (label === "F" && report !== undefined)
      alarms.push({
        group: `${report.rule} on ${category}`,
        place,
        line: sketch(context, report.region, [own]),
      });
  }
  return {
    folds: new Map([...folds].sort(([a], [b]) => a - b).map(([fold, { shares }]) => [fold, shares])),
    total: total.shares,
    categories: categories.shares,
    clean: clean.shares,
    misses,
    alarms,
  };
};
