/** Says in plain words why PostgreSQL, or the way to it, refused. */
import { makeError, VaultboundError } from "../model/errors.ts";

/** SQLSTATE codes and their classes (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const REASONS: Readonly<Record<string, string>> = {
  "22021": "a text holds a character that it cannot store (NUL)",
  "22P05": "a text holds a character that it cannot store (NUL)",
  "25006": "the database is read-only",
  "40P01": "another process got in the way",
  "42501": "the user may not make its schema vaultbound, or not write there",
  "53100": "its disk is full",
  "55P03": "another process keeps it locked",
  "3F000": "its schema vaultbound is gone",
  "42P01": "a table of its schema vaultbound is gone",
  XX001: "its data is damaged",
  XX002: "an index of it is damaged",
};

/** What keeps us from the database, not what the database says of our work. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  "28000": "it refuses the user",
  "28P01": "it refuses the password",
  "3D000": "it has no database of that name",
  "53300": "it has too many connections",
  "57P01": "the connection was ended by its administrator",
  "57P02": "it crashed",
  "57P03": "it is starting up or shutting down",
  "25P03": "the connection was ended after a long pause",
  EAI_AGAIN: "its name cannot be looked up",
  ENOTFOUND: "its name cannot be looked up",
  ECONNREFUSED: "nothing answers there",
  ECONNRESET: "the connection was lost",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  EPIPE: "the connection was lost",
  ETIMEDOUT: "it does not answer",
};

/** The driver's own words, which carry no code. They quote nothing. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/client password must be|no password/i, "it asks for a password"],
  [/server does not support SSL/, "it does not offer TLS"],
  [/establishing an SSL connection/, "it does not offer TLS"],
  [/timeout/i, "it does not answer"],
  [/terminated|not queryable|connection error|Connection ended/i, "the connection was lost"],
];

const codeOf = (error: unknown): string | null =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;

/** Where a name has several addresses, Node wraps one error of each. */
const unwrap = (error: unknown): unknown => (error instanceof AggregateError ? error.errors[0] : error);

const findTrouble = (error: unknown): string | null => {
  const code = codeOf(error);
  if (code === null) {
    const text = error instanceof Error ? error.message : "";
    return SPOKEN.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  }
  if (UNREACHABLE[code] !== undefined) return UNREACHABLE[code];
  if (code.startsWith("08")) return "the connection was lost";
  if (/CERT|SIGNATURE|^ERR_(?:TLS|SSL|OSSL)|^EPROTO/.test(code)) return `TLS failed (${code})`;
  return /^(?:ENOENT|EACCES)$/.test(code)
    ? `a file or socket that it names cannot be opened (${code})`
    : null;
};

/** PostgreSQL's own messages may quote values, its code never does. */
const describeRefusal = (error: unknown): string => {
  const code = codeOf(error);
  if (code !== null) return REASONS[code] ?? `PostgreSQL reports error ${code}`;
  return error instanceof Error ? error.message : "unknown error";
};

/** @param url as messages show it. */
export const toPostgresError = (url: string, error: unknown): VaultboundError => {
  if (error instanceof VaultboundError) return error;
  const first = unwrap(error);
  const trouble = findTrouble(first);
  return trouble === null
    ? makeError("STORE_UNUSABLE", [{ url, detail: describeRefusal(first) }], first)
    : makeError("STORE_UNREACHABLE", [{ url, detail: trouble }], first);
};
