/** Requests that come through: no faster than GitLab allows, tried again when that may help, and JSON when it should be. */
import { VaultboundError, makeError } from "../model/errors.ts";
import { tryJson } from "./check.ts";
import { createClock } from "./clock.ts";
import { type NetworkFailure, readNetworkError } from "./errors.ts";
import { type Answer, type FetchOptions, type Request, createFetcher } from "./fetcher.ts";
import type { Limits } from "./limits.ts";
import { type Throttle, createThrottle } from "./throttle.ts";
import { planWait, readAllowance } from "./waits.ts";

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

/** The final answer, with its JSON where text was asked for; undefined when it is none. */
export interface Reply extends Answer {
  readonly json: unknown;
}

export interface Transport {
  /** The final answer, whatever its status; rejects when there is none. */
  send(request: Request): Promise<Reply>;
  /** HTTP requests sent so far, retries and redirects included. */
  readonly calls: () => number;
  /** {@link Throttle.allowance} */
  readonly allowance: Throttle["allowance"];
}

type Outcome = Reply | NetworkFailure;
type Trouble = "none" | "final" | "transient" | "garbled" | "rate";

const RETRIED = new Set([408, 500, 502, 503, 504]);
const isReply = (outcome: Outcome): outcome is Reply => "status" in outcome;

/** Object storage and the like: what it refuses, GitLab may allow with a fresh address. */
const isAway = ({ origin }: Answer, home: string): boolean => origin !== home;

const findTrouble = (outcome: Outcome, { most }: Request, home: string): Trouble => {
  if (!isReply(outcome)) return outcome.isTransient ? "transient" : "final";
  const { status, body, json, broken } = outcome;
  if (status === 429) return "rate";
  if (RETRIED.has(status) || (isAway(outcome, home) && status !== 200 && status !== 404)) return "transient";
  if (status !== 200) return "final";
  if (broken !== null) return "transient";
  return most === undefined && body !== null && json === undefined ? "garbled" : "none";
};

const triesOf = (trouble: Trouble, limits: Limits, hasAnswered: boolean): number => {
  if (trouble === "rate") return limits.rateTries;
  if (trouble === "garbled") return limits.garbledTries;
  if (trouble !== "transient") return 1;
  return hasAnswered ? limits.tries : limits.firstTries;
};

/** Limits per endpoint answer in JSON and count in no header; those of the user and of proxies are for everything. */
const scopeOf = ({ headers, json }: Reply): "everything" | "endpoint" =>
  headers["ratelimit-limit"] === undefined && typeof json === "object" ? "endpoint" : "everything";

export const createTransport = (options: TransportOptions): Transport => {
  const { url, signal, log, limits, random } = options;
  const { origin: home, hostname, pathname } = new URL(url);
  const root = `${pathname.replace(/\/$/, "")}/api/v4`;
  const clock = createClock(options);
  const throttle: Throttle = createThrottle({
    clock,
    signal,
    limits,
    isGitLabCom: hostname === "gitlab.com",
  });
  const below = ({ pathname: path }: URL): string => (path.startsWith(root) ? path.slice(root.length) : path);
  let calls = 0;
  let hasAnswered = false;

  const fetchOnce = createFetcher(options, async (next, isHome) => {
    if (isHome) await throttle.again(below(next));
    calls += 1;
  });

  const fail = (error: unknown): NetworkFailure => {
    if (error instanceof VaultboundError) throw error;
    return readNetworkError(error, url);
  };

  const attempt = async (request: Request, path: string): Promise<Outcome> => {
    const leave = await throttle.enter(path);
    try {
      calls += 1;
      const answer = await fetchOnce(request);
      hasAnswered = true;
      const allowance = isAway(answer, home) ? null : readAllowance(answer, clock.now());
      if (allowance !== null) throttle.learn(allowance);
      const { body } = answer;
      return { ...answer, json: body === null ? undefined : tryJson(body) };
    } catch (error) {
      return fail(error);
    } finally {
      leave();
    }
  };

  const sendWithRetries = async (request: Request): Promise<Reply> => {
    const target = new URL(request.url);
    const path = below(target);
    const tried: Record<Trouble, number> = { none: 0, final: 0, transient: 0, garbled: 0, rate: 0 };
    let patience = limits.maxWaitMs;
    for (let number = 1; ; number += 1) {
      const outcome = await attempt(request, path);
      const trouble = findTrouble(outcome, request, home);
      tried[trouble] += 1;
      const refusal = isReply(outcome) ? outcome : null;
      const moment = { attempt: tried[trouble], now: clock.now(), random: random(), limits };
      const isWorthIt = tried[trouble] < triesOf(trouble, limits, hasAnswered);
      const planned = isWorthIt ? planWait(refusal, moment) : null;
      const waitMs = planned !== null && planned <= patience ? planned : null;
      log({ path: target.pathname, attempt: number, result: describe(outcome), waitMs });
      if (waitMs === null) return settle(outcome);
      patience -= trouble === "rate" ? waitMs : 0;
      if (refusal?.status === 429) throttle.hold(path, waitMs, scopeOf(refusal));
      else await clock.sleep(waitMs, signal);
    }
  };

  const send = (request: Request): Promise<Reply> =>
    sendWithRetries(request).catch((error: unknown) => {
      throw signal.aborted ? makeError("INTERRUPTED", []) : error;
    });
  return { send, calls: () => calls, allowance: throttle.allowance };
};

/** For the log. */
const describe = (outcome: Outcome): string =>
  isReply(outcome) ? (outcome.broken ?? String(outcome.status)) : outcome.error.message;

const settle = (outcome: Outcome): Reply => {
  if (isReply(outcome)) return outcome;
  throw outcome.error;
};
