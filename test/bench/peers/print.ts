/** The tables of the comparison. */
import { showCount } from "../accuracy/listings.ts";
import { createSample } from "../accuracy/sample.ts";
import { formatTable, percent } from "../accuracy/table.ts";
import { addUp, ratio, shareOf } from "../accuracy/tally.ts";
import { printable } from "../../../src/lib/printable.ts";
import { indexPlaces, isReported, keepDistinct } from "./compare.ts";
import type { CorpusScore } from "./corpus.ts";
import type { Run } from "./run.ts";
import { OUR_NAME, type Place } from "./tools.ts";

/** By the scanner's name. */
export type Runs = ReadonlyMap<string, Run>;

const HEAD = ["", "CPU s", "wall s", "MB/s", "reports", "lines", "also ours", "not ours"];

/** The places of all others, or ours. */
const collect = (runs: Runs, isOurs: boolean): readonly Place[] =>
  keepDistinct([...runs].flatMap(([name, { places }]) => ((name === OUR_NAME) === isOurs ? places : [])));

const printFolder = (megabytes: number, runs: Runs): readonly string[] => {
  const ours = indexPlaces(collect(runs, true));
  const rows = [...runs].map(([name, { cpu, wall, places }]) => {
    const distinct = keepDistinct(places);
    const shared = distinct.filter((place) => isReported(place, ours)).length;
    return [
      name,
      cpu.toFixed(1),
      wall.toFixed(1),
      (megabytes / wall).toFixed(1),
      ...[places.length, distinct.length, shared, distinct.length - shared].map(showCount),
    ];
  });
  return formatTable([HEAD, ...rows]);
};

const printSample = (
  runs: Runs,
  { size, seed }: { readonly size: number; readonly seed: string },
): readonly string[] =>
  size === 0
    ? []
    : [false, true].flatMap((isOurs) => {
        const others = indexPlaces(collect(runs, !isOurs));
        const alone = collect(runs, isOurs).filter((place) => !isReported(place, others));
        const sample = createSample<string>(size, seed);
        for (const { path, line } of alone) {
          const place = `${path}:${line}`;
          sample.offer(place, () => `  ${printable(place)}`);
        }
        const title = isOurs ? "only ours" : "only the others'";
        return ["", `${title}: ${showCount(alone.length)} lines; some of them`, ...sample.list()];
      });

/** @param bytes the size of all files. @param sample how many places to name that one side alone reports. */
export const printRuns = (
  title: string,
  { bytes, runs }: { readonly bytes: number; readonly runs: Runs },
  sample: { readonly size: number; readonly seed: string },
): readonly string[] => [
  `${title}: ${(bytes / 1e6).toFixed(1)} MB`,
  ...printFolder(bytes / 1e6, runs),
  ...printSample(runs, sample),
  "",
];

export const printScores = (scores: ReadonlyMap<string, CorpusScore>): readonly string[] => {
  const show = (shares: CorpusScore["real"]["tiers"], name: string): string =>
    percent(ratio(shareOf(shares, name)));
  const examples = [...scores].map(
    ([
      name,
      {
        examples: { kinds },
      },
    ]) => [
      name,
      ...["secret", "benign", "near-miss"].map((kind) => show(kinds, kind)),
      (ratio(shareOf(kinds, "secret")) - ratio(shareOf(kinds, "benign"))).toFixed(3),
    ],
  );
  const real = [...scores].map(
    ([
      name,
      {
        real: { tiers, clean },
      },
    ]) => {
      const [found, wrong] = [addUp(tiers.values()), addUp(clean.values())];
      return [
        name,
        percent(ratio(found)),
        ...["strong", "block", "weak"].map((tier) => show(tiers, tier)),
        percent(ratio(wrong)),
        percent(ratio({ hit: found.hit, total: found.hit + wrong.hit })),
      ];
    },
  );
  return [
    ...formatTable([["examples, by line", "recall", "benign", "near miss", "J"], ...examples]),
    "",
    ...formatTable([
      ["real code, by line", "recall", "strong", "block", "weak", "look-alikes", "precision"],
      ...real,
    ]),
  ];
};
