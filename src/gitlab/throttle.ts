/** Lets requests to one GitLab through, so that none of its limits is met: how many at once, per minute, per endpoint. */
import type { Clock } from "./clock.ts";
import type { Limits } from "./limits.ts";
import { findQuota } from "./quotas.ts";
import { createServerCount } from "./server-count.ts";
import type { Allowance } from "./waits.ts";
import { type Window, createWindow } from "./window.ts";

export interface ThrottleOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly limits: Limits;
  /** There the limits are known before any answer tells them. */
  readonly isGitLabCom: boolean;
}

export interface Throttle {
  /** Waits until a request may be sent, and counts it. Call what it gives when the answer is there. */
  enter(path: string): Promise<() => void>;
  /** The same for a redirect of a request that is let through already. */
  again(path: string): Promise<void>;
  /** What an answer said about the throttle that counted it. */
  learn(allowance: Allowance): void;
  /** What the newest such answer said; null: none yet, or its window has ended. `resetsAt` by the clock. */
  readonly allowance: () => { readonly remaining: number; readonly resetsAt: number } | null;
  /** After a 429: holds back everything, or what goes to the same endpoint. */
  hold(path: string, ms: number, what: "everything" | "endpoint"): void;
}

interface Gate {
  readonly window: Window;
  closedUntil: number;
}

const MINUTE = 60_000;
/** User limit of GitLab.com (docs.gitlab.com/user/gitlab_com, rate limits). */
const GITLAB_COM_PER_MINUTE = 2000;
/** Kinds of endpoint that are told apart; further ones share a gate. */
const MOST_GATES = 300;
/** What stays of the pace that was too fast, and the least it may come to. */
const SLOWER = 0.8;
const LEAST_PER_WINDOW = 10;

const lesser = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

export const createThrottle = ({ clock, signal, limits, isGitLabCom }: ThrottleOptions): Throttle => {
  const { requestsPerMinute: allowed, concurrency } = limits;
  const first = lesser(allowed, isGitLabCom ? GITLAB_COM_PER_MINUTE : null);
  const all: Gate = { window: createWindow(MINUTE, first), closedUntil: 0 };
  const gates = new Map<string, Gate>();
  const count = createServerCount(limits);
  let told: { readonly remaining: number; readonly resetsAt: number } | null = null;
  let underway = 0;
  let waiting: (() => void)[] = [];

  const gateOf = (path: string): Gate => {
    const quota = findQuota(path, isGitLabCom);
    const name = gates.has(quota.name) || gates.size < MOST_GATES ? quota.name : "";
    const known = gates.get(name);
    if (known !== undefined) return known;
    const gate = { window: createWindow(quota.windowMs, quota.limit), closedUntil: 0 };
    gates.set(name, gate);
    return gate;
  };

  const waitMs = (gate: Gate, now: number): number => {
    const held = Math.max(all.closedUntil, gate.closedUntil) - now;
    return Math.max(held, all.window.waitMs(now), gate.window.waitMs(now), count.waitMs(now));
  };

  /** Between the last look and the count there is no await: nobody slips in between. */
  const pass = async (path: string, isNew: boolean): Promise<void> => {
    const gate = gateOf(path);
    for (;;) {
      signal.throwIfAborted();
      const now = clock.now();
      const ms = waitMs(gate, now);
      if (isNew && underway >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
      else if (ms > 0) await clock.sleep(ms, signal);
      else {
        for (const { take } of [all.window, gate.window, count]) take(now);
        if (isNew) underway += 1;
        return;
      }
    }
  };

  const leave = (): void => {
    underway -= 1;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  return {
    enter: async (path) => {
      await pass(path, true);
      return leave;
    },
    again: (path) => pass(path, false),
    learn: (allowance) => {
      all.window.setLimit(lesser(allowed, allowance.perMinute));
      count.learn(allowance, clock.now(), Math.max(0, underway - 1));
      told = { remaining: allowance.remaining, resetsAt: clock.now() + allowance.endsIn };
    },
    allowance: () => (told !== null && clock.now() < told.resetsAt ? told : null),
    hold: (path, ms, what) => {
      const now = clock.now();
      const gate = what === "everything" ? all : gateOf(path);
      gate.closedUntil = Math.max(gate.closedUntil, now + ms);
      if (what === "everything") return;
      // Nobody tells this limit: it is a little below what was too much.
      const slower = Math.max(LEAST_PER_WINDOW, Math.floor(gate.window.used(now) * SLOWER));
      gate.window.setLimit(lesser(gate.window.limit(), slower));
    },
  };
};
