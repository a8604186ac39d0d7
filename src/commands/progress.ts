/** Progress of a sweep on standard error: one line that moves on a terminal; in a log a line per target and a summary now and then. */
import { Option } from "commander";
import { displayWidth, splitAtWidth } from "../lib/display-width.ts";
import { printable } from "../lib/printable.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import { type Confidence, CONFIDENCES } from "../model/severity.ts";
import type { Target } from "../model/target.ts";
import { countOf, formatNumber } from "../reports/table-text.ts";
import type { SweepEvents } from "../run/sweep.ts";
import type { Shell } from "./shell.ts";

export type ProgressMode = "auto" | "plain" | "none";

export const progressOption = (): Option =>
  new Option(
    "--progress <mode>",
    "auto: a live line on a terminal, else plain; plain: a line per project and every 30 s a summary; none",
  )
    .choices(["auto", "plain", "none"])
    .default("auto");

/** A line that changes more often cannot be read. */
const REDRAW_MS = 200;
/** So that the line does not seem to hang. */
const REFRESH_MS = 1000;
const SUMMARY_MS = 30_000;

/** Everything the lines are made of. */
interface Counts {
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
  readonly findings: Record<Confidence, number>;
  readonly reading: Map<string, string>;
  /** Milliseconds since 1970. */
  startedAt: number;
}

const describeTarget = (
  { target, findings, gaps, coverage }: TargetFacts,
  deletion: string | undefined,
): string => {
  const parts = [countOf(findings.length, "finding")];
  if (gaps.length > 0) parts.push(countOf(gaps.length, "gap"));
  parts.push(
    target.kind === "group" ? countOf(coverage.variables, "variable") : countOf(coverage.blobs, "blob"),
  );
  const remark = deletion === undefined ? "" : ` (to be deleted, asked for on ${printable(deletion)})`;
  return `${target.kind} ${printable(target.path)}${remark}: ${parts.join(", ")}`;
};

const describeFindings = ({ findings }: Counts): string => {
  const all = CONFIDENCES.reduce((sum, confidence) => sum + findings[confidence], 0);
  const parts = CONFIDENCES.flatMap((name) =>
    findings[name] === 0 ? [] : [`${formatNumber(findings[name])} ${name}`],
  );
  return `${countOf(all, "finding")}${parts.length < 2 ? "" : ` (${parts.join(", ")})`}`;
};

/** Minutes, or hours: nobody knows the seconds. */
const describeDuration = (milliseconds: number): string => {
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
};

/** From the mean of the finished projects; "" while there are too few to tell. */
const estimateRest = (counts: Counts, now: number): string => {
  const { projects, isListed, doneProjects, skippedProjects, startedAt } = counts;
  if (doneProjects < 2) return "";
  const rest = projects - doneProjects - skippedProjects;
  if (rest <= 0) return "";
  const duration = describeDuration(((now - startedAt) / doneProjects) * rest);
  return isListed ? `about ${duration} left` : `more than ${duration} left`;
};

/** The most important first: what does not fit on the line is cut. */
const describeAll = (counts: Counts, calls: number, now: number): readonly string[] => {
  const { projects, isListed, doneProjects, skippedProjects, gaps, reading } = counts;
  const rest = estimateRest(counts, now);
  const names = [...reading.values()];
  return [
    `${formatNumber(doneProjects + skippedProjects)}/${formatNumber(projects)}${isListed ? "" : "+"} projects`,
    ...(rest === "" ? [] : [rest]),
    describeFindings(counts),
    countOf(gaps, "gap"),
    countOf(calls, "API call"),
    ...(names.length === 0 ? [] : [`${names.length} in flight: ${names.map(printable).join(", ")}`]),
  ];
};

const fit = (text: string, width: number): string =>
  displayWidth(text) <= width ? text : `${splitAtWidth(text, Math.max(1, width - 1))[0]}…`;

