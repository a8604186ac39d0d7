/** When to ask again, and what an answer says of the limit that counted it. */
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/gitlab/limits.ts";
import { planWait, readAllowance, readWait } from "../../src/gitlab/waits.ts";

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

  it.each([-86_400, -90, 0, 90, 86_400])("is right when its clock is %i seconds ahead of ours", (skew) => {
    const date = inSeconds(skew);
    const wait = (headers: Readonly<Record<string, string>>): number | null =>
      readWait({ status: 429, headers: { date, ...headers } }, NOW);
    expect(wait({ "ratelimit-reset": unix(skew + 30) })).toBe(30_000);
    expect(wait({ "ratelimit-resettime": inSeconds(skew + 30) })).toBe(30_000);
    expect(wait({ "retry-after": inSeconds(skew + 30) })).toBe(30_000);
  });
});

describe("what an answer says of the limit that counted it", () => {
  const headers = {
    "ratelimit-limit": "600",
    "ratelimit-remaining": "500",
    "ratelimit-reset": unix(130),
    date: inSeconds(100),
  };

  it("is read by the server's clock", () => {
    expect(readAllowance({ status: 200, headers }, NOW)).toEqual({
      perMinute: 600,
      remaining: 500,
      endsIn: 30_000,
    });
  });

  it.each([
    ["no limit", { "ratelimit-limit": "" }],
    ["a limit of nothing", { "ratelimit-limit": "0" }],
    ["no count", { "ratelimit-remaining": "some" }],
    ["no end", { "ratelimit-reset": "later" }],
    ["an end that has passed", { "ratelimit-reset": unix(-3600) }],
  ])("is nothing with %s", (_, change) => {
    expect(readAllowance({ status: 200, headers: { ...headers, ...change } }, NOW)).toBeNull();
  });
});

describe("the wait before the next attempt", () => {
  const plan = (refusal: Parameters<typeof planWait>[0], attempt: number, random = 1): number | null =>
    planWait(refusal, { attempt, now: NOW, random, limits: DEFAULT_LIMITS });

  it("doubles from attempt to attempt, to a minute", () => {
    expect([1, 2, 3, 4, 7, 50].map((attempt) => plan(null, attempt))).toEqual([
      1000, 2000, 4000, 8000, 60_000, 60_000,
    ]);
  });

  it("is anything from nothing to that, by chance: those who failed together do not come back together", () => {
    expect([0, 0.25, 0.5].map((random) => plan(null, 3, random))).toEqual([0, 1000, 2000]);
  });

  it("is longer after a 429 that names no time, because such limits count by the minute", () => {
    const waits = [1, 2, 3, 4, 5].map((attempt) => plan({ status: 429, headers: {} }, attempt, 0) ?? 0);
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(60_000);
  });

  it("is never shorter than the server asked, and a little longer by chance", () => {
    const refusal = { status: 429, headers: { "retry-after": "30" } };
    expect([plan(refusal, 1, 0), plan(refusal, 9, 1)]).toEqual([30_000, 31_000]);
  });

  it("is never nothing, so that Retry-After: 0 does not become a loop", () => {
    const refusal = { status: 503, headers: { "retry-after": "0" } };
    expect([1, 2, 3].map((attempt) => plan(refusal, attempt, 0))).toEqual([1000, 2000, 3000]);
  });

  it("may be an hour, as GitLab's windows are, and no more than a little longer", () => {
    const ask = (seconds: string): number | null =>
      plan({ status: 429, headers: { "retry-after": seconds } }, 1, 0);
    expect([ask("3600"), ask("3901")]).toEqual([3_600_000, null]);
  });
});
