/** The GitLab port over its REST API (v4). */
import { checkAuthority, checkToken, normalizeAddress } from "./address.ts";
import { type Api, createAddresses } from "./api.ts";
import { createCi } from "./ci.ts";
import { createDispatcher } from "./dispatcher.ts";
import type { GitLab } from "./gitlab.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { createPlaces } from "./places.ts";
import { createReader } from "./reader.ts";
import { createRunners } from "./runners.ts";
import { createSettings } from "./settings.ts";
import { createTexts } from "./texts.ts";
import { createTokenCheck } from "./token-check.ts";
import { type RequestEvent, createTransport } from "./transport.ts";

export interface GitLabOptions {
  readonly url: string;
  readonly token: string;
  readonly userAgent: string;
  /** Ends everything at once with INTERRUPTED. */
  readonly signal: AbortSignal;
  /** Rejects, or returns early, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: (event: RequestEvent) => void;
  /** Environment variables to take the proxy from. */
  readonly proxyEnv: Readonly<Record<string, string | undefined>>;
  /** PEM text of further certificate authorities. */
  readonly ca?: string;
  /** Among them how many requests per minute and at once are allowed. */
  readonly limits?: Partial<Limits>;
}

export const createGitLab = (options: GitLabOptions): GitLab => {
  const { token, now } = options;
  const url = normalizeAddress(options.url);
  checkToken(token);
  if (options.ca !== undefined) checkAuthority(options.ca);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const dispatcher = createDispatcher({ ...options, limits });
  const transport = createTransport({ ...options, url, limits, dispatcher });
  const tokenCheck = createTokenCheck(url, transport, now);
  const reader = createReader({ url, token, transport, tokenCheck });
  const api: Api = { url, now, to: createAddresses(url), reader };
  return {
    url,
    ...createPlaces(api),
    ...createCi(api),
    ...createRunners(api),
    ...createSettings(api),
    ...createTexts(api),
    calls: transport.calls,
    allowance: transport.allowance,
    close: () => dispatcher.close(),
  };
};
