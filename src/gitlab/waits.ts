/** When to ask again: what the server said, else exponential back-off with jitter. */
import type { Limits } from "./limits.ts";

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

const parseMoment = (text = ""): number => Date.parse(text);
const parseNumber = (text = ""): number => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN);

/**
 * Milliseconds from the answer to a moment that it names. Both clocks may differ, so its own `Date` counts, which is
 * cut to seconds; ours only when there is none.
 */
const until = (moment: number, { headers }: Refusal, now: number): number => {
  const sent = parseMoment(headers["date"]);
  return Number.isNaN(sent) ? moment - now : moment - sent;
};

/**
 * Milliseconds the server asked for, or null. `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); on a 429 also
 * GitLab's `RateLimit-Reset` in unix seconds and `RateLimit-ResetTime` as a date, which other answers carry for
 * information only.
 */
export const readWait = (refusal: Refusal, now: number): number | null => {
  const { status, headers } = refusal;
  const retry = headers["retry-after"];
  const seconds = parseNumber(retry);
  const waits = [Number.isNaN(seconds) ? until(parseMoment(retry), refusal, now) : seconds * 1000];
  if (status === 429) {
    waits.push(until(parseNumber(headers["ratelimit-reset"]) * 1000, refusal, now));
    waits.push(until(parseMoment(headers["ratelimit-resettime"]), refusal, now));
  }
  const stated = waits.find((wait) => !Number.isNaN(wait));
  return stated === undefined ? null : Math.max(0, stated);
};

/** What an answer says of the throttle that counted it. */
export interface Allowance {
  /** Requests per minute, whatever the length of the window. */
  readonly perMinute: number;
  /** Requests left in the window. */
  readonly remaining: number;
  /** Milliseconds until it ends. */
  readonly endsIn: number;
}

/** `RateLimit-*` of any answer; null when it has none, or nonsense. */
export const readAllowance = (answer: Refusal, now: number): Allowance | null => {
  const { headers } = answer;
  const perMinute = parseNumber(headers["ratelimit-limit"]);
  const remaining = parseNumber(headers["ratelimit-remaining"]);
  const endsIn = until(parseNumber(headers["ratelimit-reset"]) * 1000, answer, now);
  // A limit of nothing would be no limit but a wall: then the refusals will say so.
  if (!(perMinute >= 1) || Number.isNaN(remaining) || Number.isNaN(endsIn) || endsIn < 0) return null;
  return { perMinute: Math.floor(perMinute), remaining, endsIn };
};

interface Moment {
  /** From 1. */
  readonly attempt: number;
  readonly now: number;
  /** From 0 to 1. */
  readonly random: number;
  readonly limits: Limits;
}

/** Doubles from attempt to attempt, to a ceiling. */
const grow = (step: number, attempt: number, most: number): number =>
  Math.min(most, step * 2 ** Math.min(attempt - 1, 30));

/**
 * What to wait before the next attempt, or null when the server asks for more than is allowed.
 * @param refusal null after a network error.
 */
export const planWait = (
  refusal: Refusal | null,
  { attempt, now, random, limits }: Moment,
): number | null => {
  const stated = refusal === null ? null : readWait(refusal, now);
  if (stated !== null && stated > limits.maxWaitMs) return null;
  if (stated === null && refusal?.status === 429)
    // Half of it for certain: such limits count by the minute.
    return (grow(limits.rateBackoffMs, attempt, limits.maxBackoffMs) * (1 + random)) / 2;
  // Full jitter: by chance from nothing to all of it, so that those who failed together do not come back together.
  const own = random * grow(limits.backoffMs, attempt, limits.maxBackoffMs);
  if (stated === null) return own;
  // Not before the moment that was stated, a little later, and never a loop when that was none.
  return stated + Math.min(own, limits.backoffMs) + (stated === 0 ? limits.backoffMs * attempt : 0);
};