const describeEnd = (counts: Counts, calls: number): string => {
  const { done, leftOut, deleted, gaps } = counts;
  const findings = describeFindings(counts);
  const asides = [
    ...(leftOut === 0 ? [] : [`${countOf(leftOut, "project")} left out by filters.`]),
    ...(deleted === 0 ? [] : [`${countOf(deleted, "project")} to be deleted, read all the same.`]),
  ];
  const swept = `Swept ${countOf(done, "target")} with ${countOf(calls, "API call")}: ${findings}, ${countOf(gaps, "gap")}.`;
  return [swept, ...asides].join(" ");
};

export interface Progress extends SweepEvents {
  finished(): void;
  close(): void;
}

/** Runs until stopped; the sleep ends with the signal, so that nothing keeps the process alive. */
const repeat = async (
  { sleep }: Pick<Shell, "sleep">,
  {
    every,
    action,
    signal,
  }: { readonly every: number; readonly action: () => void; readonly signal: AbortSignal },
): Promise<void> => {
  for (;;) {
    await sleep(every, signal).catch(() => undefined);
    if (signal.aborted) return;
    action();
  }
};

/** Silent, but for what a person has to know. @param calls API calls so far. */
export const createProgress = (mode: ProgressMode, shell: Shell, calls: () => number): Progress => {
  const isLive = mode === "auto" && shell.isTerminal.stderr;
  const isPlain = mode !== "none" && !isLive;
  const now = (): number => shell.now().getTime();
  const stop = new AbortController();
  const counts: Counts = {
    projects: 0,
    isListed: false,
    leftOut: 0,
    deleted: 0,
    done: 0,
    doneProjects: 0,
    skippedProjects: 0,
    gaps: 0,
    findings: { high: 0, medium: 0, low: 0 },
    reading: new Map(),
    startedAt: now(),
  };
  /** By target, while they wait or are read. */
  const deletions = new Map<string, string>();
  let drawnAt = 0;
  const draw = (): void => {
    if (!isLive || now() - drawnAt < REDRAW_MS) return;
    drawnAt = now();
    shell.status(fit(describeAll(counts, calls(), drawnAt).join(" · "), Math.max(20, shell.columns - 1)));
  };
  const summarize = (): void => shell.note(`… ${describeAll(counts, calls(), now()).join(", ")}`);
  const close = (): void => {
    stop.abort();
    shell.status("");
  };
  return {
    started: (run: Run, resumed: boolean, already: number) => {
      counts.startedAt = now();
      if (resumed && mode !== "none")
        shell.note(`Continuing the sweep of ${run.startedAt}: ${countOf(already, "target")} done already.`);
      if (isLive) void repeat(shell, { every: REFRESH_MS, action: draw, signal: stop.signal });
      if (isPlain) void repeat(shell, { every: SUMMARY_MS, action: summarize, signal: stop.signal });
    },
    listed: (item) => {
      if (item === "all") counts.isListed = true;
      else if (item.leftOut !== null) counts.leftOut++;
      else {
        counts.projects++;
        const { id, markedForDeletionOn } = item.project;
        if (markedForDeletionOn === null) return;
        counts.deleted++;
        deletions.set(`project:${id}`, markedForDeletionOn);
      }
    },
    skipped: (target: Target) => {
      if (target.kind === "project") counts.skippedProjects++;
      deletions.delete(target.id);
    },
    scanning: (target) => {
      counts.reading.set(target.id, target.path);
      draw();
    },
    stored: (facts) => {
      const { target, findings, gaps } = facts;
      counts.reading.delete(target.id);
      counts.done++;
      if (target.kind === "project") counts.doneProjects++;
      for (const { confidence } of findings) counts.findings[confidence]++;
      counts.gaps += gaps.length;
      if (isPlain) shell.note(describeTarget(facts, deletions.get(target.id)));
      deletions.delete(target.id);
      draw();
    },
    finished: () => {
      close();
      if (mode !== "none") shell.note(describeEnd(counts, calls()));
    },
    close,
  };
};
