/** A signal that ends with another one or after a time, and holds on to nothing once it is released. */

export interface BoundSignal {
  readonly signal: AbortSignal;
  readonly isTimedOut: () => boolean;
  /** The work is done. */
  readonly release: () => void;
}

/**
 * `AbortSignal.any([parent, AbortSignal.timeout(ms)])` would stay in memory until the time is over, with what listens to
 * it: a sweep makes thousands of them, for minutes each.
 */
export const boundSignal = (parent: AbortSignal, ms: number): BoundSignal => {
  const controller = new AbortController();
  let isTimedOut = false;
  const follow = (): void => controller.abort(parent.reason);
  const timer = setTimeout(() => {
    isTimedOut = true;
    controller.abort(new DOMException("It took too long.", "TimeoutError"));
  }, ms);
  timer.unref();
  if (parent.aborted) follow();
  else parent.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    isTimedOut: () => isTimedOut,
    release: () => {
      clearTimeout(timer);
      parent.removeEventListener("abort", follow);
    },
  };
};
