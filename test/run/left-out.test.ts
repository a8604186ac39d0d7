/** What a sweep is told to leave out, and an earlier one has read, is not gone. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TargetFacts } from "../../src/model/run.ts";
import { SWEEP_SOURCES } from "../../src/run/choose-sources.ts";
import type { SourceLimits } from "../../src/sources/source.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";
import { sweepSample, type SampleSweepOptions } from "../support/sweep-sample.ts";

let gitlab: SampleGitLab;
beforeAll(async () => {
  gitlab = await startSampleGitLab({ now: () => new Date("2026-03-01T00:00:00Z") });
});
afterAll(() => gitlab.close());
let store: Store;
beforeEach(() => {
  store = openMemoryStore();
  gitlab.faults.clear();
});

const sweep = (options: Partial<SampleSweepOptions> = {}) =>
  sweepSample({ url: gitlab.url, token: gitlab.tokens.owner, store, path: "acme", ...options });

/** `kind secret` of all that was found, in the places of these kinds. */
const listSecrets = (facts: readonly TargetFacts[], kinds: readonly string[]): readonly string[] => {
  const names = facts.flatMap(({ findings }) =>
    findings
      .filter(({ location }) => kinds.includes(location.provenance.kind))
      .map(({ secretId, location }) => `${location.provenance.kind} ${secretId}`),
  );
  return [...new Set(names)].sort();
};

const BOUNDED = ["job-log", "artifact", "pipeline-variable"];
const NARROW: Partial<SourceLimits> = { jobLogs: 1, artifacts: 1, pipelines: 1 };

describe("what newer jobs and pipelines push out of the bounds", () => {
  it("is looked up by itself, and so is still found", async () => {
    const first = await sweep();
    const alone = await sweep({ store: openMemoryStore(), limits: NARROW });
    const all = listSecrets(first.facts, BOUNDED);
    // Else there would be nothing to look up.
    expect(listSecrets(alone.facts, BOUNDED).length).toBeLessThan(all.length);
    for (const _ of [2, 3]) {
      const later = await sweep({ isFull: true, limits: NARROW });
      expect(listSecrets(later.facts, BOUNDED)).toEqual(all);
    }
  });

  it("is gone when the job is gone, without a gap", async () => {
    const all = listSecrets((await sweep()).facts, ["job-log"]);
    const read = gitlab.requests.length;
    await sweep({ isFull: true, limits: NARROW });
    const traces = gitlab.requests
      .slice(read)
      .map(({ path }) => path)
      .filter((path) => path.endsWith("/trace"));
    gitlab.faults.set([{ path: "/api/v4/projects/*/jobs/*/trace", effect: { kind: "not-found" } }]);
    const { facts } = await sweep({ isFull: true, limits: NARROW });
    expect([all.length > 0, traces.length > 0]).toEqual([true, true]);
    expect(listSecrets(facts, ["job-log"])).toEqual([]);
    expect(facts.flatMap(({ gaps }) => gaps).filter(({ source }) => source === "job-log")).toEqual([]);
  });
});

const withoutMarks = (facts: readonly TargetFacts[]): readonly unknown[] =>
  facts.map(({ target, findings, usages, settings }) => ({ target, findings, usages, settings }));

describe("sources that nobody chose this time", () => {
  it("keep what an earlier sweep found by them", async () => {
    const first = await sweep();
    const requests = gitlab.requests.length;
    const sources = SWEEP_SOURCES.filter(({ name }) => name === "variables");
    const second = await sweep({ scanner: { sources }, isFull: true });
    expect(withoutMarks(second.facts)).toEqual(withoutMarks(first.facts));
    const asked = gitlab.requests.slice(requests).map(({ path }) => path);
    expect(asked.filter((path) => path.includes(".git/") || path.includes("/jobs"))).toEqual([]);
  });

  it("are read from where they were when they are chosen again", async () => {
    await sweep();
    const sources = SWEEP_SOURCES.filter(({ name }) => name === "variables");
    await sweep({ scanner: { sources } });
    const requests = gitlab.requests.length;
    const { facts } = await sweep();
    const asked = gitlab.requests.slice(requests).map(({ path }) => path);
    expect(asked.filter((path) => path.includes("/jobs"))).toEqual([]);
    expect(withoutMarks(facts)).toEqual(withoutMarks((await sweep({ store: openMemoryStore() })).facts));
  });
});
