/** Retries, the pause that all requests share, and interrupts. */
import { getEventListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { CANARY, START, connectTransport, rejection } from "./connect.ts";
import { type Reply, startServer } from "./server.ts";

const OK: Reply = { body: { ok: true } };
const hang: Reply = () => {};
const reset: Reply = (request) => request.socket.destroy();

describe("a request", () => {
  it("is a GET that names us and carries the token in its header", async () => {
    await using server = await startServer(() => OK);
    const { transport, events } = connectTransport(server.url);
    const answer = await transport.get(`${server.url}/api/v4/groups/a%2Fb?per_page=100`);
    expect(answer).toMatchObject({ status: 200, body: '{"ok":true}', origin: server.url });
    expect(server.seen).toMatchObject([
      {
        method: "GET",
        url: "/api/v4/groups/a%2Fb?per_page=100",
        headers: { "private-token": CANARY, "user-agent": "vaultbound/test", accept: "application/json" },
      },
    ]);
    expect(events).toEqual([{ path: "/api/v4/groups/a%2Fb", attempt: 1, result: "200", waitMs: null }]);
  });
});

describe("a failed attempt", () => {
  const failures: readonly [string, Reply][] = [
    ...[408, 429, 500, 502, 503, 504].map((status): [string, Reply] => [
      String(status),
      { status, body: "<h1>" },
    ]),
    ["a reset connection", reset],
    [
      "a truncated body",
      (request, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("[");
        setImmediate(() => request.socket.destroy());
      },
    ],
  ];

  it.each(failures)("is repeated after %s", async (_, failure) => {
    await using server = await startServer((_request, number) => (number < 3 ? failure : OK));
    const { transport, waits, events } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 200 });
    expect(transport.calls()).toBe(3);
    expect(waits).toHaveLength(2);
    expect(events.map((event) => event.waitMs)).toEqual([...waits, null]);
  });

  it.each(failures)("is repeated a bounded number of times after %s", async (name, failure) => {
    await using server = await startServer((_request, number) => (number === 1 ? OK : failure));
    const { transport, waits } = connectTransport(server.url);
    await transport.get(`${server.url}/`);
    await transport.get(`${server.url}/`).catch(() => null);
    expect(server.seen).toHaveLength(name === "429" ? 31 : 7);
    expect(transport.calls()).toBe(server.seen.length);
    expect(waits).toHaveLength(server.seen.length - 2);
  });

  it("is repeated less often before the first answer: a wrong address is soon told", async () => {
    await using server = await startServer(() => reset);
    const { transport } = connectTransport(server.url);
    expect(await rejection(transport.get(`${server.url}/`))).toMatchObject({ code: "GITLAB_UNREACHABLE" });
    expect(server.seen).toHaveLength(3);
  });

  it.each<[string, Reply]>([
    ["half of the JSON, as if it were all", { body: '{"ok": tr' }],
    ["a page", { body: "<html>GitLab is being updated</html>", headers: { "content-type": "text/html" } }],
    ["nothing", { body: "" }],
  ])("is repeated twice after a 200 with %s", async (_, garbled) => {
    await using server = await startServer((_request, number) => (number === 2 ? OK : garbled));
    const { transport } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/`)).toMatchObject({ json: { ok: true } });
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 200, json: undefined });
    expect(server.seen).toHaveLength(5);
  });

  it("is an answer in the end, when all there ever is of one is its first half", async () => {
    const half: Reply = (request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("[");
      setImmediate(() => request.socket.destroy());
    };
    await using server = await startServer(() => half);
    const { transport } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/`)).toMatchObject({
      status: 200,
      broken: expect.stringContaining("broke off"),
    });
    expect(server.seen).toHaveLength(6);
  });

  it.each([400, 401, 403, 404, 405, 409, 414, 501])("is not repeated after %i", async (status) => {
    await using server = await startServer(() => ({ status }));
    const { transport } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status });
    expect(transport.calls()).toBe(1);
  });

  it.each<[string, Reply, object]>([
    ["no headers", hang, { headersMs: 100 }],
    ["a body that stops", (_request, response) => response.writeHead(200).write("["), { idleMs: 100 }],
    [
      "a body that trickles",
      (_request, response) => {
        const timer = setInterval(() => response.write(" "), 10);
        response.writeHead(200).on("close", () => clearInterval(timer));
      },
      { attemptMs: 200 },
    ],
  ])("is given up and repeated after %s", async (_, slow, limits) => {
    await using server = await startServer((_request, number) => (number === 1 ? slow : OK));
    const { transport, events } = connectTransport(server.url, { limits });
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 200 });
    expect(events.map((event) => event.result)).toEqual([
      expect.stringContaining("did not answer in time"),
      "200",
    ]);
  });

  it("ends in GITLAB_UNREACHABLE when nobody listens", async () => {
    const server = await startServer(() => OK);
    await server[Symbol.asyncDispose]();
    const { transport } = connectTransport(server.url);
    await expect(transport.get(`${server.url}/`)).rejects.toMatchObject({
      code: "GITLAB_UNREACHABLE",
      message: expect.stringContaining("the connection was refused"),
    });
  });
});

