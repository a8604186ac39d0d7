/** How fast requests go, by a clock on which hours pass in milliseconds. */
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, type Limits } from "../../src/gitlab/limits.ts";
import { type ThrottleOptions, createThrottle } from "../../src/gitlab/throttle.ts";
import { createRandom } from "./random.ts";
import { createVirtualClock } from "./virtual-clock.ts";

const MINUTE = 60_000;

const start = (limits: Partial<Limits>, more: Partial<ThrottleOptions> = {}) => {
  const clock = createVirtualClock();
  const throttle = createThrottle({
    clock,
    signal: new AbortController().signal,
    limits: { ...DEFAULT_LIMITS, ...limits },
    isGitLabCom: false,
    ...more,
  });
  return { clock, throttle };
};

/** The most of them within any minute. */
const busiest = (unsorted: readonly number[]): number => {
  const times = unsorted.toSorted((a, b) => a - b);
  let [most, first] = [0, 0];
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? time) <= time - MINUTE) first += 1;
    most = Math.max(most, index + 1 - first);
  }
  return most;
};

/** Sends so many requests from so many workers; gives when each was sent and when the server saw it. */
const sendAll = async (
  { clock, throttle }: ReturnType<typeof start>,
  count: number,
  options: {
    readonly workers?: number;
    readonly path?: (index: number) => string;
    readonly onArrival?: (at: number) => void;
  } = {},
) => {
  const { workers = 12, path = () => "/projects/1/variables", onArrival = () => {} } = options;
  const random = createRandom("latency");
  const begun = clock.now();
  const sent: number[] = [];
  const seen: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const leave = await throttle.enter(path(index));
      sent.push(clock.now() - begun);
      await clock.sleep(random() * 300);
      seen.push(clock.now() - begun);
      onArrival(clock.now());
      await clock.sleep(20 + random() * 400);
      leave();
    }
  };
  await clock.run(Promise.all(Array.from({ length: workers }, work)));
  return { sent, seen, took: clock.now() - begun };
};

describe("10,000 requests under a limit of 600 a minute", () => {
  it("never exceed it in any minute, sent or seen, and take at most a tenth longer than they must", async () => {
    const world = start({ requestsPerMinute: 600 });
    const { sent, seen, took } = await sendAll(world, 10_000, { workers: 24 });
    expect(busiest(sent)).toBeLessThanOrEqual(600);
    expect(busiest(seen)).toBeLessThanOrEqual(600);
    // Sixteen full minutes have to pass before the last 400 may go.
    expect(took / (16 * MINUTE)).toBeLessThan(1.1);
    expect(took / (16 * MINUTE)).toBeGreaterThan(0.99);
  });
});

describe("a limit", () => {
  it("is taken from the answers where the user names none", async () => {
    const world = start({});
    world.throttle.learn({ perMinute: 120, remaining: 7000, endsIn: 3_000_000 });
    const { sent } = await sendAll(world, 400);
    expect(busiest(sent)).toBeLessThanOrEqual(120);
  });

  it("of the user holds where the server would allow more, and the server's where the user would", async () => {
    const modest = start({ requestsPerMinute: 60 });
    modest.throttle.learn({ perMinute: 2000, remaining: 2000, endsIn: MINUTE });
    expect(busiest((await sendAll(modest, 200)).sent)).toBeLessThanOrEqual(60);
    const bold = start({ requestsPerMinute: 6000 });
    bold.throttle.learn({ perMinute: 100, remaining: 6000, endsIn: 60 * MINUTE });
    expect(busiest((await sendAll(bold, 300)).sent)).toBeLessThanOrEqual(100);
  });

  it("is told as the server told it last, until its window ends", async () => {
    const { clock, throttle } = start({});
    expect(throttle.allowance()).toBeNull();
    throttle.learn({ perMinute: 600, remaining: 40, endsIn: 2 * MINUTE });
    throttle.learn({ perMinute: 600, remaining: 39, endsIn: MINUTE });
    expect(throttle.allowance()).toEqual({ remaining: 39, resetsAt: clock.now() + MINUTE });
    await clock.run(clock.sleep(MINUTE));
    expect(throttle.allowance()).toBeNull();
  });

  it("is known of GitLab.com before it answers", async () => {
    const world = start({ concurrency: 100 }, { isGitLabCom: true });
    const { sent } = await sendAll(world, 3000, { workers: 100 });
    expect(busiest(sent)).toBeLessThanOrEqual(2000);
    expect(busiest(sent)).toBeGreaterThan(1500);
  });

  it("of an endpoint slows that endpoint down, and the others not", async () => {
    const world = start({});
    const path = (index: number): string => (index % 2 === 0 ? "/projects/1/jobs" : "/projects/1/variables");
    const at: Record<string, number[]> = { "/projects/1/jobs": [], "/projects/1/variables": [] };
    const begun = world.clock.now();
    const work = async (name: string, count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        const leave = await world.throttle.enter(name);
        at[name]?.push(world.clock.now() - begun);
        await world.clock.sleep(5);
        leave();
      }
    };
    const jobs = Array.from({ length: 20 }, () => work(path(0), 60));
    await world.clock.run(Promise.all([...jobs, work(path(1), 1200)]));
    expect(busiest(at["/projects/1/jobs"] ?? [])).toBeLessThanOrEqual(600);
    expect(Math.max(...(at["/projects/1/variables"] ?? []))).toBeLessThan(10_000);
  });

  it("is learnt from a 429 where nobody tells it", async () => {
    const world = start({});
    await sendAll(world, 500);
    world.throttle.hold("/projects/9/variables", 30_000, "endpoint");
    const { sent } = await sendAll(world, 1000);
    expect(Math.min(...sent)).toBeGreaterThanOrEqual(30_000);
    expect(busiest(sent)).toBeLessThanOrEqual(400);
    const others = await sendAll(world, 1000, { path: () => "/projects/1/hooks" });
    expect(busiest(others.sent)).toBe(1000);
  });
});

