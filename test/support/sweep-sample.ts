/** Sweeps a sample GitLab in this process, with everything the command line would use but a terminal. */
import { tmpdir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { createGitLab } from "../../src/gitlab/client.ts";
import { buildInventory } from "../../src/inventory/build.ts";
import { runId } from "../../src/model/ids.ts";
import type { Inventory } from "../../src/model/inventory.ts";
import type { Run, TargetFacts } from "../../src/model/run.ts";
import { indexRules } from "../../src/rules/load.ts";
import type { Scanner } from "../../src/run/scan-target.ts";
import type { CloneSettings } from "../../src/run/project-clone.ts";
import { type Selection, selectPaths } from "../../src/run/select-projects.ts";
import { sweep, type SweepEvents } from "../../src/run/sweep.ts";
import { DEFAULT_LIMITS, type SourceLimits } from "../../src/sources/source.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { makeGitContext, RULES, SCANNER } from "./scanner.ts";

export interface SampleSweepOptions {
  readonly url: string;
  readonly token: string;
  readonly path?: string;
  readonly selection?: Selection;
  /** When the run begins; ISO 8601 UTC. */
  readonly now?: string;
  readonly store?: Store;
  readonly signal?: AbortSignal;
  readonly events?: Partial<SweepEvents>;
  readonly concurrency?: number;
  readonly limits?: Partial<SourceLimits>;
  readonly engine?: string;
  readonly isFull?: boolean;
  readonly clone?: Partial<Pick<CloneSettings, "space" | "cache">>;
  readonly scanner?: Partial<Scanner>;
}

export interface SampleSweep {
  readonly run: Run;
  readonly facts: readonly TargetFacts[];
  readonly inventory: Inventory;
  readonly calls: number;
}

const NO_EVENTS: SweepEvents = {
  started: () => undefined,
  scanning: () => undefined,
  stored: () => undefined,
};
/** Fixed, so that what a sweep stores does not depend on the day. */
const NOW = "2026-03-01T00:00:00.000Z";
let runs = 0;

export const readFacts = async (store: Store, scope: string): Promise<readonly TargetFacts[]> => {
  const facts: TargetFacts[] = [];
  for await (const target of store.readTargets(scope)) facts.push(target);
  return facts;
};

export const sweepSample = async (options: SampleSweepOptions): Promise<SampleSweep> => {
  const signal = options.signal ?? new AbortController().signal;
  const store = options.store ?? openMemoryStore();
  const gitlab = createGitLab({
    url: options.url,
    token: options.token,
    userAgent: "vaultbound-test",
    signal,
    // Waits are real but short: what is waited for is tested with the transport.
    sleep: (milliseconds, stop) => wait(Math.min(milliseconds, 5), undefined, { signal: stop }),
    now: () => performance.timeOrigin + performance.now(),
    random: () => 0.5,
    log: () => undefined,
    proxyEnv: {},
  });
  try {
    const run = await sweep({
      selection: options.selection ?? selectPaths(options.path ?? "acme"),
      gitlab,
      store,
      scanner: { ...SCANNER, ...options.scanner },
      git: makeGitContext(signal),
      clone: {
        token: options.token,
        caFile: undefined,
        timeoutMs: 60_000,
        tempParent: tmpdir(),
        owner: process.pid,
        space: options.clone?.space ?? Number.MAX_SAFE_INTEGER,
        cache: options.clone?.cache ?? null,
        isAlive: () => true,
        now: () => performance.timeOrigin + performance.now(),
      },
      concurrency: options.concurrency ?? 4,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      engine: options.engine ?? "test",
      isFull: options.isFull ?? false,
      refreshDays: 7,
      now: () => options.now ?? NOW,
      newRunId: () => runId(`run-${++runs}`),
      events: { ...NO_EVENTS, ...options.events },
    });
    const facts = await readFacts(store, run.scope);
    return {
      run,
      facts,
      inventory: buildInventory({ run, facts, rules: indexRules(RULES) }),
      calls: gitlab.calls(),
    };
  } finally {
    await gitlab.close();
  }
};
