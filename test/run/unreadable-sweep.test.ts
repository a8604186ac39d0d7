/** A later sweep that cannot read what an earlier one read: nothing is gone, nothing comes back, and a gap says so. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Detector } from "../../src/detect/detector.ts";
import { readIgnoreList } from "../../src/ignore/read-list.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import type { Sighting } from "../../src/model/sighting.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import type { FaultEffect } from "../sample-gitlab/faults.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { DETECTOR } from "../support/scanner.ts";
import {
  readFacts,
  type SampleSweep,
  type SampleSweepOptions,
  sweepSample,
} from "../support/sweep-sample.ts";

/** With findings at every kind of place beside the code. */
const PATH = "acme/platform/monolith";
const FIRST = "2026-03-01T00:00:00.000Z";
const SECOND = "2026-03-02T00:00:00.000Z";
const THIRD = "2026-03-03T00:00:00.000Z";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ now: () => new Date(FIRST) });
});
afterAll(() => gitlab.close());

let store: Store;
beforeEach(() => {
  store = openMemoryStore();
});
afterEach(() => gitlab.faults.clear());

const sweep = (now: string, options: Partial<SampleSweepOptions> = {}): Promise<SampleSweep> =>
  sweepSample({ url: gitlab.url, token: gitlab.tokens.owner, path: PATH, store, now, ...options });

const projectOf = (facts: readonly TargetFacts[]): TargetFacts => {
  const found = facts.find(({ target }) => target.kind === "project");
  if (found === undefined) throw new Error("no project was swept");
  return found;
};
const findingsOf = (facts: readonly TargetFacts[]): unknown =>
  facts.map(({ target, findings }) => [target.id, findings]);
const codesOf = ({ gaps }: TargetFacts): readonly string[] =>
  gaps.map(({ code, source }) => `${code} ${source}`);

const readSightings = async (scope: string): Promise<readonly Sighting[]> => {
  const all: Sighting[] = [];
  for await (const sighting of store.readSightings(scope)) all.push(sighting);
  return all;
};

const projectId = (): number => {
  const id = gitlab.company.projects.find(({ path }) => path === PATH)?.id;
  if (id === undefined) throw new Error(`no project ${PATH}`);
  return id;
};

const FAILS: FaultEffect = { kind: "server-error", status: 500 };
const REFUSES: FaultEffect = { kind: "forbidden" };

