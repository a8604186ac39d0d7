/** The server's own count of its window, as its answers tell it: slows down early, so that its end is reached without a refusal. */
import type { Limits } from "./limits.ts";
import type { Allowance } from "./waits.ts";

export interface ServerCount {
  /** Milliseconds until the next request may be sent, 0 for at once. */
  readonly waitMs: (now: number) => number;
  /** Counts a request as sent now. */
  readonly take: (now: number) => void;
  /** @param underway sent, but perhaps not counted by the server yet. */
  readonly learn: (allowance: Allowance, now: number, underway: number) => void;
}

interface State {
  readonly perMinute: number;
  /** When we first heard of this window, and when it ends. */
  readonly since: number;
  readonly ends: number;
  remaining: number;
  /** What others with the same token or address took since then. */
  foreign: number;
  /** When we sent last. */
  last: number;
}

/** A server's clock is cut to seconds. */
const ROUNDING_MS = 1000;
/** Others are judged by no less time than this. */
const JUDGED_MS = 5000;
/** Left to them at the end, for they do not keep an even pace. */
const RESERVE = 5;
/** While more than this part of a minute's worth is left there is no hurry. */
const CALM_PART = 0.75;

/** @param limits a window that ends after `maxWaitMs` is taken to end then. */
export const createServerCount = ({ maxWaitMs, concurrency }: Limits): ServerCount => {
  let state: State | null = null;

  return {
    waitMs: (now) => {
      if (state === null || now >= state.ends) return 0;
      const { perMinute, since, ends, foreign, last } = state;
      // What is underway may be counted twice: so much is not held against others.
      const taken = Math.max(0, foreign - concurrency);
      const pace = taken / Math.max(JUDGED_MS, now - since);
      const left = state.remaining - pace * (ends - now) - (taken > 0 ? RESERVE : 0);
      if (left < 1) return ends - now;
      if (left >= perMinute * CALM_PART) return 0;
      return Math.max(0, last + (ends - last) / left - now);
    },
    take: (now) => {
      if (state === null) return;
      state.remaining -= 1;
      state.last = now;
    },
    learn: ({ perMinute, remaining, endsIn }, now, underway) => {
      const ends = now + Math.min(endsIn + ROUNDING_MS, maxWaitMs);
      const known = state !== null && Math.abs(ends - state.ends) < 2 * ROUNDING_MS ? state : null;
      const left = remaining - underway;
      state = {
        perMinute,
        since: known?.since ?? now,
        ends: known?.ends ?? ends,
        // Answers overtake each other: of one window the lowest count is the newest.
        remaining: Math.min(left, known?.remaining ?? Infinity),
        foreign: known === null ? 0 : known.foreign + Math.max(0, known.remaining - left),
        last: state?.last ?? now,
      };
    },
  };
};
