/** Values that are plainly no secret: names of people and accounts, hosts, ports, addresses without credentials. */
import { placeholder } from "../filters/placeholder.ts";
import type { Role } from "./names.ts";

export type Facts = Readonly<Record<string, string>>;

const MOST = 128;
/** Names have few digits, and keys change between letters and digits often. */
const MOST_DIGITS = 6;
const MOST_CHANGES = 3;
const LONGEST_WORD = 24;
/** No language has so many consonants in a row. */
const CONSONANTS = /[bcdfghjklmnpqrstvwxz]{6}/i;

const kindOf = (character: string): number => (/\d/.test(character) ? 1 : /[A-Z]/.test(character) ? 2 : 3);

const isPlainWord = (word: string): boolean => {
  if (word.length > LONGEST_WORD || CONSONANTS.test(word)) return false;
  if (word.replaceAll(/\D/g, "").length > MOST_DIGITS) return false;
  let changes = 0;
  for (let index = 1; index < word.length; index++)
    if (kindOf(word.charAt(index)) !== kindOf(word.charAt(index - 1)) && kindOf(word.charAt(index - 1)) !== 2)
      changes++;
  return changes <= MOST_CHANGES;
};

/** Words of letters with some digits, joined by what names are joined with. */
const NAME = /^[A-Za-z](?:[\w.@+-]{0,62}\w)?$/;

const isStandIn = (value: string): boolean =>
  // The filter looks at the value alone.
  placeholder({ value } as Parameters<typeof placeholder>[0]) !== null ||
  /^(?:user(?:name)?|login|host(?:name)?|database)$/i.test(value);

export const isPlainName = (value: string): boolean =>
  NAME.test(value) && !isStandIn(value) && value.split(/[^A-Za-z0-9]+/).every(isPlainWord);

const LABEL = /^[A-Za-z0-9_](?:[\w-]{0,61}[A-Za-z0-9])?$/;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** A label this long and mixed is a key that stands where a host could. */
const LONGEST_MIXED = 16;

const isPlainLabel = (label: string): boolean =>
  LABEL.test(label) &&
  (isPlainWord(label) || label.split("-").every(isPlainWord) || label.length <= LONGEST_MIXED);

const isHost = (value: string): boolean => {
  if (value.length > MOST || isStandIn(value)) return false;
  if (ADDRESS.test(value)) return true;
  const labels = value.split(".");
  return (
    /[A-Za-z]/.test(labels.at(-1) ?? "") &&
    (labels.length > 1
      ? labels.every(isPlainLabel)
      : labels.every((label) => LABEL.test(label) && isPlainName(label)))
  );
};

const isPort = (value: string): boolean => /^[1-9]\d{0,4}$/.test(value) && Number(value) < 65_536;

const readHost = (value: string): Facts => {
  const [, host = "", port] = /^([^:/\s]{1,128})(?:[:,](\d{1,5}))?$/.exec(value) ?? [];
  if (!isHost(host)) return {};
  return port !== undefined && isPort(port) ? { host, port } : { host };
};

/** Schemes of servers that a user logs in to; others are addresses of services. */
const SERVER =
  /^(?:jdbc:)?(?:postgres|postgresql|mysql|mysql2|mariadb|mongodb|redis|rediss|valkey|amqp|amqps|sqlserver|mssql|oracle|clickhouse|ldap|ldaps|smtp|smtps|imap|imaps|ftp|ftps|sftp|ssh|cockroachdb|db2)(?:\+\w{1,16})?$/i;
/** Of these the path begins with the name of a database. */
const STORE = /postgres|mysql|mariadb|mongodb|sqlserver|mssql|oracle|clickhouse|cockroachdb|db2/i;
const URL_FORM =
  /^(?<scheme>(?:jdbc:)?[a-z][a-z0-9+.-]{1,20}):\/\/(?:(?<user>[^\s:@/?#]{0,64})(?::[^\s@/?#]{0,200})?@)?(?<host>[^\s:@/?#;,"'<>\\]{1,128})(?::(?<port>\d{1,5}))?(?<path>\/[^\s?#;"'<>\\]{0,200})?/i;

const isPlainPath = (path: string): boolean =>
  path.split("/").every((part) => part === "" || /^[a-z0-9]{1,3}$/.test(part) || isPlainName(part));

/** What an address says of where a secret is used; nothing of its user's password or its query. */
export const readUrl = (text: string): Facts => {
  const { scheme = "", user = "", host = "", port, path = "" } = URL_FORM.exec(text)?.groups ?? {};
  if (!isHost(host)) return {};
  const username = isPlainName(decode(user)) ? { username: decode(user) } : {};
  const number = port !== undefined && isPort(port) ? { port } : {};
  if (SERVER.test(scheme)) {
    const database = path.slice(1).split("/")[0] ?? "";
    return {
      ...username,
      host,
      ...number,
      ...(STORE.test(scheme) && isPlainName(database) ? { database } : {}),
    };
  }
  if (!/^https?$/i.test(scheme)) return { ...username, host, ...number };
  const origin = `${scheme.toLowerCase()}://${host}${port === undefined ? "" : `:${port}`}`;
  return { ...username, url: isPlainPath(path) ? `${origin}${path.replace(/\/$/, "")}` : origin };
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const READERS: Readonly<Record<Exclude<Role, "password" | "token">, (value: string) => Facts>> = {
  username: (username) => (isPlainName(username) ? { username } : {}),
  host: (value) => (value.includes("://") ? readUrl(value) : readHost(value)),
  port: (port) => (isPort(port) ? { port } : {}),
  database: (database) => (isPlainName(database) ? { database } : {}),
  url: (value) => (/^\s*(?:jdbc:)?[a-z][a-z0-9+.-]{1,20}:\/\//i.test(value) ? readUrl(value.trim()) : {}),
};

/** The public facts in a value of this role; none where it is not plainly of its kind. */
export const readFacts = (role: Role, value: string): Facts =>
  role === "password" || role === "token" || value.length > 400 ? {} : READERS[role](value.trim());
