/** How long and how often GitLab is asked, and how much it may answer. */

export interface Limits {
  /** Attempts per request, the first included, once the server has answered anything. */
  readonly tries: number;
  /** The same before that: a wrong address should not take long to be told. */
  readonly firstTries: number;
  /** Attempts when the answer is 200 and yet no JSON: half of it, or a page. */
  readonly garbledTries: number;
  /** Attempts when the answer is 429. */
  readonly rateTries: number;
  /** First pause after a failure, at most; doubles each time. */
  readonly backoffMs: number;
  /** The same after a 429 that names no time: GitLab's per-endpoint limits do not, and count by the minute. */
  readonly rateBackoffMs: number;
  /** No pause of our own is longer. */
  readonly maxBackoffMs: number;
  /** The longest pause a server may ask for, and all of a request's pauses after 429: windows of an hour exist. */
  readonly maxWaitMs: number;
  readonly connectMs: number;
  /** Until the headers are there. GitLab itself gives up after 60 s. */
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly idleMs: number;
  /** One attempt from connecting to the last byte, redirects included. */
  readonly attemptMs: number;
  /** The same for a file. */
  readonly fileMs: number;
  /** Size of a body after decompression. */
  readonly maxBytes: number;
  /** Of a body that is only read for the reason of a refusal. */
  readonly maxErrorBytes: number;
  readonly maxRedirects: number;
  /** Requests at the same time. */
  readonly concurrency: number;
  /** What the user allows; null: as many as the server says. */
  readonly requestsPerMinute: number | null;
}

export const DEFAULT_LIMITS: Limits = {
  tries: 6,
  firstTries: 3,
  garbledTries: 3,
  rateTries: 30,
  backoffMs: 1_000,
  rateBackoffMs: 5_000,
  maxBackoffMs: 60_000,
  maxWaitMs: 3_900_000,
  connectMs: 10_000,
  headersMs: 65_000,
  idleMs: 30_000,
  attemptMs: 180_000,
  fileMs: 900_000,
  maxBytes: 64 * 1024 * 1024,
  maxErrorBytes: 64 * 1024,
  maxRedirects: 5,
  concurrency: 16,
  requestsPerMinute: null,
};
