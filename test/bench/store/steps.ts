/** One step of the benchmark, in a process of its own: `steps.ts STEP STORE FINDINGS TARGETS OUT`. */
import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { runId, targetId } from "../../../src/model/ids.ts";
import { openStore } from "../../../src/store/registry.ts";
import type { Store } from "../../../src/store/store.ts";
import { makeBenchFacts, type Size } from "./facts.ts";

const BENCH_SCOPE = "https://gitlab.example.com acme";
const NOW = "2026-01-01T00:00:00.000Z";
const LATER = "2026-01-02T00:00:00.000Z";

/** Milliseconds by name. */
type Figures = Record<string, number>;

const clock = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** Milliseconds per thousand findings of the first and the last fifth of the targets, without making the facts. */
const fill = async (store: Store, size: Size, run: { id: string; now: string; sweep: number }) => {
  const { run: begun } = await store.beginRun(BENCH_SCOPE, run.now, runId(run.id));
  const parts = Array.from({ length: 5 }, () => ({ time: 0, findings: 0 }));
  for (let project = 0; project < size.targets; project += 1) {
    const facts = makeBenchFacts(project, size, run.sweep);
    const part = parts[Math.floor((5 * project) / size.targets)];
    const time = await clock(() => store.putTarget(begun.id, facts, run.now));
    if (part !== undefined) {
      part.time += time;
      part.findings += facts.findings.length;
    }
  }
  const perThousand = parts.map(({ time, findings }) => (1000 * time) / findings);
  return {
    "writing, in all": parts.reduce((sum, { time }) => sum + time, 0),
    "per 1,000 findings, first fifth": perThousand[0] ?? 0,
    "per 1,000 findings, last fifth": perThousand[4] ?? 0,
    finishRun: await clock(() => store.finishRun(begun.id, run.now)),
  };
};

const STEPS: Readonly<Record<string, (store: Store, size: Size) => Promise<Figures>>> = {
  fill: (store, size) => fill(store, size, { id: "1", now: NOW, sweep: 0 }),
  again: (store, size) => fill(store, size, { id: "2", now: LATER, sweep: 3 }),
  readTargets: async (store) => ({
    readTargets: await clock(async () => {
      let count = 0;
      for await (const { findings } of store.readTargets(BENCH_SCOPE)) count += findings.length;
      return count;
    }),
    "without watermarks": await clock(async () => {
      let count = 0;
      for await (const facts of store.readTargets(BENCH_SCOPE, { withMarks: false }))
        count += facts.findings.length;
      return count;
    }),
  }),
  readTarget: async (store, size) => {
    const ids = Array.from({ length: 200 }, (_, n) => 10_000 + Math.floor((n * size.targets) / 200));
    const time = await clock(async () => {
      for (const id of ids) await store.readTarget(BENCH_SCOPE, targetId(`project:${id}`));
    });
    return { "readTarget, mean of 200": time / 200 };
  },
  readSightings: async (store) => ({
    readSightings: await clock(async () => {
      let count = 0;
      for await (const { fingerprint } of store.readSightings(BENCH_SCOPE)) count += fingerprint.length;
      return count;
    }),
  }),
  runs: async (store) => ({
    latestRun: await clock(() => store.latestRun()),
    doneTargets: await clock(() => store.doneTargets(runId("1"))),
    beginRun: await clock(() => store.beginRun(BENCH_SCOPE, LATER, runId("2"))),
  }),
};

const [, , step = "", url = "", findings, targets, out = ""] = process.argv;
const store = await openStore(url);
const figures = await STEPS[step]?.(store, { findings: Number(findings), targets: Number(targets) });
await store.close();
writeFileSync(out, JSON.stringify(figures));
// Memory is looked at from outside, now and then.
await pause(300);
