/** Progress of a sweep on standard error: one line that moves on a terminal, one line per target in a log. */
import { Option } from "commander";
import { printable } from "../lib/printable.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import type { Target } from "../model/target.ts";
import type { SweepEvents } from "../run/sweep.ts";
import type { Shell } from "./shell.ts";

export type ProgressMode = "auto" | "plain" | "none";

export const progressOption = (): Option =>
  new Option(
    "--progress <mode>",
    "auto: a live line on a terminal, else plain; plain: a line per project; none",
  )
    .choices(["auto", "plain", "none"])
    .default("auto");

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const describe = ({ target, findings, gaps, coverage }: TargetFacts): string => {
  const parts = [plural(findings.length, "finding")];
  if (gaps.length > 0) parts.push(plural(gaps.length, "gap"));
  parts.push(
    target.kind === "group" ? plural(coverage.variables, "variable") : plural(coverage.blobs, "blob"),
  );
  return `${target.kind} ${printable(target.path)}: ${parts.join(", ")}`;
};

export interface Progress extends SweepEvents {
  finished(calls: number): void;
  close(): void;
}

/** Silent, but for what a person has to know. */
export const createProgress = (mode: ProgressMode, shell: Shell): Progress => {
  const isLive = mode === "auto" && shell.isTerminal.stderr;
  const current = new Map<string, Target>();
  let done = 0;
  let findings = 0;
  let gaps = 0;
  const draw = (): void => {
    if (!isLive) return;
    const names = [...current.values()].map(({ path }) => printable(path)).join(", ");
    const text = `${done} done · ${plural(findings, "finding")} · ${plural(gaps, "gap")} · reading ${names}`;
    shell.status(text.slice(0, Math.max(20, shell.columns - 1)));
  };
  return {
    started: (run: Run, resumed: boolean, already: number) => {
      if (resumed && mode !== "none")
        shell.note(`Continuing the sweep of ${run.startedAt}: ${plural(already, "target")} done already.`);
    },
    scanning: (target) => {
      current.set(target.id, target);
      draw();
    },
    stored: (facts) => {
      current.delete(facts.target.id);
      done++;
      findings += facts.findings.length;
      gaps += facts.gaps.length;
      if (isLive) draw();
      else if (mode !== "none") shell.note(describe(facts));
    },
    finished: (calls) => {
      shell.status("");
      if (mode !== "none")
        shell.note(
          `Swept ${plural(done, "target")} with ${plural(calls, "API call")}: ${plural(findings, "finding")}, ${plural(gaps, "gap")}.`,
        );
    },
    close: () => shell.status(""),
  };
};
