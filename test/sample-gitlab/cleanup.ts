/** Cleans up when the process ends before anybody has closed what it started. */

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `clean`, which must be synchronous, on exit and on signals; these then end the process as usual.
 * @returns a function that stops watching.
 */
export const cleanOnExit = (clean: () => void): (() => void) => {
  const onSignal = (signal: NodeJS.Signals): void => {
    clean();
    stop();
    process.kill(process.pid, signal);
  };
  const stop = (): void => {
    process.off("exit", clean);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  process.on("exit", clean);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return stop;
};
