/** A clock that only goes forward, over one that does not. */
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/gitlab/clock.ts";

const NEVER = new AbortController().signal;

const startClock = () => {
  const system = { time: 1000, moves: true };
  const clock = createClock({
    now: () => system.time,
    sleep: async (ms) => {
      if (system.moves) system.time += ms;
    },
  });
  return { system, clock };
};

describe("the clock", () => {
  it("goes with the system's", () => {
    const { system, clock } = startClock();
    system.time += 500;
    expect(clock.now()).toBe(1500);
  });

  it("stands still while the system's is set back, and goes on from there", () => {
    const { system, clock } = startClock();
    system.time = 5000;
    expect(clock.now()).toBe(5000);
    system.time = 100;
    expect(clock.now()).toBe(5000);
    system.time = 400;
    expect(clock.now()).toBe(5300);
  });

  it("counts what was slept even if the system's clock did not move", async () => {
    const { system, clock } = startClock();
    system.moves = false;
    await clock.sleep(60_000, NEVER);
    expect(clock.now()).toBe(61_000);
  });

  it("leaves the small inaccuracies of timers alone", async () => {
    const { system, clock } = startClock();
    await clock.sleep(100, NEVER);
    system.time -= 1;
    await clock.sleep(100, NEVER);
    expect(clock.now()).toBe(1200);
  });

  it("does not sleep on after an interrupt", async () => {
    const controller = new AbortController();
    const clock = createClock({ now: () => 0, sleep: async () => controller.abort(new Error("stop")) });
    await expect(clock.sleep(1000, controller.signal)).rejects.toThrow("stop");
  });
});
