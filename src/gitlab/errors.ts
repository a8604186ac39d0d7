/**
 * What GitLab or the network answered → an error of the table. Built from status, code and a few cleaned words only,
 * and without `cause`: the client library's errors hold the request, and with it the token.
 */
import { printable } from "../lib/printable.ts";
import { type VaultboundError, makeError } from "../model/errors.ts";
import { tryJson, tryStringify } from "./check.ts";

/** What is read of an answer; fetcher.ts has the whole. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What a call is about, in the words of its error messages. */
export interface Subject {
  readonly what: string;
  /** What the token's owner must be there to read it. */
  readonly role: string;
}

export interface RefusalContext {
  readonly subject: Subject;
  readonly url: string;
  /** Takes the token out of text the server made. */
  readonly redact: (text: string) => string;
}

/** One short line of untrusted text. */
export const clean = (text: string): string => printable(text.trim().slice(0, 200));

const parseObject = (text: string | null): Readonly<Record<string, unknown>> => {
  const value = tryJson(text ?? "");
  return typeof value === "object" && value !== null ? { ...value } : {};
};

const describe = ({ status, body }: Answer, { redact }: RefusalContext): string => {
  const { message, error } = parseObject(body);
  const words = message ?? error ?? "";
  const text = typeof words === "string" ? words : (tryStringify(words) ?? "");
  return clean(redact(`status ${status} ${text}`));
};

const forbidden = (answer: Answer, { subject, redact }: RefusalContext): VaultboundError => {
  const { what, role } = subject;
  const { error, scope } = parseObject(answer.body);
  if (error !== "insufficient_scope") return makeError("GITLAB_FORBIDDEN", [{ what, role }]);
  const scopes = typeof scope === "string" ? clean(redact(scope)).split(" ").join(", ") : "";
  return makeError("GITLAB_SCOPE", [{ what, scope: scopes === "" ? "read_api" : scopes }]);
};

export const isPage = ({ headers }: Pick<Answer, "headers">): boolean =>
  headers["content-type"]?.startsWith("text/html") === true;

/** The error of an answer that is not 200. */
export const readRefusal = (answer: Answer, context: RefusalContext): VaultboundError => {
  const { what } = context.subject;
  const { status } = answer;
  if (status === 401) return makeError("GITLAB_UNAUTHORIZED", [{ url: context.url }]);
  if (status === 403) return forbidden(answer, context);
  if (status === 429) return makeError("GITLAB_RATE_LIMITED", [{ what }]);
  if (status === 408 || status >= 500) return makeError("GITLAB_SERVER_ERROR", [{ what, status }]);
  // The API says 404 in JSON: a page comes from something else at that address, often a forgotten relative root.
  if (status === 404 && !isPage(answer)) return makeError("GITLAB_NOT_FOUND", [{ what }]);
  return makeError("GITLAB_BAD_ANSWER", [{ what, detail: describe(answer, context) }]);
};

/** The offset that a list cannot be read beyond, or null when the answer is about something else. */
export const readOffsetLimit = ({ status, body }: Answer): number | null => {
  if (status !== 405) return null;
  const limit = /maximum allowed offset of (\d{1,9})\b/.exec(body ?? "")?.[1];
  return limit === undefined ? null : Number(limit);
};

const NO_ANSWER = "it did not answer in time";
const BROKEN = "the connection broke off";
const NO_ROUTE = "there is no route to it";

/** Codes of Node and undici that are worth another try, in words. */
const TRANSIENT: Readonly<Record<string, string>> = {
  EAI_AGAIN: "its name could not be looked up",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: BROKEN,
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  EPIPE: BROKEN,
  ETIMEDOUT: NO_ANSWER,
  TimeoutError: NO_ANSWER,
  UND_ERR_BODY_TIMEOUT: NO_ANSWER,
  UND_ERR_CONNECT_TIMEOUT: NO_ANSWER,
  UND_ERR_HEADERS_TIMEOUT: NO_ANSWER,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: BROKEN,
  UND_ERR_SOCKET: BROKEN,
};

/** X.509 verification codes of OpenSSL, and Node's for a wrong host name. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^INVALID_(?:CA|PURPOSE)$/;

/** Code and message of the innermost error that has one: `fetch` wraps what went wrong, sometimes twice. */
const findCode = (thrown: unknown): { readonly code: string; readonly message: string } => {
  let found = { code: "", message: "" };
  let error = thrown;
  for (let depth = 0; error instanceof Error && depth < 5; depth += 1) {
    const code = "code" in error && typeof error.code === "string" ? error.code : "";
    if (code !== "") found = { code, message: error.message };
    else if (error.name === "TimeoutError") found = { code: error.name, message: error.message };
    error = error.cause;
  }
  return found;
};

const explain = (code: string, message: string): string => {
  // undici says it in words only: "Proxy response (403) !== 200 …", "Proxy Authentication Required (407)".
  const proxyStatus = /^Proxy .*\((\d{3})\)/.exec(message)?.[1];
  if (proxyStatus !== undefined) return `the proxy answered ${proxyStatus}`;
  if (code === "ENOTFOUND") return "this host name does not exist (ENOTFOUND)";
  return `the request failed (${code === "" ? "for an unknown reason" : clean(code)})`;
};

/** What became of an answer that began. */
export const describeBreak = (thrown: unknown): string => {
  const { code } = findCode(thrown);
  return `${TRANSIENT[code] ?? BROKEN}${code === "" ? "" : ` (${clean(code)})`}`;
};

export interface NetworkFailure {
  readonly isTransient: boolean;
  readonly error: VaultboundError;
}

/** Reads what `fetch` threw. */
export const readNetworkError = (thrown: unknown, url: string): NetworkFailure => {
  const { code, message } = findCode(thrown);
  const words = TRANSIENT[code];
  if (words !== undefined)
    return {
      isTransient: true,
      error: makeError("GITLAB_UNREACHABLE", [{ url, detail: `${words} (${code})` }]),
    };
  const error = CERTIFICATE.test(code)
    ? makeError("GITLAB_TLS", [{ url, detail: `its certificate was refused (${clean(code)})` }])
    : makeError("GITLAB_UNREACHABLE", [{ url, detail: explain(code, message) }]);
  return { isTransient: false, error };
};
