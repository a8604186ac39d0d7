/** How long and how often GitLab is asked, and how much it may answer. */

export interface Limits {
  /** Attempts per request, the first included. */
  readonly tries: number;
  /** First pause after a failure; doubles each time. */
  readonly backoffMs: number;
  /** The same after a 429 that names no time: GitLab's per-endpoint limits do not, and count by the minute. */
  readonly rateBackoffMs: number;
  /** The longest pause a server may ask for. */
  readonly maxWaitMs: number;
  readonly connectMs: number;
  /** Until the headers are there. GitLab itself gives up after 60 s. */
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly idleMs: number;
  /** One attempt from connecting to the last byte, redirects included. */
  readonly attemptMs: number;
  /** Size of a body after decompression. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
}

export const DEFAULT_LIMITS: Limits = {
  tries: 5,
  backoffMs: 500,
  rateBackoffMs: 5_000,
  maxWaitMs: 600_000,
  connectMs: 10_000,
  headersMs: 65_000,
  idleMs: 30_000,
  attemptMs: 180_000,
  maxBytes: 64 * 1024 * 1024,
  maxRedirects: 5,
};