describe("a sweep that cannot read a source any more", () => {
  it.each<[string, string, FaultEffect, string]>([
    ["variables that fail", "/variables*", FAILS, "variable"],
    ["variables that are refused", "/variables*", REFUSES, "variable"],
    ["issues that fail", "/issues*", FAILS, "issue"],
    ["issues whose connections break", "/issues*", { kind: "reset" }, "issue"],
    ["notes of issues that fail", "/issues/*/notes*", FAILS, "issue"],
    ["merge requests that are refused", "/merge_requests*", REFUSES, "merge-request"],
    ["job logs that fail", "/jobs/*/trace", FAILS, "job-log"],
    ["a wiki that is not there", "/wikis*", { kind: "not-found" }, "wiki"],
    ["snippets that are refused", "/snippets*", REFUSES, "snippet"],
  ])("keeps what is known of %s, and takes it for neither gone nor new", async (_, path, effect, kind) => {
    const first = await sweep(FIRST);
    gitlab.faults.set([{ path: `/api/v4/projects/${projectId()}${path}`, effect }]);
    const second = await sweep(SECOND, { isFull: true });
    gitlab.faults.clear();
    expect(findingsOf(second.facts)).toEqual(findingsOf(first.facts));
    const kept = projectOf(second.facts).gaps.filter(({ code }) => code === "EARLIER_KEPT");
    expect(kept.map(({ source }) => source)).toEqual([kind]);
    expect(kept[0]?.message).toContain(FIRST);
    const unseen = (await readSightings(first.run.scope)).filter(({ lastSeen }) => lastSeen === FIRST);
    expect(unseen.length).toBeGreaterThan(0);
    expect(kept[0]?.message).toContain(`now: ${unseen.length}.`);
    // Without --full: what could not be read is asked for again by itself.
    const third = await sweep(THIRD);
    expect(findingsOf(third.facts)).toEqual(findingsOf(first.facts));
    expect(third.facts.map(({ gaps }) => gaps)).toEqual(first.facts.map(({ gaps }) => gaps));
    const sightings = await readSightings(third.run.scope);
    expect(sightings.filter((one) => one.goneAt ?? one.backAt ?? one.changedAt)).toEqual([]);
    expect(new Set(sightings.map(({ firstSeen }) => firstSeen))).toEqual(new Set([FIRST]));
    expect(new Set(sightings.map(({ lastSeen }) => lastSeen))).toEqual(new Set([THIRD]));
  });

  it("keeps the code's facts when it cannot be cloned, and then goes on from there", async () => {
    const path = "acme/payments/api";
    const first = await sweep(FIRST, { path });
    const before = projectOf(first.facts);
    expect(before.usages.length).toBeGreaterThan(0);
    gitlab.faults.set([{ path: `/${path}.git/*`, effect: { kind: "server-error", status: 503 } }]);
    const second = await sweep(SECOND, { path });
    const third = await sweep(THIRD, { path, isFull: true });
    gitlab.faults.clear();
    for (const { facts } of [second, third]) {
      expect(findingsOf(facts)).toEqual(findingsOf(first.facts));
      const { usages, coverage, mark } = projectOf(facts);
      expect([usages, coverage.commits, mark?.refs]).toEqual([
        before.usages,
        before.coverage.commits,
        before.mark?.refs,
      ]);
      expect(codesOf(projectOf(facts))).toEqual(
        expect.arrayContaining(["GIT_CLONE_FAILED history", "EARLIER_KEPT history"]),
      );
    }
    const fourth = await sweep("2026-03-04T00:00:00.000Z", { path });
    const whole = ({ gaps, findings, usages, coverage }: TargetFacts) => [
      gaps,
      findings,
      usages,
      coverage.commits,
    ];
    expect(fourth.facts.map(whole)).toEqual(first.facts.map(whole));
  });

  it("does not go on from tips that were read with other rules, after a clone that failed", async () => {
    await sweep(FIRST, { engine: "one" });
    gitlab.faults.set([{ path: `/${PATH}.git/*`, effect: { kind: "server-error", status: 503 } }]);
    const second = await sweep(SECOND, { engine: "two" });
    expect(projectOf(second.facts).mark).toMatchObject({ engine: "two", refs: null, objects: [] });
  });

  it("keeps what a token could read that has lost its role", async () => {
    const path = "acme/payments";
    const first = await sweep(FIRST, { path });
    const second = await sweep(SECOND, { path, token: gitlab.tokens.subgroupMaintainer });
    const third = await sweep(THIRD, { path });
    expect(findingsOf(second.facts)).toEqual(findingsOf(first.facts));
    expect(second.facts.flatMap(codesOf)).toContain("EARLIER_KEPT variable");
    expect(findingsOf(third.facts)).toEqual(findingsOf(first.facts));
    expect(third.facts.flatMap(codesOf)).not.toContain("EARLIER_KEPT variable");
  });
});

describe("what is kept while the operator's ignore rules change", () => {
  it.each([
    ["is ignored no more without its rule", "ignore:\n  - rules: ['*']\n", "ignore: []\n", false],
    ["is ignored by a new rule", "ignore: []\n", "ignore:\n  - rules: ['*']\n", true],
  ])("%s", async (_, before, after, isIgnored) => {
    const scannerOf = (text: string) => ({
      ignores: [readIgnoreList(text, { origin: "operator", file: "team.yml" }).list],
    });
    await sweep(FIRST, { engine: "before", scanner: scannerOf(before) });
    gitlab.faults.set([{ path: `/api/v4/projects/${projectId()}/issues*`, effect: FAILS }]);
    const { facts } = await sweep(SECOND, { engine: "after", scanner: scannerOf(after) });
    const issues = projectOf(facts).findings.filter(({ location }) => location.provenance.kind === "issue");
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.map(({ tags }) => tags.includes("ignore_rule"))).toEqual(issues.map(() => isIgnored));
  });
});

