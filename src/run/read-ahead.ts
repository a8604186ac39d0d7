/** Lets a list run ahead of those who work on it, so that it is known early how long it is. */

/**
 * The items in their order; at most `most` of them wait. An error of the list comes after the items before it.
 * Leaving the loop ends the list.
 */
export async function* readAhead<T extends object>(items: AsyncIterable<T>, most: number): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  const waiting: T[] = [];
  const state: { isEnded: boolean; isLeft: boolean; failure: { readonly error: unknown } | null } = {
    isEnded: false,
    isLeft: false,
    failure: null,
  };
  let wakeReader = (): void => undefined;
  let wakeList = (): void => undefined;
  const produce = async (): Promise<void> => {
    try {
      for (;;) {
        while (waiting.length >= most && !state.isLeft)
          await new Promise<void>((resolve) => {
            wakeList = resolve;
          });
        if (state.isLeft) return;
        const next = await iterator.next();
        if (next.done === true) return;
        waiting.push(next.value);
        wakeReader();
      }
    } catch (error) {
      state.failure = { error };
    } finally {
      state.isEnded = true;
      wakeReader();
    }
  };
  void produce();
  try {
    for (;;) {
      const item = waiting.shift();
      if (item !== undefined) {
        wakeList();
        yield item;
      } else if (state.isEnded) break;
      else
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
    }
    if (state.failure !== null) throw state.failure.error;
  } finally {
    state.isLeft = true;
    wakeList();
    // Not waited for: a request under way ends with the run's signal. Its error would be nobody's.
    iterator.return?.().catch(() => undefined);
  }
}
