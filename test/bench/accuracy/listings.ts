/** Lists for people: figures against their targets, cases by group, names with the worst shares. */
import { formatTable, percent } from "./table.ts";
import { type Case, type Miss, ratio, type Share, type Shares } from "./tally.ts";
import { type Figure, isMet } from "./targets.ts";

export type Lines = readonly string[];

const indent = (lines: Lines): Lines => lines.map((line) => `  ${line}`);
export const showCount = (count: number): string => count.toLocaleString("en");
export const compareNames = (a: string, b: string): number => (a < b ? -1 : 1);

/** The largest groups with their first cases. */
export const printCases = (title: string, cases: readonly Case[], most: number): Lines => {
  const groups = Map.groupBy(cases, ({ group }) => group);
  const order = [...groups].sort(([a, x], [b, y]) => y.length - x.length || compareNames(a, b));
  const shown = order
    .slice(0, most)
    .flatMap(([group, members]) => [
      `${showCount(members.length).padStart(5)}  ${group}`,
      ...members.slice(0, 3).map(({ place, line }) => `         ${place}  ${line}`),
    ]);
  const rest = order.length - most;
  return [
    `${title}: ${showCount(cases.length)}`,
    ...shown,
    ...(rest > 0 ? [`       … and ${rest} more groups (--top N)`] : []),
  ];
};

const countBy = (names: readonly string[]): readonly (readonly [string, number])[] =>
  [...Map.groupBy(names, (name) => name)]
    .map(([name, { length }]) => [name, length] as const)
    .sort(([a, x], [b, y]) => y - x || compareNames(a, b));

export const printMisses = (misses: readonly Miss[], most: number): Lines => [
  ...printCases("misses", misses, most),
  "",
  "causes of misses",
  ...countBy(misses.map(({ cause }) => cause))
    .slice(0, most)
    .map(([cause, count]) => `${showCount(count).padStart(5)}  ${cause}`),
];

/** Names with the most misses (or the most hits, where a hit is an alarm) first. */
export const printShares = (
  title: string,
  shares: Shares,
  { most, worst }: { most: number; worst: "misses" | "hits" },
): Lines => {
  const badness = ({ hit, total }: Share): number => (worst === "hits" ? hit : total - hit);
  const order = [...shares].sort(([a, x], [b, y]) => badness(y) - badness(x) || compareNames(a, b));
  const rows = order
    .filter(([, share]) => badness(share) > 0)
    .slice(0, most)
    .map(([name, share]) => [
      name,
      showCount(badness(share)),
      `of ${showCount(share.total)}`,
      percent(ratio(share)),
    ]);
  return [title, ...indent(formatTable(rows))];
};

export const printFigures = (figures: readonly Figure[]): Lines => {
  const show = (value: number, unit: Figure["unit"]): string =>
    unit === "share" ? percent(value) : value.toFixed(2);
  const rows = figures.map((figure) => {
    const { name, value, unit, target } = figure;
    const bound = "least" in target ? `≥ ${show(target.least, unit)}` : `≤ ${show(target.most, unit)}`;
    return [name, show(value, unit), `target ${bound}`, isMet(figure) ? "met" : "MISSED"];
  });
  return formatTable([...rows]);
};
