/** One request to GitLab: timeout, redirects, size limit, and the token for its own origin only. */
import { type Dispatcher, type Response, fetch } from "undici";
import { boundSignal } from "../lib/bound-signal.ts";
import { makeError } from "../model/errors.ts";
import { describeBreak } from "./errors.ts";
import type { FileBytes } from "./gitlab.ts";
import type { Limits } from "./limits.ts";

export interface Request {
  readonly url: string;
  /** Posts this JSON instead of asking with GET. */
  readonly json?: string;
  /** Wants a file, and so many bytes of it at most; without it, text. */
  readonly most?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null when it is larger than allowed, and when it is a file. */
  readonly body: string | null;
  readonly file: FileBytes | null;
  /** Why a body did not arrive to its end; null when it did. */
  readonly broken: string | null;
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

const readBytes = async (response: Response, most: number): Promise<FileBytes> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const room = most - size;
    // Leaving the loop cancels the stream.
    if (chunk.length > room) {
      chunks.push(chunk.subarray(0, room));
      return { bytes: Buffer.concat(chunks), isCut: true };
    }
    size += chunk.length;
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), isCut: false };
};

type Content = Pick<Answer, "body" | "file" | "broken">;

const readContent = async (response: Response, { most }: Request, limits: Limits): Promise<Content> => {
  if (response.status === 200 && most !== undefined)
    return { body: null, file: await readBytes(response, most), broken: null };
  const limit = response.status === 200 ? limits.maxBytes : limits.maxErrorBytes;
  const { bytes, isCut } = await readBytes(response, limit);
  return { body: isCut ? null : new TextDecoder().decode(bytes), file: null, broken: null };
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

const describeRequest = ({ json, most }: Request, userAgent: string) => ({
  method: json === undefined ? "GET" : "POST",
  ...(json === undefined ? {} : { body: json }),
  headers: {
    accept: most === undefined ? "application/json" : "*/*",
    "user-agent": userAgent,
    ...(json === undefined ? {} : { "content-type": "application/json" }),
  },
});

/**
 * Makes the function that sends one request and follows its redirects.
 * @param onHop called before each request but the first; rejects or waits as it likes. `isHome` is false on other hosts.
 */
export const createFetcher = (
  options: FetchOptions,
  onHop: (url: URL, isHome: boolean) => Promise<void>,
): ((request: Request) => Promise<Answer>) => {
  const { token, userAgent, dispatcher, limits } = options;
  const home = new URL(options.url).origin;
  const refuse = (detail: string): Error => makeError("GITLAB_UNREACHABLE", [{ url: options.url, detail }]);

  const follow = async (request: Request, signal: AbortSignal): Promise<Answer> => {
    const { headers: plain, ...rest } = describeRequest(request, userAgent);
    let url = new URL(request.url);
    // Once away from home the token stays behind, even when a later redirect leads back.
    let isHome = url.origin === home;
    for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
      if (hop > 0) await onHop(url, isHome);
      const headers = isHome ? { ...plain, "private-token": token } : plain;
      const response = await fetch(url, { ...rest, headers, redirect: "manual", dispatcher, signal });
      const { status } = response;
      const location = REDIRECTS.has(status) ? response.headers.get("location") : null;
      // What was posted is for this address alone.
      if (location === null || request.json !== undefined) {
        // There was an answer, so the server can be reached; half of it is a matter of this request alone.
        const content = await readContent(response, request, limits).catch((error: unknown): Content => {
          options.signal.throwIfAborted();
          return { body: null, file: null, broken: describeBreak(error) };
        });
        return { status, headers: Object.fromEntries(response.headers), ...content, origin: url.origin };
      }
      await response.body?.cancel();
      const next = resolveRedirect(url, location);
      if (typeof next === "string") throw refuse(next);
      url = next;
      isHome &&= url.origin === home;
    }
    throw refuse(`it redirects more than ${limits.maxRedirects} times`);
  };

  return async (request) => {
    const time = boundSignal(options.signal, request.most === undefined ? limits.attemptMs : limits.fileMs);
    try {
      return await follow(request, time.signal);
    } finally {
      time.release();
    }
  };
};
