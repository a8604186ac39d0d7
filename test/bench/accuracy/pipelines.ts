/** Scores pipelines-dev.jsonl: pipeline files that were read whole, labelled by line. */
import type { Region } from "../../../src/model/region.ts";
import type { Probe, Report } from "./probe.ts";
import { touches, wholeLines } from "./regions.ts";
import type { PipelinePlace } from "./rows.ts";
import { sketch } from "./sketch.ts";
import { type Case, createTally, type Miss, type Shares } from "./tally.ts";

export interface PipelineFile {
  /** As the rows name it. */
  readonly file: string;
  readonly text: string;
}

export interface PipelinesScore {
  /** `T`, `F` and `X`. */
  readonly labels: Shares;
  /** Look-alikes by their kind: the first words of the note. */
  readonly kinds: Shares;
  readonly lines: number;
  /** Lines with a report and without a row. Every file was read whole, so they are wrong. */
  readonly unlabelled: number;
  readonly misses: readonly Miss[];
  readonly alarms: readonly Case[];
}

const kindOf = ({ note }: PipelinePlace): string => note.split(":")[0] ?? "";

const stands = ({ region }: Report, { line, endLine }: PipelinePlace): boolean =>
  touches(wholeLines(line, endLine), region);

interface Judged {
  readonly place: PipelinePlace;
  /** What is reported there. */
  readonly report: Report | undefined;
}

const judge = (
  places: readonly PipelinePlace[],
  reports: readonly Report[],
): { readonly judged: readonly Judged[]; readonly strays: readonly Report[] } => {
  const credentials = places.filter(({ label }) => label === "T");
  // A look-alike beside a credential is not to blame for the report of that one.
  const rest = reports.filter((report) => !credentials.some((place) => stands(report, place)));
  return {
    judged: places.map((place) => ({
      place,
      report: (place.label === "T" ? reports : rest).find((report) => stands(report, place)),
    })),
    strays: rest.filter((report) => !places.some((place) => stands(report, place))),
  };
};

const describe = ({ file, text }: PipelineFile, group: string, region: Region): Case => ({
  group,
  place: `${file}:${region.line}`,
  line: sketch(text, region),
});

export const scorePipelines = (
  files: readonly PipelineFile[],
  rows: readonly PipelinePlace[],
  probe: Probe,
): PipelinesScore => {
  const [labels, kinds] = [createTally(), createTally()];
  const misses: Miss[] = [];
  const alarms: Case[] = [];
  let [lines, unlabelled] = [0, 0];
  for (const file of files) {
    const places = rows.filter((row) => row.file === file.file);
    const { judged, strays } = judge(places, probe.find(file.text, file.file));
    for (const { place, report } of judged) {
      labels.add(place.label, report !== undefined);
      if (place.label === "F") kinds.add(kindOf(place), report !== undefined);
      if (place.label === "F" && report !== undefined)
        alarms.push(describe(file, `${report.rule} on ${kindOf(place)}`, report.region));
      if (place.label === "T" && report === undefined) {
        const region = wholeLines(place.line, place.endLine);
        const cause = probe.explain(file.text, file.file, [region]);
        misses.push({ ...describe(file, `T ${place.where}`, region), cause });
      }
    }
    for (const { rule, region } of strays)
      alarms.push(describe(file, `${rule} on a line without a row`, region));
    lines += file.text.split("\n").length - Number(file.text.endsWith("\n"));
    unlabelled += new Set(strays.map(({ region }) => region.line)).size;
  }
  return { labels: labels.shares, kinds: kinds.shares, lines, unlabelled, misses, alarms };
};
