/** How many requests a sliding window of time may hold: what was sent when, and when the next one may go. */

export interface Window {
  /** Requests that may be sent per window; null: as many as you like. */
  readonly limit: () => number | null;
  readonly setLimit: (limit: number | null) => void;
  /** Requests in the window now. */
  readonly used: (now: number) => number;
  /** Milliseconds until the next request may be sent, 0 for at once. */
  readonly waitMs: (now: number) => number;
  /** Counts a request as sent now. */
  readonly take: (now: number) => void;
}

/** Requests are counted when they are sent, servers count when they arrive: so much a window is longer than it is called. */
const SLACK_MS = 1000;
/** The part of a window that may be used up at full speed; the rest is spread over the time that is left. */
const FREE_PART = 2;
/** More are not kept: far above every limit that GitLab has. */
const MOST_KEPT = 50_000;

export const createWindow = (lengthMs: number, initial: number | null): Window => {
  const length = lengthMs + SLACK_MS;
  let limit = initial;
  /** Times of requests, the oldest at `head`. */
  let times: number[] = [];
  let head = 0;

  const used = (now: number): number => {
    while (head < times.length && (times[head] ?? now) <= now - length) head += 1;
    if (head > 1000 && head > times.length / 2) {
      times = times.slice(head);
      head = 0;
    }
    return times.length - head;
  };

  return {
    limit: () => limit,
    setLimit: (next) => {
      limit = next;
    },
    used,
    waitMs: (now) => {
      const count = used(now);
      if (limit === null || count < Math.ceil(limit / FREE_PART)) return 0;
      const last = times.at(-1) ?? now;
      if (count >= limit) return (times[times.length - limit] ?? now) + length - now;
      const untilOldestLeaves = (times[head] ?? now) + length - now;
      // Small again after a pause: what was not used then is caught up with.
      const gap = untilOldestLeaves / (limit - count);
      return Math.max(0, last + gap - now);
    },
    take: (now) => {
      times.push(now);
      if (times.length - head > MOST_KEPT) head += 1;
    },
  };
};
