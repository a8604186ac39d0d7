/** The measured costs as text for people. */
import { formatTable, percent } from "../accuracy/table.ts";
import type { Costs, RuleCost } from "./costs.ts";

export interface StageTime {
  readonly name: string;
  readonly seconds: number;
}

const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const count = (value: number): string => value.toLocaleString("en");

export const printStages = (stages: readonly StageTime[], bytes: number): readonly string[] => {
  const touch = stages.find(({ name }) => name === "touch every byte")?.seconds ?? 0;
  return formatTable([
    ["stage", "s", "MB/s", "x touching"],
    ...stages.map(({ name, seconds }) => [
      name,
      seconds.toFixed(3),
      (bytes / 1e6 / seconds).toFixed(1),
      (seconds / touch).toFixed(1),
    ]),
  ]);
};

export const printSums = ({ rules, literals }: Costs, bytes: number): string => {
  const hits = add([...literals.values()].map((literal) => literal.hits));
  const runs = add([...rules.values()].map((rule) => rule.runs));
  const windows = add([...rules.values()].map((rule) => rule.windows));
  const milliseconds = add([...rules.values()].map((rule) => rule.milliseconds));
  return (
    `${((1000 * hits) / bytes).toFixed(2)} literal hits per KB; ${(windows / hits).toFixed(2)} windows and ` +
    `${(runs / hits).toFixed(3)} regex runs per hit; ` +
    `${(milliseconds / 1000).toFixed(2)} s in windows and regexes, the cost of timing each run included`
  );
};

export const printRules = ({ rules }: Costs, most: number): readonly string[] => {
  const order = [...rules].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
  const shareOf = (cost: RuleCost, field: keyof RuleCost): string =>
    percent(cost[field] / add(order.map(([, other]) => other[field])));
  return formatTable([
    ["rule", "of time", "of runs", "windows", "runs", "µs/window", "characters/window", "matches"],
    ...order
      .slice(0, most)
      .map(([rule, cost]) => [
        rule,
        shareOf(cost, "milliseconds"),
        shareOf(cost, "runs"),
        count(cost.windows),
        count(cost.runs),
        ((1000 * cost.milliseconds) / cost.windows).toFixed(1),
        (cost.characters / cost.windows).toFixed(0),
        count(cost.candidates),
      ]),
  ]);
};

export const printLiterals = ({ literals }: Costs, bytes: number, most: number): readonly string[] =>
  formatTable([
    ["literal", "hits", "per KB", "rules"],
    ...[...literals]
      .sort(([, a], [, b]) => b.hits - a.hits)
      .slice(0, most)
      .map(([literal, { hits, rules }]) => [
        literal,
        count(hits),
        ((1000 * hits) / bytes).toFixed(3),
        rules.length > 3 ? `${rules.length} rules` : rules.join(", "),
      ]),
  ]);
