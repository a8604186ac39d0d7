/** Scores examples-dev.jsonl: short texts, labelled as a whole. */
import type { Region } from "../../../src/model/region.ts";
import type { Probe, Report } from "./probe.ts";
import { regionsOfValue, touches, wholeLines } from "./regions.ts";
import type { Example, Rows } from "./rows.ts";
import { sketch } from "./sketch.ts";
import { type Case, createTally, type Miss, type Share, type Shares } from "./tally.ts";

export interface ExamplesScore {
  /** `secret`, `secret, not generated`, `benign`, `near-miss`: rows with a report that counts. */
  readonly kinds: Shares;
  /** Secret rows by source and by provider. */
  readonly sources: Shares;
  readonly providers: Shares;
  readonly benign: Shares;
  readonly nearMiss: Shares;
  /** Places that a source counts in a whole file, and how many of them there can be reports for. */
  readonly counted: Share;
  readonly misses: readonly Miss[];
  readonly benignAlarms: readonly Case[];
  readonly nearMissAlarms: readonly Case[];
}

const EVERYWHERE: Region = wholeLines(1, Number.POSITIVE_INFINITY);

/** Where a report counts: anywhere if the source does not say which characters it means. */
const placesOf = ({ text, secret }: Example): readonly Region[] =>
  secret === undefined ? [EVERYWHERE] : regionsOfValue(text, secret);

/** Leaky-repo counts lines, the others findings. */
const countReports = ({ source }: Example, reports: readonly Report[]): number =>
  source === "leaky-repo" ? new Set(reports.map(({ region }) => region.line)).size : reports.length;

const describeMiss = (row: Example, probe: Probe): Miss => {
  const { id, provider, text, path = "", secret } = row;
  const places = placesOf(row);
  const [first = EVERYWHERE] = places;
  return {
    group: provider,
    place: id,
    line: secret === undefined ? "(anywhere in the text)" : sketch(text, first, places),
    cause: probe.explain(text, path, places),
  };
};

const describeAlarms = ({ id, text }: Example, reports: readonly Report[]): readonly Case[] => {
  const regions = reports.map(({ region }) => region);
  return reports.map(({ rule, region }) => ({ group: rule, place: id, line: sketch(text, region, regions) }));
};

export const scoreExamples = async (rows: Rows<Example>, probe: Probe): Promise<ExamplesScore> => {
  const [kinds, sources, providers] = [createTally(), createTally(), createTally()];
  const clean = { benign: createTally(), "near-miss": createTally() };
  const alarms: { benign: Case[]; "near-miss": Case[] } = { benign: [], "near-miss": [] };
  const misses: Miss[] = [];
  const counted = { hit: 0, total: 0 };
  const takeSecret = (row: Example, reports: readonly Report[]): void => {
    const places = placesOf(row);
    const hit = reports.some(({ region }) => places.some((place) => touches(place, region)));
    kinds.add("secret", hit);
    if (row.generated !== true) kinds.add("secret, not generated", hit);
    sources.add(row.source, hit);
    providers.add(row.provider, hit);
    counted.total += row.count ?? 0;
    counted.hit += Math.min(row.count ?? 0, countReports(row, reports));
    if (!hit) misses.push(describeMiss(row, probe));
  };
  for await (const row of rows) {
    const reports = probe.find(row.text, row.path ?? "");
    if (row.expect === "secret") {
      takeSecret(row, reports);
      continue;
    }
    const kind = row.negative ?? "benign";
    kinds.add(kind, reports.length > 0);
    clean[kind].add(row.source, reports.length > 0);
    alarms[kind].push(...describeAlarms(row, reports));
  }
  return {
    kinds: kinds.shares,
    sources: sources.shares,
    providers: providers.shares,
    benign: clean.benign.shares,
    nearMiss: clean["near-miss"].shares,
    counted,
    misses,
    benignAlarms: alarms.benign,
    nearMissAlarms: alarms["near-miss"],
  };
};
