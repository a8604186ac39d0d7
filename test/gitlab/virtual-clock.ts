/** A clock that moves only when everything waits for it: hours pass in milliseconds, in the right order. */
import { setImmediate } from "node:timers/promises";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export const createVirtualClock = (start = Date.UTC(2026, 0, 1)) => {
  let time = start;
  const sleepers: Sleeper[] = [];

  const sleep = (ms: number, _signal?: AbortSignal): Promise<void> =>
    new Promise((wake) => {
      const at = time + Math.max(0, ms);
      const place = sleepers.findLastIndex((other) => other.at <= at) + 1;
      sleepers.splice(place, 0, { at, wake });
    });

  return {
    now: () => time,
    sleep,
    /** Moves the clock on until the promise is settled. */
    run: async <Result>(work: Promise<Result>): Promise<Result> => {
      let isDone = false;
      const end = (): void => {
        isDone = true;
      };
      work.then(end, end);
      for (;;) {
        await setImmediate();
        if (isDone) return work;
        const next = sleepers.shift();
        if (next === undefined) throw new Error("everything waits, and nobody for the clock");
        time = next.at;
        next.wake();
      }
    },
  };
};