describe("a 429", () => {
  it("is waited out as long as it says", async () => {
    const limited: Reply = { status: 429, headers: { "retry-after": "30" }, body: "Retry later" };
    await using server = await startServer((_request, number) => (number === 1 ? limited : OK));
    const { transport, waits } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 200 });
    expect(waits).toEqual([30_000]);
  });

  it("holds back all other requests as well", async () => {
    let time = START;
    const wakers: (() => void)[] = [];
    const waits: number[] = [];
    await using server = await startServer((request) =>
      request.url === "/first" && time === START
        ? { status: 429, headers: { "retry-after": "30" }, body: "Retry later" }
        : OK,
    );
    const { transport } = connectTransport(server.url, {
      now: () => time,
      sleep: (ms) => {
        waits.push(ms);
        return new Promise((resolve) => wakers.push(resolve));
      },
    });
    const first = transport.get(`${server.url}/first`);
    await expect.poll(() => waits).toEqual([30_000]);
    time += 10_000;
    const others = ["/second", "/third"].map((path) => transport.get(`${server.url}${path}`));
    await expect.poll(() => waits).toEqual([30_000, 20_000, 20_000]);
    expect(server.seen).toHaveLength(1);
    time += 20_000;
    for (const wake of wakers) wake();
    expect(await Promise.all([first, ...others])).toMatchObject([
      { status: 200 },
      { status: 200 },
      { status: 200 },
    ]);
    expect(server.seen).toHaveLength(4);
  });

  it.each([
    ["longer", "10", "60", [10_000, 60_000, 50_000]],
    ["no shorter", "60", "10", [60_000, 60_000]],
  ])("that comes later holds back %s those who wait already", async (_, soonWait, lateWait, expected) => {
    let time = START;
    const sleeps: { ms: number; wake: () => void }[] = [];
    const limited = (seconds: string): Reply => ({
      status: 429,
      headers: { "retry-after": seconds },
      body: "Retry later",
    });
    let answerLate = (): void => {};
    await using server = await startServer(({ url }, number) => {
      if (number > 2) return OK;
      if (url === "/soon") return limited(soonWait);
      return (_request, response) => {
        answerLate = () => response.writeHead(429, { "retry-after": lateWait }).end();
      };
    });
    const { transport } = connectTransport(server.url, {
      now: () => time,
      sleep: (ms) => new Promise((wake) => sleeps.push({ ms, wake })),
    });
    const late = transport.get(`${server.url}/late`);
    await expect.poll(() => server.seen.length).toBe(1);
    const soon = transport.get(`${server.url}/soon`);
    await expect.poll(() => sleeps.length).toBe(1);
    answerLate();
    await expect.poll(() => sleeps.length).toBe(2);
    time += 10_000;
    sleeps[0]?.wake();
    await expect.poll(() => sleeps.map(({ ms }) => ms)).toEqual(expected);
    time += 50_000;
    for (const { wake } of sleeps) wake();
    expect(await Promise.all([soon, late])).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("of one endpoint holds back that endpoint alone", async () => {
    const body = { message: { error: "This endpoint has been requested too many times. Try again later." } };
    const wakers: (() => void)[] = [];
    await using server = await startServer(({ url }) =>
      url.endsWith("/jobs") && wakers.length === 0 ? { status: 429, body } : OK,
    );
    const { transport } = connectTransport(server.url, {
      sleep: () => new Promise((resolve) => wakers.push(resolve)),
    });
    const held = transport.get(`${server.url}/api/v4/projects/1/jobs`);
    await expect.poll(() => wakers.length).toBe(1);
    const alsoHeld = transport.get(`${server.url}/api/v4/projects/2/jobs`);
    const other = await transport.get(`${server.url}/api/v4/projects/2/variables`);
    expect(other).toMatchObject({ status: 200 });
    await expect.poll(() => wakers.length).toBe(2);
    for (const wake of wakers) wake();
    expect(await Promise.all([held, alsoHeld])).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("storm of fifty is survived by all who wait", async () => {
    const limited: Reply = { status: 429, headers: { "retry-after": "1" }, body: "Retry later" };
    await using server = await startServer((_request, number) => (number <= 50 ? limited : OK));
    const { transport } = connectTransport(server.url);
    const all = Array.from({ length: 10 }, (_, index) => transport.get(`${server.url}/${index}`));
    expect(await Promise.all(all)).toEqual(all.map(() => expect.objectContaining({ status: 200 })));
  });

  it("after 429 ends after an hour and a little of waiting in all", async () => {
    const limited: Reply = { status: 429, headers: { "retry-after": "1500" }, body: "Retry later" };
    await using server = await startServer(() => limited);
    const { transport, waits } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 429 });
    expect(waits).toEqual([1_500_000, 1_500_000]);
  });

  it("that asks for more than an hour and a little is final", async () => {
    await using server = await startServer(() => ({ status: 429, headers: { "retry-after": "4000" } }));
    const { transport, waits } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 429 });
    expect([transport.calls(), waits]).toEqual([1, []]);
  });

  it("does not hold us for ever on a clock that stands still", async () => {
    const limited: Reply = { status: 429, headers: { "retry-after": "30" } };
    await using server = await startServer((_request, number) => (number === 1 ? limited : OK));
    const { transport } = connectTransport(server.url, { now: () => START, sleep: async () => {} });
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 200 });
  });
});

