/** When to ask again. */
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/gitlab/limits.ts";
import { planWait, readWait } from "../../src/gitlab/waits.ts";

const NOW = Date.UTC(2026, 0, 1);
const inSeconds = (seconds: number): string => new Date(NOW + seconds * 1000).toUTCString();
const unix = (seconds: number): string => String(NOW / 1000 + seconds);

describe("what the server asks to wait", () => {
  it.each([
    ["Retry-After in seconds", 429, { "retry-after": "42" }, 42_000],
    ["Retry-After as a date", 429, { "retry-after": inSeconds(42) }, 42_000],
    ["Retry-After of a 503", 503, { "retry-after": "7" }, 7000],
    ["a date that has passed", 429, { "retry-after": inSeconds(-5) }, 0],
    ["RateLimit-Reset in unix seconds", 429, { "ratelimit-reset": unix(30) }, 30_000],
    ["RateLimit-ResetTime as a date", 429, { "ratelimit-resettime": inSeconds(20) }, 20_000],
    ["Retry-After before RateLimit-Reset", 429, { "retry-after": "3", "ratelimit-reset": unix(30) }, 3000],
    [
      "RateLimit-Reset when Retry-After is no time",
      429,
      { "retry-after": "soon", "ratelimit-reset": unix(9) },
      9000,
    ],
    ["RateLimit-Reset of another status, which only informs", 502, { "ratelimit-reset": unix(30) }, null],
    ["nothing", 429, {}, null],
    ["no time at all", 429, { "retry-after": "-1e9", "ratelimit-reset": "NaN" }, null],
  ])("is read from %s", (_, status, headers, wait) => {
    expect(readWait({ status, headers }, NOW)).toBe(wait);
  });
});

describe("the wait before the next attempt", () => {
  const plan = (refusal: Parameters<typeof planWait>[0], attempt: number, random = 0): number | null =>
    planWait(refusal, { attempt, now: NOW, random, limits: DEFAULT_LIMITS });

  it("doubles from attempt to attempt", () => {
    expect([1, 2, 3, 4].map((attempt) => plan(null, attempt))).toEqual([250, 500, 1000, 2000]);
  });

  it("is spread by up to as much again", () => {
    expect(plan(null, 1, 0.5)).toBe(375);
  });

  it("is longer after a 429 that names no time, because such limits count by the minute", () => {
    const waits = [1, 2, 3, 4].map((attempt) => plan({ status: 429, headers: {} }, attempt, 1) ?? 0);
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(60_000);
  });

  it("is never shorter than the server asked, and a little longer by chance", () => {
    const refusal = { status: 429, headers: { "retry-after": "30" } };
    expect([plan(refusal, 1), plan(refusal, 1, 1)]).toEqual([30_000, 30_500]);
  });

  it("is never shorter than our own back-off, so that Retry-After: 0 does not become a loop", () => {
    expect(plan({ status: 503, headers: { "retry-after": "0" } }, 3)).toBe(1000);
  });

  it("is refused beyond ten minutes", () => {
    expect(plan({ status: 429, headers: { "retry-after": "601" } }, 1)).toBeNull();
  });
});
