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

  it.each(failures)("is repeated four times at most after %s", async (_, failure) => {
    await using server = await startServer(() => failure);
    const { transport } = connectTransport(server.url);
    await transport.get(`${server.url}/`).catch(() => null);
    expect(server.seen).toHaveLength(5);
    expect(transport.calls()).toBe(5);
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
      request.url === "/first" && time === START ? { status: 429, headers: { "retry-after": "30" } } : OK,
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
    const limited = (seconds: string): Reply => ({ status: 429, headers: { "retry-after": seconds } });
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

  it("that asks for more than ten minutes is final", async () => {
    await using server = await startServer(() => ({ status: 429, headers: { "retry-after": "3600" } }));
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
