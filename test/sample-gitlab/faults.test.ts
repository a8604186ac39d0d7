/** Faults on demand and the redirect to another host. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, pluck } from "./ask.ts";
import { type FaultEffect, type SampleGitLab, startSampleGitLab } from "./server.ts";

const NOW = new Date("2026-01-15T10:00:00Z");

let sample: SampleGitLab;
beforeAll(async () => {
  sample = await startSampleGitLab({ now: () => NOW });
});
afterAll(() => sample.close());
afterEach(() => sample.faults.clear());

const GROUP = "/groups/acme?with_projects=false";
const askGroup = () => ask(sample, GROUP, sample.tokens.owner);
const fail = (effect: FaultEffect): void => sample.faults.set([{ path: "/api/v4/groups/acme", effect }]);

describe("a fault", () => {
  it("answers 429 in plain text with the headers of the throttle", async () => {
    fail({ kind: "rate-limit", retryAfterSeconds: 7 });
    const { status, text, headers } = await askGroup();
    expect([status, text]).toEqual([429, "Retry later\n"]);
    expect(headers.get("content-type")).toBe("text/plain");
    expect(headers.get("retry-after")).toBe("7");
    expect(headers.get("ratelimit-remaining")).toBe("0");
    expect(headers.get("ratelimit-reset")).toBe(String(NOW.getTime() / 1000 + 7));
  });

  it.each([500, 502, 503])("answers %i with a page instead of JSON", async (status) => {
    fail({ kind: "server-error", status });
    const answer = await askGroup();
    expect(answer).toMatchObject({ status, json: null });
    expect(answer.headers.get("content-type")).toContain("text/html");
  });

  it("answers as if a login page stood before GitLab", async () => {
    fail({ kind: "login-page" });
    expect(await askGroup()).toMatchObject({ status: 200, json: null });
  });

  it("cuts the JSON in half without saying so", async () => {
    const whole = (await askGroup()).text;
    fail({ kind: "truncate" });
    const { status, text, json } = await askGroup();
    expect([status, json]).toEqual([200, null]);
    expect(whole.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(100);
  });

  it.each<FaultEffect>([{ kind: "reset" }, { kind: "cut" }])("ends the connection: $kind", async (effect) => {
    fail(effect);
    await expect(askGroup()).rejects.toThrow(/fetch failed|terminated/);
    expect(sample.requests.at(-1)).toMatchObject({ status: effect.kind === "reset" ? 0 : 200 });
  });

  it("makes the true answer wait", async () => {
    fail({ kind: "delay", milliseconds: 150 });
    const before = performance.now();
    expect((await askGroup()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(140);
  });

  it("may begin late, as a token that expires on the way, and last for ever", async () => {
    sample.faults.set([{ path: "/api/v4/*", from: 3, effect: { kind: "unauthorized" } }]);
    const statuses = [];
    for (let count = 0; count < 4; count++) statuses.push((await askGroup()).status);
    expect(statuses).toEqual([200, 200, 401, 401]);
  });

  it("lets a token that expired open nothing any more, git included, and no other token expire", async () => {
    sample.faults.set([{ path: "/api/v4/groups/*", from: 2, times: 1, effect: { kind: "unauthorized" } }]);
    expect([(await askGroup()).status, (await askGroup()).status]).toEqual([200, 401]);
    expect(await ask(sample, "/version", sample.tokens.owner)).toMatchObject({
      status: 401,
      json: { error: "invalid_token" },
    });
    const clone = await fetch(`${sample.url}/acme/payments/api.git/info/refs?service=git-upload-pack`, {
      headers: { authorization: `Basic ${Buffer.from(`oauth2:${sample.tokens.owner}`).toString("base64")}` },
    });
    expect([clone.status, await clone.text()]).toEqual([401, expect.stringContaining("Access denied")]);
    expect((await ask(sample, "/version", sample.tokens.guest)).status).toBe(200);
    sample.faults.clear();
    expect((await askGroup()).status).toBe(200);
  });

  it("may refuse", async () => {
    fail({ kind: "forbidden" });
    expect(await askGroup()).toMatchObject({ status: 403, json: { message: "403 Forbidden" } });
  });

  it("may hide when to come back: a limit of one endpoint, in JSON and without a header", async () => {
    fail({ kind: "rate-limit", retryAfterSeconds: 7, headers: "none" });
    const { status, json, headers } = await askGroup();
    expect([status, json]).toEqual([429, { message: { error: expect.stringContaining("too many times") } }]);
    expect([...headers.keys()].filter((name) => /^(?:retry-after|ratelimit-.*)$/.test(name))).toEqual([]);
  });

  it("may tell only when the window ends, by a clock that is wrong", async () => {
    fail({ kind: "rate-limit", retryAfterSeconds: 7, headers: "reset", skewSeconds: 3600 });
    const { headers } = await askGroup();
    expect(headers.get("retry-after")).toBe(null);
    expect(headers.get("date")).toBe("Thu, 15 Jan 2026 11:00:00 GMT");
    expect(headers.get("ratelimit-reset")).toBe(String(NOW.getTime() / 1000 + 3607));
  });

  it("may set the server's clock wrong for true answers", async () => {
    fail({ kind: "clock", skewSeconds: -7200 });
    const { status, headers } = await askGroup();
    expect([status, headers.get("date")]).toEqual([200, "Thu, 15 Jan 2026 08:00:00 GMT"]);
    expect(headers.get("ratelimit-reset")).toBe(String(NOW.getTime() / 1000 - 7200 + 60));
  });

  it("falls silent in the middle of an answer, and keeps the connection", async () => {
    fail({ kind: "stall" });
    const signal = AbortSignal.timeout(300);
    const headers = { "private-token": sample.tokens.owner };
    const answer = await fetch(`${sample.url}/api/v4/groups/acme`, { signal, headers });
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow(/aborted|timeout/);
  });

  it("moves a thing to another address, where it stays", async () => {
    const before = (await askGroup()).json;
    fail({ kind: "moved" });
    expect(await askGroup()).toMatchObject({
      status: 301,
      text: expect.stringContaining("moved permanently"),
    });
    const headers = { "private-token": sample.tokens.owner };
    const answer = await fetch(`${sample.url}/api/v4${GROUP}`, { headers });
    expect([answer.redirected, await answer.json()]).toEqual([true, before]);
  });

  it("makes pages smaller than asked for, and lets a list shrink once it was asked for", async () => {
    const list = async (page: number): Promise<readonly unknown[]> => {
      const path = `/groups/acme/subgroups?order_by=id&per_page=100&page=${page}`;
      const { json, headers } = await ask(sample, path, sample.tokens.owner);
      expect(headers.get("x-per-page")).toBe("2");
      return pluck(json, "id");
    };
    sample.faults.set([{ path: "/api/v4/groups/*/subgroups", effect: { kind: "shrink", size: 2, drop: 1 } }]);
    expect([await list(1), await list(1), await list(2)]).toEqual([[11, 12], [12, 13], []]);
  });

  it("is known as unmet until a request meets it", async () => {
    fail({ kind: "forbidden" });
    expect(sample.faults.unmet()).toHaveLength(1);
    await askGroup();
    expect(sample.faults.unmet()).toEqual([]);
  });

  it("may end again, and is one of several", async () => {
    sample.faults.set([
      { path: "/api/v4/groups/*", times: 1, effect: { kind: "server-error", status: 502 } },
      { path: "/api/v4/groups/acme", from: 2, times: 1, effect: { kind: "not-found" } },
      { path: "/api/v4/groups/acme", times: 1, effect: { kind: "unauthorized" } },
    ]);
    const statuses = [];
    for (let count = 0; count < 3; count++) statuses.push((await askGroup()).status);
    expect(statuses).toEqual([502, 404, 200]);
  });

  it.each([
    ["another method", { method: "POST", path: "/api/v4/groups/acme" }],
    ["another path", { path: "/api/v4/groups" }],
    ["a path that only looks alike to a regular expression", { path: "/api/v4/groups/ac.e" }],
    ["another query", { path: "/api/v4/groups/acme?page=2" }],
  ])("does not strike %s", async (_, where) => {
    sample.faults.set([{ ...where, effect: { kind: "not-found" } }]);
    expect((await askGroup()).status).toBe(200);
  });

  it("may look at the query", async () => {
    sample.faults.set([{ path: "/api/v4/groups/acme?*with_projects=false", effect: { kind: "not-found" } }]);
    expect((await askGroup()).status).toBe(404);
  });
});

describe("a redirect to another host", () => {
  const TRACE = "/projects/115/jobs/9002/trace";

  it("leads to the same text there, where a token that comes along is noted", async () => {
    sample.faults.set([{ path: "*/trace", effect: { kind: "redirect-elsewhere" } }]);
    const { status, headers } = await ask(sample, TRACE, sample.tokens.owner);
    const location = headers.get("location") ?? "";
    expect(status).toBe(302);
    expect(location.startsWith(`${sample.elsewhere.url}/`)).toBe(true);
    expect(new URL(location).port).not.toBe(new URL(sample.url).port);
    const plain = await fetch(location);
    expect(await plain.text()).toContain("exit code 1");
    await fetch(location, { headers: { "private-token": sample.tokens.owner } });
    expect(sample.elsewhere.requests.map(({ carriedToken }) => carriedToken)).toEqual([false, true]);
  });
});
