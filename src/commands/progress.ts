/** Progress of a sweep on standard error: a few lines that are drawn anew on a terminal; in a log a line per target and a summary now and then. */
import { Option } from "commander";
import type { RuleId } from "../model/ids.ts";
import type { Run } from "../model/run.ts";
import type { Severity } from "../model/severity.ts";
import type { Target } from "../model/target.ts";
import { countOf } from "../reports/table-text.ts";
import type { SweepEvents } from "../run/sweep.ts";
import {
  type Counts,
  describeEnd,
  describeHalt,
  describeLive,
  describeSummary,
  describeTarget,
  type Traffic,
} from "./progress-text.ts";
import type { Shell } from "./shell.ts";
import { fitLine } from "./status-lines.ts";

export type ProgressMode = "auto" | "plain" | "none";

export const progressOption = (): Option =>
  new Option(
    "--progress <mode>",
    "auto: a live view on a terminal, else plain; plain: a line per project and every 30 s a summary; none",
  )
    .choices(["auto", "plain", "none"])
    .default("auto");

/** What changes more often cannot be read. */
const REDRAW_MS = 200;
/** So that the view does not seem to hang. */
const REFRESH_MS = 1000;
const SUMMARY_MS = 30_000;
/** Room for the `^C` that a terminal writes itself: a line that it wraps would not be taken away whole. */
const MARGIN = 3;

export interface Progress extends SweepEvents {
  finished(): void;
  /** Takes the live view away; before the end it says what is stored. */
  close(): void;
}

export interface ProgressRequest {
  readonly mode: ProgressMode;
  readonly traffic: Traffic;
  /** Of the rule's kind. */
  readonly severityOf: (rule: RuleId) => Severity;
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

const startCounts = (startedAt: number): Counts => ({
  projects: 0,
  isListed: false,
  leftOut: 0,
  deleted: 0,
  done: 0,
  doneProjects: 0,
  skippedProjects: 0,
  gaps: 0,
  findings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  reading: new Map(),
  startedAt,
});

/** Silent, but for what a person has to know. */
export const createProgress = ({ mode, traffic, severityOf }: ProgressRequest, shell: Shell): Progress => {
  const isLive = mode === "auto" && shell.isTerminal.stderr;
  const isPlain = mode !== "none" && !isLive;
  const now = (): number => shell.now().getTime();
  const stop = new AbortController();
  const counts = startCounts(now());
  /** By target, while they wait or are read. */
  const deletions = new Map<string, string>();
  let drawnAt = 0;
  let hasStarted = false;
  const draw = (): void => {
    if (!isLive || stop.signal.aborted || now() - drawnAt < REDRAW_MS) return;
    drawnAt = now();
    const width = Math.max(20, shell.statusColumns() - MARGIN);
    const lines = describeLive(counts, traffic, drawnAt);
    shell.status(lines.map((line) => fitLine(line, width)).join("\n"));
  };
  const summarize = (): void => shell.note(`… ${describeSummary(counts, traffic, now())}`);
  const clear = (): void => {
    stop.abort();
    shell.status("");
  };
  return {
    started: (run: Run, resumed: boolean, already: number) => {
      counts.startedAt = now();
      hasStarted = true;
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
      for (const { rule } of findings) counts.findings[severityOf(rule)]++;
      counts.gaps += gaps.length;
      if (isPlain) shell.note(describeTarget(facts, deletions.get(target.id)));
      deletions.delete(target.id);
      draw();
    },
    finished: () => {
      clear();
      hasStarted = false;
      if (mode !== "none") shell.note(describeEnd(counts, traffic));
    },
    close: () => {
      clear();
      if (hasStarted && mode !== "none") shell.note(describeHalt(counts));
      hasStarted = false;
    },
  };
};
