/** One GET to GitLab: timeout, redirects, size limit, and the token for its own origin only. */
import { type Dispatcher, type Response, fetch } from "undici";
import { makeError } from "../model/errors.ts";
import type { Limits } from "./limits.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null when it is larger than allowed. */
  readonly body: string | null;
  /** Who answered in the end; the token went no further than the first origin. */
  readonly origin: string;
}

export interface FetchOptions {
  /** Base URL, for messages; the token is sent to its origin only. */
  readonly url: string;
  readonly token: string;
  readonly userAgent: string;
  readonly signal: AbortSignal;
  readonly dispatcher: Dispatcher;
  readonly limits: Limits;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const readBody = async (response: Response, maxBytes: number): Promise<string | null> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the stream.
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
};

const resolveRedirect = (from: URL, location: string): URL | string => {
  const next = URL.parse(location, from.href);
  if (next === null || !/^https?:$/.test(next.protocol))
    return "it redirects to something that is no web address";
  if (from.protocol === "https:" && next.protocol === "http:") return "it redirects to unencrypted http";
  next.username = "";
  next.password = "";
  return next;
};

/** Makes the function that sends one request and follows its redirects. */
export const createFetcher = (
  options: FetchOptions,
  count: () => void,
): ((start: URL) => Promise<Answer>) => {
  const { token, userAgent, dispatcher, limits } = options;
  const home = new URL(options.url).origin;
  const refuse = (detail: string): Error => makeError("GITLAB_UNREACHABLE", [{ url: options.url, detail }]);
  const plain = { accept: "application/json", "user-agent": userAgent };

  return async (start) => {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(limits.attemptMs)]);
    let url = start;
    // Once away from home the token stays behind, even when a later redirect leads back.
    let isHome = start.origin === home;
    for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
      count();
      const headers = isHome ? { ...plain, "private-token": token } : plain;
      const response = await fetch(url, { headers, redirect: "manual", dispatcher, signal });
      const { status } = response;
      const location = REDIRECTS.has(status) ? response.headers.get("location") : null;
      if (location === null) {
        const body = await readBody(response, limits.maxBytes);
        return { status, headers: Object.fromEntries(response.headers), body, origin: url.origin };
      }
      await response.body?.cancel();
      const next = resolveRedirect(url, location);
      if (typeof next === "string") throw refuse(next);
      url = next;
      isHome &&= url.origin === home;
    }
    throw refuse(`it redirects more than ${limits.maxRedirects} times`);
  };
};