describe("a sweep that meets what it cannot handle", () => {
  it("keeps what is known of a project where a mistake of its own stops it, and goes on", async () => {
    const first = await sweep(FIRST);
    const value = "quoted by the error";
    const detector: Detector = {
      ...DETECTOR,
      detect: () => {
        throw new TypeError(value);
      },
    };
    const second = await sweep(SECOND, { isFull: true, scanner: { detector } });
    expect(second.run.finishedAt).not.toBeNull();
    expect(findingsOf(second.facts)).toEqual(findingsOf(first.facts));
    const { gaps } = projectOf(second.facts);
    expect(gaps.filter(({ source }) => source === "target")).toEqual([
      expect.objectContaining({ code: "EARLIER_KEPT" }),
      expect.objectContaining({ code: "TARGET_FAILED", message: `Reading ${PATH} failed: TypeError.` }),
    ]);
    expect(JSON.stringify(second.facts)).not.toContain(value);
    const third = await sweep(THIRD, { isFull: true });
    expect(third.facts.map(({ gaps: after }) => after)).toEqual(
      first.facts.map(({ gaps: before }) => before),
    );
  });

  it("does not ask a GitLab for every source that does not answer any more", async () => {
    const first = await sweep(FIRST);
    gitlab.faults.set([{ path: `/api/v4/projects/${projectId()}/*`, effect: { kind: "reset" } }]);
    const before = gitlab.requests.length;
    const second = await sweep(SECOND, { isFull: true });
    const own = `/api/v4/projects/${projectId()}/`;
    const asked = gitlab.requests.slice(before).flatMap(({ path }) => (path.startsWith(own) ? [path] : []));
    const kinds = new Set(asked.map((path) => path.slice(own.length).split(/[/?]/)[0]));
    expect(kinds.size).toBeLessThan(6);
    expect(findingsOf(second.facts)).toEqual(findingsOf(first.facts));
    const unreached = projectOf(second.facts).gaps.filter(({ code }) => code === "GITLAB_UNREACHABLE");
    // Each of them is told all the same.
    expect(unreached.length).toBeGreaterThan(kinds.size);
  });
});

describe("a sweep whose GitLab goes away", () => {
  it("stops after twenty projects, and goes on when it is run again", async () => {
    const many = await startSampleGitLab({ now: () => new Date(FIRST), generated: { projects: 24 } });
    try {
      const sweepMany = (now: string) =>
        sweep(now, { url: many.url, token: many.tokens.owner, path: "scale", concurrency: 1 });
      const first = await sweepMany(FIRST);
      many.faults.set([{ path: "/api/v4/projects/*/*", effect: { kind: "reset" } }]);
      await expect(sweepMany(SECOND)).rejects.toMatchObject({
        code: "GITLAB_UNREACHABLE",
        message: expect.stringContaining("none of the last 20 projects"),
      });
      many.faults.clear();
      expect(findingsOf(await readFacts(store, first.run.scope))).toEqual(findingsOf(first.facts));
      const third = await sweepMany(THIRD);
      expect(third.run.startedAt).toBe(SECOND);
      expect(findingsOf(third.facts)).toEqual(findingsOf(first.facts));
    } finally {
      await many.close();
    }
  });
});

describe("a sweep whose list breaks off", () => {
  it("drops nothing, does not finish, and the next one continues it", async () => {
    const path = "acme/payments";
    const first = await sweep(FIRST, { path });
    gitlab.faults.set([{ path: "/api/v4/groups/*/projects*", effect: FAILS }]);
    await expect(sweep(SECOND, { path })).rejects.toMatchObject({ code: "GITLAB_SERVER_ERROR" });
    gitlab.faults.clear();
    expect(findingsOf(await readFacts(store, first.run.scope))).toEqual(findingsOf(first.facts));
    expect(await store.latestRun(first.run.scope)).toMatchObject({ startedAt: SECOND, finishedAt: null });
    const third = await sweep(THIRD, { path });
    expect(third.run.startedAt).toBe(SECOND);
    expect(findingsOf(third.facts)).toEqual(findingsOf(first.facts));
    const sightings = await readSightings(first.run.scope);
    expect(sightings.filter(({ goneAt }) => goneAt !== null)).toEqual([]);
  });
});
