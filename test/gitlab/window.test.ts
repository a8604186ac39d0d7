/** How many requests fit into a sliding window. */
import { describe, expect, it } from "vitest";
import { createWindow } from "../../src/gitlab/window.ts";

/** Sends as fast as the window allows; gives the times. */
const sendAll = (count: number, limit: number | null): number[] => {
  const window = createWindow(60_000, limit);
  const times: number[] = [];
  let now = 0;
  while (times.length < count) {
    now += window.waitMs(now);
    window.take(now);
    times.push(now);
  }
  return times;
};

/** The most requests in any minute. */
const busiest = (times: readonly number[]): number =>
  Math.max(...times.map((time, index) => index + 1 - times.findIndex((other) => other > time - 60_000)));

describe("a window of a minute", () => {
  it.each([1, 3, 4, 10, 60, 600])("never holds more than its limit of %i", (limit) => {
    expect(busiest(sendAll(limit * 6 + 5, limit))).toBeLessThanOrEqual(limit);
  });

  it.each([60, 600, 2000])("lets through nearly as many as its limit of %i allows", (limit) => {
    const times = sendAll(limit * 10, limit);
    // Ten full windows begin within nine minutes at best.
    expect(times.at(-1)).toBeLessThan(10 * 60_000 * 1.05);
  });

  it("starts at full speed, so that a small sweep does not wait at all", () => {
    expect(sendAll(150, 600).at(-1)).toBe(0);
  });

  it("spreads the rest: after the start, nobody waits long", () => {
    const times = sendAll(5000, 600);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(500);
  });

  it("without a limit never makes anybody wait, and still counts", () => {
    const window = createWindow(60_000, null);
    for (let now = 0; now < 100_000; now += 100) window.take(now);
    expect([window.waitMs(100_000), window.used(100_000)]).toEqual([0, 609]);
  });

  it("obeys a limit that comes later, for what was sent before too", () => {
    const window = createWindow(60_000, null);
    for (let index = 0; index < 100; index += 1) window.take(0);
    window.setLimit(50);
    expect(window.waitMs(1000)).toBe(60_000);
    expect(window.waitMs(61_000)).toBe(0);
    expect(window.limit()).toBe(50);
  });

  it("keeps no more than a bounded number of times", () => {
    const window = createWindow(60_000, null);
    for (let index = 0; index < 60_000; index += 1) window.take(0);
    expect(window.used(0)).toBe(50_000);
  });
});
