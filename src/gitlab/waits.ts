/** When to ask again: what the server said, else exponential back-off with jitter. */
import type { Limits } from "./limits.ts";

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

const parseMoment = (text = ""): number => Date.parse(text);
const parseNumber = (text = ""): number => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN);

/**
 * Milliseconds the server asked for, or null. `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); on a 429 also
 * GitLab's `RateLimit-Reset` in unix seconds and `RateLimit-ResetTime` as a date, which other answers carry for
 * information only.
 */
export const readWait = ({ status, headers }: Refusal, now: number): number | null => {
  const retry = headers["retry-after"];
  const seconds = parseNumber(retry);
  const waits = [Number.isNaN(seconds) ? parseMoment(retry) - now : seconds * 1000];
  if (status === 429) {
    waits.push(parseNumber(headers["ratelimit-reset"]) * 1000 - now);
    waits.push(parseMoment(headers["ratelimit-resettime"]) - now);
  }
  const stated = waits.find((wait) => !Number.isNaN(wait));
  return stated === undefined ? null : Math.max(0, stated);
};

interface Moment {
  /** From 1. */
  readonly attempt: number;
  readonly now: number;
  /** From 0 to 1. */
  readonly random: number;
  readonly limits: Limits;
}

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
  const step = refusal?.status === 429 && stated === null ? limits.rateBackoffMs : limits.backoffMs;
  const own = (step * 2 ** (attempt - 1) * (1 + random)) / 2;
  // A little later than stated, so that not all of us come back in the same instant.
  return stated === null ? own : Math.max(stated + random * limits.backoffMs, own);
};
