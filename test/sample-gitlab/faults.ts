/** Faults on demand, as data: which requests fail, and how. */
import { htmlReply, jsonReply, type Reply, textReply } from "./answers.ts";

export type FaultEffect =
  /** 429; see {@link RateLimit}. */
  | RateLimit
  /** 500, 502, 503 with an HTML page. */
  | { readonly kind: "server-error"; readonly status: number }
  /** 401 as for a token that expired meanwhile: from then on it opens nothing any more, git included. */
  | { readonly kind: "unauthorized" }
  /** 403 as for a role that is too small. */
  | { readonly kind: "forbidden" }
  /** 404 as for something deleted meanwhile. */
  | { readonly kind: "not-found" }
  /** 200 with an HTML page, as single sign-on in front of GitLab answers. */
  | { readonly kind: "login-page" }
  /** The connection is reset before any answer. */
  | { readonly kind: "reset" }
  /** The true answer, later. */
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** Half of the true body, as if it were complete. */
  | { readonly kind: "truncate" }
  /** Half of the true body, then the connection is reset. */
  | { readonly kind: "cut" }
  /** Half of the true body, then silence on an open connection. */
  | { readonly kind: "stall" }
  /** 302 to the same content on another host, as for files in object storage. */
  | { readonly kind: "redirect-elsewhere" }
  /** 301 to the same thing on this host, as for what was renamed. */
  | { readonly kind: "moved" }
  /** Pages of `size` at most, whatever was asked for; once a list was asked for, its first `drop` are gone. */
  | { readonly kind: "shrink"; readonly size: number; readonly drop: number }
  /** The true answer of a server whose clock is wrong by so much: `Date`, and `RateLimit-*` as GitLab.com has it. */
  | { readonly kind: "clock"; readonly skewSeconds: number };

/** 429 of GitLab's throttle in plain text, or of a limit per endpoint, which no header tells. */
interface RateLimit {
  readonly kind: "rate-limit";
  readonly retryAfterSeconds: number;
  /** `reset`: only the moment when the window ends, by the server's clock. Default: everything. */
  readonly headers?: "all" | "reset" | "none";
  /** How far the server's clock is ahead. */
  readonly skewSeconds?: number;
}

export interface Fault {
  /** Default: any method. */
  readonly method?: string;
  /**
   * Path below the relative root, `*` = any text: `/api/v4/groups/*`, `*.git/info/refs`. The query counts when the
   * pattern has a `?`.
   */
  readonly path: string;
  /** First matching request that fails, from 1; default 1. */
  readonly from?: number;
  /** How many of them fail; default all. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

export interface FaultBook {
  /** Replaces all faults and forgets how often they were met. */
  set(faults: readonly Fault[]): void;
  clear(): void;
  /** The effect for this request, or null. Counts the request. */
  next(method: string, path: string): FaultEffect | null;
  /** Faults that no request has met so far. */
  unmet(): readonly Fault[];
  /** The token is dead until the faults are replaced. */
  expire(token: string): void;
  hasExpired(token: string): boolean;
}

const toPattern = (glob: string): RegExp =>
  new RegExp(`^${glob.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&").replaceAll("*", ".*")}$`, "s");

export const createFaultBook = (initial: readonly Fault[]): FaultBook => {
  let rules: {
    readonly fault: Fault;
    readonly pattern: RegExp;
    met: number;
    hasStruck: boolean;
    /** Of lists that were asked for before. */
    readonly paths: Set<string>;
  }[] = [];
  const expired = new Set<string>();
  const set = (faults: readonly Fault[]): void => {
    expired.clear();
    rules = faults.map((fault) => ({
      fault,
      pattern: toPattern(fault.path),
      met: 0,
      hasStruck: false,
      paths: new Set(),
    }));
  };
  set(initial);
  return {
    set,
    clear: () => set([]),
    unmet: () => rules.filter(({ hasStruck }) => !hasStruck).map(({ fault }) => fault),
    expire: (token) => void expired.add(token),
    hasExpired: (token) => expired.has(token),
    next: (method, path) => {
      let effect: FaultEffect | null = null;
      const [pathOnly = ""] = path.split("?");
      for (const rule of rules) {
        const { fault, pattern } = rule;
        if (fault.method !== undefined && fault.method !== method) continue;
        if (!pattern.test(fault.path.includes("?") ? path : pathOnly)) continue;
        rule.met += 1;
        const first = fault.from ?? 1;
        const isDue = rule.met >= first && rule.met < first + (fault.times ?? Infinity);
        if (!isDue || effect !== null) continue;
        effect = fault.effect;
        if (effect.kind === "shrink" && !rule.paths.has(pathOnly)) effect = { ...effect, drop: 0 };
        rule.paths.add(pathOnly);
        rule.hasStruck = true;
      }
      return effect;
    },
  };
};

const rateLimited = (effect: RateLimit, now: Date): Reply => {
  const { retryAfterSeconds, headers = "all", skewSeconds = 0 } = effect;
  if (headers === "none") {
    const error = "This endpoint has been requested too many times. Try again later.";
    return jsonReply(429, { message: { error } });
  }
  const sent = Math.floor(now.getTime() / 1000) + skewSeconds;
  const reset = sent + retryAfterSeconds;
  return textReply(429, "Retry later\n", {
    date: new Date(sent * 1000).toUTCString(),
    ...(headers === "reset" ? {} : { "retry-after": String(retryAfterSeconds) }),
    "ratelimit-limit": "60",
    "ratelimit-name": "throttle_authenticated_api",
    "ratelimit-observed": "61",
    "ratelimit-remaining": "0",
    "ratelimit-reset": String(reset),
    "ratelimit-resettime": new Date(reset * 1000).toUTCString(),
  });
};

/** The answer of effects that never reach the operation, or null for the others. */
export const replyOfFault = (effect: FaultEffect, now: Date): Reply | null => {
  if (effect.kind === "rate-limit") return rateLimited(effect, now);
  if (effect.kind === "server-error")
    return htmlReply(effect.status, `${effect.status} - GitLab is not responding`);
  if (effect.kind === "unauthorized") return jsonReply(401, { message: "401 Unauthorized" });
  if (effect.kind === "forbidden") return jsonReply(403, { message: "403 Forbidden" });
  if (effect.kind === "not-found") return jsonReply(404, { message: "404 Not Found" });
  if (effect.kind === "login-page") return htmlReply(200, "Sign in");
  return null;
};

/** What a server tells of its throttle and its clock with every answer. */
export const throttleHeaders = (now: Date, skewSeconds = 0): Readonly<Record<string, string>> => {
  const sent = Math.floor(now.getTime() / 1000) + skewSeconds;
  return {
    date: new Date(sent * 1000).toUTCString(),
    "ratelimit-limit": "2000",
    "ratelimit-name": "throttle_authenticated_api",
    "ratelimit-observed": "1",
    "ratelimit-remaining": "1999",
    "ratelimit-reset": String(sent + 60),
  };
};
