/** GETs that come through: retries, back-off, and a pause that all requests share. */
import { VaultboundError, makeError } from "../model/errors.ts";
import { type NetworkFailure, readNetworkError } from "./errors.ts";
import { type Answer, type FetchOptions, createFetcher } from "./fetcher.ts";
import { planWait } from "./waits.ts";

/** One attempt, for the log. Paths only: no query, no header, no body. */
export interface RequestEvent {
  readonly path: string;
  /** From 1. */
  readonly attempt: number;
  /** HTTP status, or what went wrong before there was one. */
  readonly result: string;
  /** Pause before the next attempt; null when there is none. */
  readonly waitMs: number | null;
}

export interface TransportOptions extends FetchOptions {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: (event: RequestEvent) => void;
}

export interface Transport {
  /** The final answer, whatever its status; rejects when there is none. */
  get(url: string): Promise<Answer>;
  /** HTTP requests sent so far, retries and redirects included. */
  readonly calls: () => number;
}

type Outcome = Answer | NetworkFailure;

const RETRIED = new Set([408, 429, 500, 502, 503, 504]);
const isAnswer = (outcome: Outcome): outcome is Answer => "status" in outcome;

/** Lets requests through, or holds all of them until the moment that a 429 named. */
const createGate = ({ now, sleep, signal }: TransportOptions) => {
  let closedUntil = 0;
  return {
    closeFor: (ms: number): void => {
      closedUntil = Math.max(closedUntil, now() + ms);
    },
    pass: async (): Promise<void> => {
      let waitedFor = 0;
      // Waits again only if the moment moved meanwhile, so that a standing clock cannot hold us for ever.
      while (closedUntil > waitedFor && closedUntil > now()) {
        waitedFor = closedUntil;
        await sleep(closedUntil - now(), signal);
      }
    },
  };
};

/** Milliseconds to wait before the next attempt, or null when none should follow. */
const planRetry = (outcome: Outcome, attempt: number, options: TransportOptions): number | null => {
  const { now, random, limits } = options;
  const isWorthIt = isAnswer(outcome) ? RETRIED.has(outcome.status) : outcome.isTransient;
  if (!isWorthIt || attempt >= limits.tries) return null;
  return planWait(isAnswer(outcome) ? outcome : null, { attempt, now: now(), random: random(), limits });
};

export const createTransport = (options: TransportOptions): Transport => {
  const { url, signal, sleep, log } = options;
  let calls = 0;
  const send = createFetcher(options, () => (calls += 1));
  const gate = createGate(options);

  const fail = (error: unknown): NetworkFailure => {
    if (error instanceof VaultboundError) throw error;
    return readNetworkError(error, url);
  };

  const getWithRetries = async (target: URL): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      await gate.pass();
      signal.throwIfAborted();
      const outcome = await send(target).catch(fail);
      const waitMs = planRetry(outcome, attempt, options);
      const result = isAnswer(outcome) ? String(outcome.status) : outcome.error.message;
      log({ path: target.pathname, attempt, result, waitMs });
      if (waitMs !== null) {
        if (isAnswer(outcome) && outcome.status === 429) gate.closeFor(waitMs);
        else await sleep(waitMs, signal);
      } else if (isAnswer(outcome)) return outcome;
      else throw outcome.error;
    }
  };

  const get = (target: string): Promise<Answer> =>
    getWithRetries(new URL(target)).catch((error: unknown) => {
      throw signal.aborted ? makeError("INTERRUPTED", []) : error;
    });
  return { get, calls: () => calls };
};
