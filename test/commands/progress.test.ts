import { describe, expect, it } from "vitest";
import { createProgress, type ProgressMode } from "../../src/commands/progress.ts";
import type { Shell } from "../../src/commands/shell.ts";
import type { Severity } from "../../src/model/severity.ts";
import type { GitLabProject } from "../../src/gitlab/gitlab.ts";
import { displayWidth } from "../../src/lib/display-width.ts";
import { ruleId, targetId } from "../../src/model/ids.ts";
import { found, inFile, makeFacts, makeGroup, makeProject, RUN } from "../support/facts.ts";

interface Ticking {
  readonly every: number;
  readonly tick: () => Promise<void>;
  isOver: boolean;
}

interface Options {
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly remaining?: number | null;
}

/** A terminal, or a log, that remembers what was written to it, with a clock that moves when told. */
const start = (mode: ProgressMode, options: Options = {}) => {
  const { isTerminal = false, columns = 80, remaining = null } = options;
  let width = columns;
  const notes: string[] = [];
  const views: string[] = [];
  const clock = { now: Date.parse("2026-03-01T00:00:00Z") };
  const timers: Ticking[] = [];
  const part: Pick<Shell, "note" | "status" | "isTerminal" | "statusColumns" | "now" | "sleep"> = {
    note: (text) => void notes.push(text),
    status: (text) => void views.push(text),
    isTerminal: { stdout: false, stderr: isTerminal },
    statusColumns: () => width,
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
  const traffic = {
    calls: () => 7,
    allowance: () => (remaining === null ? null : { remaining, resetsAt: clock.now + 24_000 }),
  };
  const severityOf = (rule: string): Severity => (rule === "rule-a" ? "critical" : "medium");
  const progress = createProgress({ mode, traffic, severityOf }, part as Shell); // the rest of a shell is not asked for
  return { progress, notes, views, clock, timers, resize: (to: number) => void (width = to) };
};

const listedAs = (id: number, changes: Partial<GitLabProject> = {}) => ({
  // Progress looks at nothing else of it.
  project: { id, markedForDeletionOn: null, ...changes } as GitLabProject,
  leftOut: null,
});
const project = (id: number) => makeProject(`acme/p${id}`, { id: targetId(`project:${id}`) });
const facts = (id: number) =>
  makeFacts(project(id), {
    findings: [found("a", inFile("a"), { rule: ruleId("rule-a") }), found("b", inFile("b"))],
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
    const { progress, notes, clock, timers } = start("plain", { isTerminal: true, remaining: 1993 });
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
      "… 2/10 projects, about 8 min left, 4 findings (2 critical, 2 medium), 0 gaps, 7 API calls, " +
        "GitLab allows 1,993 more in the next 24 s, 1 in flight: acme/p3",
    );
    progress.finished();
    expect(notes.at(-1)).toMatch(
      /^Swept 2 targets with 7 API calls: 4 findings .* 1 project left out by filters\.$/,
    );
    expect(timers.at(-1)?.isOver).toBe(true);
    progress.close();
    expect(notes.at(-1)).toMatch(/^Swept/);
  });

  it("says what is stored when it ends before the end", () => {
    const { progress, notes } = start("plain");
    progress.started(RUN, false, 0);
    for (const id of [1, 2, 3]) progress.listed?.(listedAs(id));
    progress.stored(facts(1));
    progress.close();
    progress.close();
    expect(notes.slice(1)).toEqual([
      "Stored so far: 1/3+ projects, 2 findings (1 critical, 1 medium), 0 gaps.",
    ]);
  });
});

describe("progress before the first project", () => {
  it("says that it is listing, and what is stored when it ends then", () => {
    const { progress, views } = start("auto", { isTerminal: true });
    progress.scanning(makeGroup("acme"));
    expect(views.at(-1)).toMatch(/^listing projects · 1 in flight\n/);
    const ends = [0, 2].map((groups) => {
      const { progress: other, notes } = start("plain");
      other.started(RUN, false, 0);
      for (let group = 0; group < groups; group++) other.stored(makeFacts(makeGroup(`g${group}`), {}));
      other.close();
      return notes.at(-1);
    });
    expect(ends).toEqual(["Nothing is stored yet.", "Stored so far: 2 groups, 0 findings, 0 gaps."]);
  });
});