/** GitLab's throttle: windows as the clock has them, and somebody else who uses it too. */
const createServer = (limit: number, windowMs: number, other: (at: number) => number) => {
  const windows = new Map<number, number>();
  let refused = 0;
  return {
    refused: () => refused,
    see: (at: number) => {
      const begin = Math.floor(at / windowMs) * windowMs;
      const own = (windows.get(begin) ?? 0) + 1;
      windows.set(begin, own);
      const observed = own + Math.floor(other(at - begin));
      if (observed > limit) refused += 1;
      const perMinute = Math.ceil((limit * MINUTE) / windowMs);
      return { perMinute, remaining: Math.max(0, limit - observed), endsIn: begin + windowMs - at };
    },
  };
};

describe("the server's own count", () => {
  it.each<[string, number, number, (sinceBegin: number) => number]>([
    ["of a minute, for us alone", 600, MINUTE, () => 0],
    ["of a minute, half of it used by somebody else", 600, MINUTE, (ms) => (ms / MINUTE) * 300],
    ["of a minute, most of it gone at its start", 600, MINUTE, () => 500],
    ["of an hour, for us alone", 7200, 60 * MINUTE, () => 0],
    ["of ten minutes, half of it gone at its start", 1000, 10 * MINUTE, () => 500],
  ])("%s, is never used up to a refusal", async (_, limit, windowMs, other) => {
    const world = start({ concurrency: 8 });
    const server = createServer(limit, windowMs, other);
    const { took } = await sendAll(world, 3000, {
      workers: 8,
      onArrival: (at) => world.throttle.learn(server.see(at)),
    });
    expect(server.refused()).toBe(0);
    expect(took).toBeLessThan(100 * MINUTE);
  });

  it("that is used up holds everything to the end of its window", async () => {
    const world = start({});
    world.throttle.learn({ perMinute: 600, remaining: 0, endsIn: 40_000 });
    const { sent } = await sendAll(world, 3);
    expect(Math.min(...sent)).toBe(41_000);
  });

  it("holds nobody for longer than a server may ask for", async () => {
    const world = start({ maxWaitMs: 5000 });
    world.throttle.learn({ perMinute: 600, remaining: 0, endsIn: 10 ** 12 });
    const first = world.throttle.enter("/a");
    const outcome = await Promise.race([
      world.clock.run(first).then(() => "let through"),
      new Promise((resolve) => setTimeout(resolve, 200, "held")),
    ]);
    expect(outcome).toBe("let through");
  });
});

describe("requests at the same time", () => {
  it("are no more than allowed, and none is forgotten", async () => {
    const world = start({ concurrency: 3 });
    let [now, most] = [0, 0];
    const work = async (): Promise<void> => {
      const leave = await world.throttle.enter("/a");
      now += 1;
      most = Math.max(most, now);
      await world.clock.sleep(50);
      now -= 1;
      leave();
    };
    await world.clock.run(Promise.all(Array.from({ length: 50 }, work)));
    expect([most, now]).toEqual([3, 0]);
  });

  it("end their wait at an interrupt", async () => {
    const controller = new AbortController();
    const world = start({ concurrency: 1 }, { signal: controller.signal });
    const leave = await world.throttle.enter("/a");
    const others = [1, 2, 3].map(() => world.throttle.enter("/a"));
    controller.abort(new Error("stop"));
    leave();
    for (const other of others) await expect(other).rejects.toThrow("stop");
  });
});
