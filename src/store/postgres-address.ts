/** Addresses of PostgreSQL databases: what may be said of them, and what the driver is told. */

/** An address that may be used, and its form for messages. */
export interface PostgresAddress {
  /** With the password, if it holds one: for the driver alone. */
  readonly connection: string;
  /** Host and database only. */
  readonly shown: string;
}

const SSL_MODES: ReadonlySet<string> = new Set([
  "disable",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
  "no-verify",
]);
/** The driver takes these for `verify-full`, and warns on standard error that it will not do so for ever. */
const STRICT_MODES: ReadonlySet<string> = new Set(["prefer", "require", "verify-ca"]);

const FORM =
  "write postgres://USER@HOST/DATABASE, and special characters of a name or password percent-encoded (%2F for /)";

const settleTls = (url: URL): string | null => {
  const mode = url.searchParams.get("sslmode");
  if (mode === null) return null;
  if (!SSL_MODES.has(mode)) return `sslmode must be one of ${[...SSL_MODES].join(", ")}`;
  // libpq's weaker meaning of the same words, if somebody asks for it by the driver's own option.
  if (url.searchParams.get("uselibpqcompat") === "true") return null;
  if (STRICT_MODES.has(mode)) url.searchParams.set("sslmode", "verify-full");
  return null;
};

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

/** @returns what is wrong, in words that repeat nothing of the address, if it cannot be used. */
export const readPostgresAddress = (text: string): PostgresAddress | { readonly wrong: string } => {
  const url = URL.canParse(text) ? new URL(text) : null;
  // What follows a `/`, `?` or `#` that a password was written with would pass for database or options.
  const isSplit = url !== null && (/@/.test(url.pathname + url.search) || text.includes("#"));
  if (url === null || isSplit || !/^postgres(?:ql)?:\/\//i.test(text)) return { wrong: FORM };
  if (![url.username, url.password, url.pathname].every(isDecodable)) return { wrong: FORM };
  const wrong = settleTls(url);
  if (wrong !== null) return { wrong };
  const host = url.host === "" ? (url.searchParams.get("host") ?? "") : url.host;
  return { connection: url.href, shown: `postgres://${host}${url.pathname}` };
};

/** A store's address as messages show it: never with a password. */
export const describeStore = (url: string): string => {
  const [, scheme] = /^(postgres(?:ql)?):/i.exec(url) ?? [];
  if (scheme === undefined) return url;
  const address = readPostgresAddress(url);
  return "wrong" in address ? `${scheme}:` : address.shown;
};

/** What must never be printed of a store's address; null: nothing. */
export const passwordOf = (url: string): string | null => {
  if (!/^postgres(?:ql)?:/i.test(url) || !URL.canParse(url)) return null;
  const { password, searchParams } = new URL(url);
  const text = password === "" ? (searchParams.get("password") ?? "") : password;
  if (text === "") return null;
  return isDecodable(text) ? decodeURIComponent(text) : text;
};
