/** The words of a sweep's progress: counts in, lines out. */
import { printable } from "../lib/printable.ts";
import type { TargetFacts } from "../model/run.ts";
import { SEVERITIES, type Severity } from "../model/severity.ts";
import { countOf, formatNumber } from "../reports/table-text.ts";

/** Everything the lines are made of. */
export interface Counts {
  /** Listed so far, without what is left out; all of them if `isListed`. */
  projects: number;
  isListed: boolean;
  leftOut: number;
  deleted: number;
  /** Stored by this process. */
  done: number;
  /** Of these, projects; and those an earlier part of the run has stored. */
  doneProjects: number;
  skippedProjects: number;
  gaps: number;
  /** By the severity that a finding's kind starts with; the inventory weighs its places, too. */
  readonly findings: Record<Severity, number>;
  readonly reading: Map<string, string>;
  /** Milliseconds since 1970. */
  startedAt: number;
}

/** What the connection to GitLab says of itself. */
export interface Traffic {
  /** API calls so far. */
  readonly calls: () => number;
  /** Calls left by the server's own count, and when it begins anew (milliseconds since 1970). */
  readonly allowance: () => { readonly remaining: number; readonly resetsAt: number } | null;
}

export const describeTarget = (
  { target, findings, gaps, coverage }: TargetFacts,
  deletion: string | undefined,
): string => {
  const parts = [countOf(findings.length, "finding")];
  if (gaps.length > 0) parts.push(countOf(gaps.length, "gap"));
  parts.push(
    target.kind === "group" || target.kind === "instance"
      ? countOf(coverage.variables, "variable")
      : countOf(coverage.blobs, "blob"),
  );
  const remark = deletion === undefined ? "" : ` (to be deleted, asked for on ${printable(deletion)})`;
  return `${target.kind} ${printable(target.path)}${remark}: ${parts.join(", ")}`;
};

const describeFindings = ({ findings }: Counts): string => {
  const all = SEVERITIES.reduce((sum, severity) => sum + findings[severity], 0);
  const parts = SEVERITIES.flatMap((name) =>
    findings[name] === 0 ? [] : [`${formatNumber(findings[name])} ${name}`],
  );
  return `${countOf(all, "finding")}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`;
};

/** Minutes, or hours: nobody knows the seconds. */
const describeDuration = (milliseconds: number): string => {
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
};

/** From the mean of the finished projects; none while there are too few to tell. */
const estimateRest = (counts: Counts, now: number): readonly string[] => {
  const { projects, isListed, doneProjects, skippedProjects, startedAt } = counts;
  if (doneProjects < 2) return [];
  const rest = projects - doneProjects - skippedProjects;
  if (rest <= 0) return [];
  const duration = describeDuration(((now - startedAt) / doneProjects) * rest);
  return [isListed ? `about ${duration} left` : `more than ${duration} left`];
};

const describeTraffic = ({ calls, allowance }: Traffic, now: number): readonly string[] => {
  const left = allowance();
  const made = countOf(calls(), "API call");
  if (left === null || left.resetsAt <= now) return [made];
  const seconds = Math.ceil((left.resetsAt - now) / 1000);
  return [made, `GitLab allows ${formatNumber(left.remaining)} more in the next ${formatNumber(seconds)} s`];
};

const describeDone = ({ projects, isListed, doneProjects, skippedProjects }: Counts): string =>
  projects === 0 && !isListed
    ? "listing projects"
    : `${formatNumber(doneProjects + skippedProjects)}/${formatNumber(projects)}${isListed ? "" : "+"} projects`;

/** One row each; what does not fit is cut. */
export const describeLive = (counts: Counts, traffic: Traffic, now: number): readonly string[] => {
  const names = [...counts.reading.values()].map(printable);
  return [
    [describeDone(counts), ...estimateRest(counts, now), `${names.length} in flight`].join(" · "),
    [describeFindings(counts), countOf(counts.gaps, "gap")].join(" · "),
    describeTraffic(traffic, now).join(" · "),
    ...(names.length === 0 ? [] : [`reading ${names.join(", ")}`]),
  ];
};

/** The same as one line of a log. */
export const describeSummary = (counts: Counts, traffic: Traffic, now: number): string => {
  const names = [...counts.reading.values()].map(printable);
  return [
    describeDone(counts),
    ...estimateRest(counts, now),
    describeFindings(counts),
    countOf(counts.gaps, "gap"),
    ...describeTraffic(traffic, now),
    ...(names.length === 0 ? [] : [`${names.length} in flight: ${names.join(", ")}`]),
  ].join(", ");
};

export const describeEnd = (counts: Counts, { calls }: Traffic): string => {
  const { done, leftOut, deleted, gaps } = counts;
  const asides = [
    ...(leftOut === 0 ? [] : [`${countOf(leftOut, "project")} left out by filters.`]),
    ...(deleted === 0 ? [] : [`${countOf(deleted, "project")} to be deleted, read all the same.`]),
  ];
  const swept = `Swept ${countOf(done, "target")} with ${countOf(calls(), "API call")}: ${describeFindings(counts)}, ${countOf(gaps, "gap")}.`;
  return [swept, ...asides].join(" ");
};

/** For a sweep that was interrupted, or failed. */
export const describeHalt = (counts: Counts): string => {
  const { done, doneProjects, skippedProjects, gaps } = counts;
  if (done + skippedProjects === 0) return "Nothing is stored yet.";
  const what = doneProjects + skippedProjects === 0 ? countOf(done, "group") : describeDone(counts);
  return `Stored so far: ${what}, ${describeFindings(counts)}, ${countOf(gaps, "gap")}.`;
};
