/** Faults on demand, as data: which requests fail, and how. */
import { htmlReply, jsonReply, type Reply, textReply } from "./answers.ts";

export type FaultEffect =
  /** 429 in plain text with the headers of GitLab's throttle. */
  | { readonly kind: "rate-limit"; readonly retryAfterSeconds: number }
  /** 500, 502, 503 with an HTML page. */
  | { readonly kind: "server-error"; readonly status: number }
  /** 401 as for a token that expired meanwhile. */
  | { readonly kind: "unauthorized" }
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
  /** 302 to the same content on another host, as for files in object storage. */
  | { readonly kind: "redirect-elsewhere" };

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
}

const toPattern = (glob: string): RegExp =>
  new RegExp(`^${glob.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&").replaceAll("*", ".*")}$`, "s");

export const createFaultBook = (initial: readonly Fault[]): FaultBook => {
  let rules: { readonly fault: Fault; readonly pattern: RegExp; met: number }[] = [];
  const set = (faults: readonly Fault[]): void => {
    rules = faults.map((fault) => ({ fault, pattern: toPattern(fault.path), met: 0 }));
  };
  set(initial);
  return {
    set,
    clear: () => set([]),
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
        if (isDue) effect ??= fault.effect;
      }
      return effect;
    },
  };
};

/** The answer of effects that never reach the operation, or null for the others. */
export const replyOfFault = (effect: FaultEffect, now: Date): Reply | null => {
  if (effect.kind === "rate-limit") {
    const reset = Math.floor(now.getTime() / 1000) + effect.retryAfterSeconds;
    return textReply(429, "Retry later\n", {
      "retry-after": String(effect.retryAfterSeconds),
      "ratelimit-limit": "60",
      "ratelimit-name": "throttle_authenticated_api",
      "ratelimit-observed": "61",
      "ratelimit-remaining": "0",
      "ratelimit-reset": String(reset),
      "ratelimit-resettime": new Date(reset * 1000).toUTCString(),
    });
  }
  if (effect.kind === "server-error")
    return htmlReply(effect.status, `${effect.status} - GitLab is not responding`);
  if (effect.kind === "unauthorized") return jsonReply(401, { message: "401 Unauthorized" });
  if (effect.kind === "not-found") return jsonReply(404, { message: "404 Not Found" });
  if (effect.kind === "login-page") return htmlReply(200, "Sign in");
  return null;
};
