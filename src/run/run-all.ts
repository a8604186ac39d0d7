/** Runs tasks as they are listed, never more of them in memory than can run soon. */
import pLimit from "p-limit";

/** @param stop aborted when one task fails: then no other begins. @throws what the first one threw, after those in flight. */
export const runAll = async (
  tasks: AsyncIterable<() => Promise<void>>,
  { concurrency, stop }: { readonly concurrency: number; readonly stop: AbortController },
): Promise<void> => {
  const limit = pLimit(concurrency);
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const fail = (error: unknown): void => {
    failure ??= { error };
    stop.abort(error);
  };
  try {
    for await (const task of tasks) {
      if (failure !== null) break;
      const promise: Promise<void> = limit(task)
        .catch(fail)
        .finally(() => running.delete(promise));
      running.add(promise);
      if (running.size >= concurrency * 2) await Promise.race(running);
    }
  } catch (error) {
    // The listing broke: what is in flight is finished and kept.
    failure ??= { error };
  }
  await Promise.all(running);
  // TypeScript does not see that `fail` assigns it.
  const result = failure as { readonly error: unknown } | null;
  if (result !== null) throw result.error;
};