describe("progress on a terminal", () => {
  it("tells projects, time, findings by severity, gaps, calls and what is in flight, a row each", () => {
    const { progress, views, clock } = start("auto", { isTerminal: true, remaining: 1993 });
    progress.started(RUN, false, 0);
    for (let id = 1; id <= 10; id++) progress.listed?.(listedAs(id));
    clock.now += 120_000;
    for (const id of [1, 2]) progress.stored(facts(id));
    clock.now += 1000;
    progress.scanning(project(3));
    expect(views.at(-1)?.split("\n")).toEqual([
      "2/10+ projects · more than 9 min left · 1 in flight",
      "4 findings (2 critical, 2 medium) · 0 gaps",
      "7 API calls · GitLab allows 1,993 more in the next 24 s",
      "reading acme/p3",
    ]);
  });

  it("says nothing of calls left where GitLab says nothing", () => {
    const { progress, views } = start("auto", { isTerminal: true });
    progress.scanning(project(1));
    expect(views.at(-1)?.split("\n")[2]).toBe("7 API calls");
  });

  it("has rows that fit, and is drawn at most five times a second", () => {
    const { progress, notes, views, clock } = start("auto", { isTerminal: true, columns: 40 });
    progress.started(RUN, false, 0);
    for (let step = 0; step < 1000; step++) {
      progress.listed?.(listedAs(step));
      progress.scanning(project(step));
      clock.now += 1;
      progress.stored(facts(step));
    }
    expect(views.length).toBeLessThanOrEqual(6);
    expect(views.length).toBeGreaterThanOrEqual(4);
    for (const line of views.flatMap((view) => view.split("\n")))
      expect(displayWidth(line)).toBeLessThanOrEqual(37);
    expect(views.at(-1)).toMatch(/^1,000\/1,000\+ projects · /);
    expect(notes).toEqual([]);
  });

  it("fits a terminal that is made narrower meanwhile", () => {
    const options = { isTerminal: true, columns: 80 };
    const { progress, views, clock, resize } = start("auto", options);
    progress.scanning({ ...project(1), path: "acme/".repeat(30) });
    clock.now += 1000;
    resize(30);
    progress.scanning(project(2));
    const widest = views.map((view) => Math.max(...view.split("\n").map(displayWidth)));
    expect(widest).toEqual([77, 27]);
  });

  it("shows no control character of a project's name", () => {
    const { progress, views } = start("auto", { isTerminal: true, columns: 200 });
    progress.scanning({ ...project(1), path: "acme/\u001b[2Jx" });
    expect(views.join("")).not.toContain("\u001b");
    expect(views.join("")).toContain("\\x1b[2Jx");
  });

  it("counts what an earlier part of the run has done, and tells no time before two projects are done", () => {
    const { progress, views, clock } = start("auto", { isTerminal: true, columns: 200 });
    progress.started(RUN, true, 3);
    for (let id = 1; id <= 4; id++) progress.listed?.(listedAs(id));
    for (const id of [1, 2, 3]) progress.skipped?.(project(id));
    clock.now += 60_000;
    progress.stored(facts(4));
    expect(views.at(-1)).toMatch(/^4\/4\+ projects · 0 in flight\n2 findings/);
  });

  it("is gone in the end, and is not drawn again", () => {
    const { progress, views, clock } = start("auto", { isTerminal: true });
    progress.started(RUN, false, 0);
    progress.scanning(project(1));
    progress.close();
    clock.now += 1000;
    progress.stored(facts(1));
    expect(views.at(-1)).toBe("");
  });
});

it("is silent with none, to the end", () => {
  const { progress, notes, views, timers } = start("none", { isTerminal: false });
  progress.started(RUN, true, 3);
  progress.scanning(project(1));
  progress.stored(facts(1));
  progress.close();
  expect([notes, views.filter((view) => view !== ""), timers]).toEqual([[], [], []]);
});