describe("requests under a limit", () => {
  it("are no more in any minute than the user allows, retries and redirects included", async () => {
    const times: number[] = [];
    let time = START;
    await using server = await startServer(({ url }, number) => {
      times.push(time);
      if (url === "/old") return { status: 302, headers: { location: "/new" } };
      return number % 5 === 0 ? { status: 503 } : OK;
    });
    const { transport } = connectTransport(server.url, {
      limits: { requestsPerMinute: 30 },
      now: () => time,
      sleep: async (ms) => {
        time += ms;
      },
    });
    for (let index = 0; index < 40; index += 1) await transport.get(`${server.url}/old`);
    const busiest = Math.max(
      ...times.map((at) => times.filter((other) => other > at - 60_000 && other <= at).length),
    );
    expect(busiest).toBeLessThanOrEqual(30);
    expect(busiest).toBeGreaterThan(25);
  });

  it("slow down as the server's count runs low", async () => {
    let [time, left] = [START, 20];
    await using server = await startServer(() => ({
      body: {},
      headers: {
        // A server whose clock is an hour off.
        date: new Date(time + 3_600_000).toUTCString(),
        "ratelimit-limit": "100",
        "ratelimit-remaining": String(--left),
        "ratelimit-reset": String((START + 60_000 + 3_600_000) / 1000),
      },
    }));
    const { transport } = connectTransport(server.url, {
      now: () => time,
      sleep: async (ms) => {
        time += ms;
      },
    });
    const gaps: number[] = [];
    for (let index = 0; index < 15; index += 1) {
      const before = time;
      await transport.get(`${server.url}/`);
      gaps.push(time - before);
    }
    expect(Math.min(...gaps.slice(1))).toBeGreaterThan(2000);
    expect(time).toBeLessThan(START + 61_000);
  });
});

describe("an interrupt", () => {
  it.each<[string, Reply]>([
    ["before there is an answer", hang],
    ["in the middle of a body", (_request, response) => response.writeHead(200).write("[")],
  ])("ends a request %s at once and for good", async (_, slow) => {
    await using server = await startServer(() => slow);
    const controller = new AbortController();
    const { transport } = connectTransport(server.url, { signal: controller.signal });
    const error = rejection(transport.get(`${server.url}/`));
    await expect.poll(() => server.seen.length).toBe(1);
    controller.abort(new Error("the caller's own reason"));
    expect(await error).toMatchObject({ code: "INTERRUPTED" });
    expect(transport.calls()).toBe(1);
  });

  it.each([429, 503])("ends the wait after a %i", async (status) => {
    await using server = await startServer(() => ({ status, headers: { "retry-after": "500" } }));
    const controller = new AbortController();
    const { transport } = connectTransport(server.url, {
      signal: controller.signal,
      sleep: (ms, signal) => delay(ms, undefined, { signal }),
    });
    const error = rejection(transport.get(`${server.url}/`));
    await expect.poll(() => getEventListeners(controller.signal, "abort").length).toBeGreaterThan(0);
    await expect.poll(() => transport.calls()).toBe(1);
    controller.abort();
    expect(await error).toMatchObject({ code: "INTERRUPTED" });
  });

  it("keeps later requests from being sent", async () => {
    await using server = await startServer(() => OK);
    const { transport } = connectTransport(server.url, { signal: AbortSignal.abort() });
    expect(await rejection(transport.get(`${server.url}/`))).toMatchObject({ code: "INTERRUPTED" });
    expect([server.seen.length, transport.calls()]).toEqual([0, 0]);
  });
});
