/** Scores real-dev.jsonl: whole files with labelled places. */
import type { Region } from "../../../src/model/region.ts";
import type { Probe, Report } from "./probe.ts";
import { regionOfLabel, touches } from "./regions.ts";
import type { Label, LabelledFile, Rows } from "./rows.ts";
import { sketch } from "./sketch.ts";
import { type Case, createTally, type Miss, type Shares } from "./tally.ts";

export interface RealScore {
  /** Credentials by tier, by category; look-alikes by category. */
  readonly tiers: Shares;
  readonly categories: Shares;
  readonly clean: Shares;
  /** Reports that touch no label, neither right nor wrong. */
  readonly unlabelled: number;
  readonly misses: readonly Miss[];
  readonly alarms: readonly Case[];
}

/** The labels of one range of lines, such as user and password of a URL: one place. */
interface Place {
  readonly label: Label;
  readonly regions: readonly Region[];
  /** What is reported there. */
  readonly report: Report | undefined;
}

const groupPlaces = (labels: readonly Label[], reports: readonly Report[]): readonly Place[] => {
  const groups = Map.groupBy(labels, ({ line, endLine }) => `${line} ${endLine}`);
  return [...groups.values()].flatMap((members) => {
    const [label] = members;
    const regions = members.map(regionOfLabel);
    const report = reports.find(({ region }) => regions.some((own) => touches(own, region)));
    return label === undefined ? [] : [{ label, regions, report }];
  });
};

const sharesLine = (a: Label, b: Label): boolean => a.line <= b.endLine && b.line <= a.endLine;

/**
 * Credentials and look-alikes of a file. A look-alike on a line with a credential, or with a value that nobody could
 * judge, counts for nothing: a report there has its reason.
 */
const judge = (labels: readonly Label[], reports: readonly Report[]) => {
  const credentials = labels.filter(({ label, core }) => label === "T" && core);
  const others = [...credentials, ...labels.filter(({ label }) => label === "X")];
  const clean = labels.filter(
    (label) => label.label === "F" && !others.some((other) => sharesLine(label, other)),
  );
  const regions = labels.map(regionOfLabel);
  return {
    credentials: groupPlaces(credentials, reports),
    clean: groupPlaces(clean, reports),
    unlabelled: reports.filter(({ region }) => !regions.some((own) => touches(own, region))).length,
  };
};

/** @param hidden everything that is or may be a value. */
const describe = (
  { repo, path, text }: LabelledFile,
  {
    group,
    region,
    hidden,
  }: { readonly group: string; readonly region: Region; readonly hidden: readonly Region[] },
): Case => ({ group, place: `${repo} ${path}:${region.line}`, line: sketch(text, region, hidden) });

export const scoreReal = async (rows: Rows<LabelledFile>, probe: Probe): Promise<RealScore> => {
  const [tiers, categories, lookAlikes] = [createTally(), createTally(), createTally()];
  const misses: Miss[] = [];
  const alarms: Case[] = [];
  let unlabelled = 0;
  for await (const row of rows) {
    const reports = probe.find(row.text, row.path);
    const judged = judge(row.labels, reports);
    const hidden = [
      ...judged.credentials.flatMap(({ regions }) => regions),
      ...reports.map(({ region }) => region),
    ];
    for (const { label, regions, report } of judged.credentials) {
      tiers.add(label.tier ?? "no tier", report !== undefined);
      categories.add(label.category, report !== undefined);
      if (report !== undefined) continue;
      const cause = probe.explain(row.text, row.path, regions);
      const group = `${label.tier} ${label.category}`;
      misses.push({ ...describe(row, { group, region: regionOfLabel(label), hidden }), cause });
    }
    for (const { label, report } of judged.clean) {
      lookAlikes.add(label.category, report !== undefined);
      if (report === undefined) continue;
      const group = `${report.rule} on ${label.category}`;
      alarms.push(describe(row, { group, region: report.region, hidden }));
    }
    unlabelled += judged.unlabelled;
  }
  return {
    tiers: tiers.shares,
    categories: categories.shares,
    clean: lookAlikes.shares,
    unlabelled,
    misses,
    alarms,
  };
};
