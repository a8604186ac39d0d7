/** A process of its own that writes to a store, for tests that kill it or let several write at once. */
import { writeSync } from "node:fs";
import { runId } from "../../src/model/ids.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import { openStore } from "../../src/store/registry.ts";
import { makeFacts } from "./sample-facts.ts";

export interface ChildTask {
  /** A file, or the address of a database. */
  readonly path: string;
  readonly scope: string;
  /** Used if no unfinished run is there. */
  readonly run: string;
  readonly targets: number;
  readonly findings: number;
  /** Characters added to each finding. */
  readonly padding?: number;
  /** Whether to read everything back and count it. */
  readonly isReading?: boolean;
}

/** The facts of the numbered target as that run finds them: another run finds other facts. */
export const makeTaskFacts = (task: ChildTask, number: number): TargetFacts => {
  const facts = makeFacts(`project:${1000 + number}`, task.findings);
  const added = { run: task.run, padding: ".".repeat(task.padding ?? 0) };
  return { ...facts, findings: facts.findings.map((finding) => ({ ...finding, facts: added })) };
};

const say = (line: string): number => writeSync(1, `${line}\n`);

/** Stores what the run has not stored yet and says the number of each target once it is stored. */
const perform = async (task: ChildTask): Promise<void> => {
  const store = await openStore(task.path);
  const { run } = await store.beginRun(task.scope, "2026-01-01T00:00:00.000Z", runId(task.run));
  const done = await store.doneTargets(run.id);
  for (let number = 0; number < task.targets; number += 1) {
    const facts = makeTaskFacts(task, number);
    if (done.has(facts.target.id)) continue;
    await store.putTarget(run.id, facts, "2026-01-01T00:00:01.000Z");
    say(String(number));
  }
  await store.finishRun(run.id, "2026-01-01T00:00:02.000Z");
  let count = 0;
  if (task.isReading === true) {
    for await (const { findings } of store.readTargets(task.scope)) count += findings.length;
    say(`read ${count}`);
  }
  await store.close();
};

const [, script, task] = process.argv;
// The test imports this file for its types and facts.
if (script === import.meta.filename && task !== undefined) await perform(JSON.parse(task));
