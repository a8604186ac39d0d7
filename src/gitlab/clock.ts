/** A clock that only goes forward: what waits by it cannot be held by a system clock that is set back or stands still. */

export interface Clock {
  /** Milliseconds since 1970, as the system had it at the start. */
  readonly now: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** @param clock the system's: `sleep` may return early when the signal is aborted. */
export const createClock = (clock: Clock): Clock => {
  let last = clock.now();
  let offset = 0;
  const now = (): number => {
    const time = clock.now() + offset;
    if (time < last) offset += last - time;
    else last = time;
    return last;
  };
  return {
    now,
    sleep: async (ms, signal) => {
      const end = now() + ms;
      await clock.sleep(ms, signal);
      signal.throwIfAborted();
      // A timer may fire a little early; far too early means that the clock did not move with it.
      if (now() < end - ms / 2) offset += end - now();
    },
  };
};
