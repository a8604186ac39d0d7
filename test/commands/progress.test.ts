import { describe, expect, it } from "vitest";
import { createProgress, type ProgressMode } from "../../src/commands/progress.ts";
import type { Shell } from "../../src/commands/shell.ts";
import type { GitLabProject } from "../../src/gitlab/gitlab.ts";
import { displayWidth } from "../../src/lib/display-width.ts";
import { targetId } from "../../src/model/ids.ts";
import { found, inFile, makeFacts, makeGroup, makeProject, RUN } from "../support/facts.ts";

interface Ticking {
  readonly every: number;
  readonly tick: () => Promise<void>;
  isOver: boolean;
}

/** A terminal, or a log, that remembers what was written to it, with a clock that moves when told. */
const start = (mode: ProgressMode, { isTerminal = false, columns = 80 } = {}) => {
  const notes: string[] = [];
  const lines: string[] = [];
  const clock = { now: Date.parse("2026-03-01T00:00:00Z") };
  const timers: Ticking[] = [];
  const part: Pick<Shell, "note" | "status" | "isTerminal" | "columns" | "now" | "sleep"> = {
    note: (text) => void notes.push(text),
    status: (text) => void lines.push(text),
    isTerminal: { stdout: false, stderr: isTerminal },
    columns,
    now: () => new Date(clock.now),
    sleep: (every, signal) =>
      new Promise((resolve, reject) => {
        const timer: Ticking = {
          every,
          isOver: false,
          tick: async () => {
            resolve();
            await Promise.resolve();
            await Promise.resolve();
          },
        };
        timers.push(timer);
        signal.addEventListener("abort", () => {
          timer.isOver = true;
          reject(new Error("stopped"));
        });
      }),
  };
  const progress = createProgress(mode, part as Shell, () => 7); // the rest of a shell is not asked for
  return { progress, notes, lines, clock, timers };
};

const listedAs = (id: number, changes: Partial<GitLabProject> = {}) => ({
  // Progress looks at nothing else of it.
  project: { id, markedForDeletionOn: null, ...changes } as GitLabProject,
  leftOut: null,
});
const project = (id: number) => makeProject(`acme/p${id}`, { id: targetId(`project:${id}`) });
const facts = (id: number) =>
  makeFacts(project(id), {
    findings: [found("a", inFile("a"), { confidence: "high" }), found("b", inFile("b"))],
  });

describe("progress in a log", () => {
  it("is one line per target, and what is to be deleted is named", () => {
    const { progress, notes } = start("auto");
    progress.started(RUN, false, 0);
    progress.listed?.(listedAs(1, { markedForDeletionOn: "2026-01-31" }));
    progress.stored(makeFacts(makeGroup("acme"), {}));
    progress.scanning(project(1));
    progress.stored(facts(1));
    expect(notes).toEqual([
      expect.stringMatching(/^group acme: 0 findings/),
      expect.stringMatching(/^project acme\/p1 \(to be deleted, asked for on 2026-01-31\): 2 findings/),
    ]);
  });

  it("sums up every 30 seconds, with the time that is left, and stops when it is closed", async () => {
    const { progress, notes, clock, timers } = start("plain", { isTerminal: true });
    progress.started(RUN, false, 0);
    for (let id = 1; id <= 10; id++) progress.listed?.(listedAs(id));
    progress.listed?.({ ...listedAs(11), leftOut: "--archived exclude" });
    progress.listed?.("all");
    clock.now += 120_000;
    for (const id of [1, 2]) progress.stored(facts(id));
    progress.scanning(project(3));
    await timers[0]?.tick();
    expect(timers[0]?.every).toBe(30_000);
    // Two in two minutes: eight more take eight.
    expect(notes.at(-1)).toBe(
      "… 2/10 projects, about 8 min left, 4 findings (2 high, 2 medium), 0 gaps, 7 API calls, 1 in flight: acme/p3",
    );
    progress.finished();
    expect(notes.at(-1)).toMatch(
      /^Swept 2 targets with 7 API calls: 4 findings .* 1 project left out by filters\.$/,
    );
    expect(timers.at(-1)?.isOver).toBe(true);
  });
});

describe("progress on a terminal", () => {
  it("is one line that fits, and is drawn at most five times a second", () => {
    const { progress, notes, lines, clock } = start("auto", { isTerminal: true, columns: 60 });
    progress.started(RUN, false, 0);
    for (let step = 0; step < 1000; step++) {
      progress.listed?.(listedAs(step));
      progress.scanning(project(step));
      clock.now += 1;
      progress.stored(facts(step));
    }
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(lines.length).toBeGreaterThanOrEqual(4);
    for (const line of lines) expect(displayWidth(line)).toBeLessThan(60);
    expect(lines.at(-1)).toMatch(/^1,000\/1,000\+ projects · /);
    expect(notes).toEqual([]);
  });

  it("shows no control character of a project's name", () => {
    const { progress, lines } = start("auto", { isTerminal: true, columns: 200 });
    progress.scanning({ ...project(1), path: "acme/\u001b[2Jx" });
    expect(lines.join("")).not.toContain("\u001b");
    expect(lines.join("")).toContain("\\x1b[2Jx");
  });

  it("counts what an earlier part of the run has done, and tells no time before two projects are done", () => {
    const { progress, lines, clock } = start("auto", { isTerminal: true, columns: 200 });
    progress.started(RUN, true, 3);
    for (let id = 1; id <= 4; id++) progress.listed?.(listedAs(id));
    for (const id of [1, 2, 3]) progress.skipped?.(project(id));
    clock.now += 60_000;
    progress.stored(facts(4));
    expect(lines.at(-1)).toMatch(/^4\/4\+ projects · 2 findings/);
  });
});

it("is silent with none, to the end", () => {
  const { progress, notes, lines, timers } = start("none", { isTerminal: false });
  progress.started(RUN, true, 3);
  progress.scanning(project(1));
  progress.stored(facts(1));
  progress.finished();
  expect([notes, lines.filter((line) => line !== ""), timers]).toEqual([[], [], []]);
});
