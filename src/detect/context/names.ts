/** What a name says its value is, and what it belongs to: `PROD_DB_USER` is the user of `prod db`. */

export type Role = "username" | "host" | "port" | "database" | "url" | "password" | "token";

export interface Meaning {
  readonly role: Role;
  /** The other words of the name, in order: equal for what belongs together. */
  readonly affix: string;
  /** Another reading: `db_name` belongs to `db`, or it stands beside a plain `password`. */
  readonly other?: string;
}

/** Last word → role; the words that may stand before it without saying whose it is. */
const ROLES: Readonly<
  Record<Role, { readonly words: readonly string[]; readonly before: readonly string[] }>
> = {
  username: {
    words: ["username", "user", "usr", "login", "uid", "userid"],
    before: ["login", "auth", "basic"],
  },
  host: {
    words: ["host", "hostname", "server", "address", "addr", "machine"],
    before: ["server", "host", "api"],
  },
  port: { words: ["port"], before: ["server", "host"] },
  database: { words: ["database", "dbname", "db", "catalog"], before: ["initial"] },
  url: {
    words: ["url", "uri", "endpoint", "baseurl"],
    before: ["base", "api", "server", "instance", "service", "host"],
  },
  password: {
    words: ["password", "passwd", "pass", "pwd", "pw", "passphrase", "passwort"],
    before: ["user", "login", "auth", "basic", "app", "access", "account"],
  },
  token: {
    words: ["token", "key", "secret", "apikey", "credential", "credentials", "pat"],
    before: [
      "api",
      "access",
      "auth",
      "private",
      "secret",
      "personal",
      "client",
      "bearer",
      "token",
      "key",
      "admin",
    ],
  },
};

const ROLE_OF = new Map<string, Role>();
// The keys are those of the table: Object.keys only forgets it.
for (const role of Object.keys(ROLES) as Role[])
  for (const word of ROLES[role].words) ROLE_OF.set(word, role);

/** `dbpassword`, `pguser`, `mysqlhost`: the last word glued to what it belongs to. */
const GLUED = /^([a-z]{2,12}?)(password|passwd|username|user|hostname|host|database|dbname|port|url|pass)$/;
/** Words that end like one and are none. */
const WHOLE = new Set([
  "support",
  "report",
  "import",
  "export",
  "transport",
  "viewport",
  "passport",
  "localhost",
  "ghost",
  "superuser",
]);

const MOST = 80;

/** `prodDbUser`, `PROD_DB_USER`, `prod.db-user` → prod, db, user. */
const splitWords = (name: string): readonly string[] =>
  name
    .slice(0, MOST)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replaceAll(/([A-Za-z])(\d)/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .flatMap((word) => {
      if (ROLE_OF.has(word) || WHOLE.has(word)) return [word];
      const [, first, last] = GLUED.exec(word) ?? [];
      return first === undefined || last === undefined ? [word] : [first, last];
    });

/** `user name`, `user id`, `db name`, `data source`: two words of one meaning. */
const PAIRS: Readonly<Record<string, string>> = {
  "user name": "username",
  "user id": "username",
  "host name": "host",
  "data source": "host",
  "access key": "key",
};

const foldPairs = (words: readonly string[]): readonly string[] => {
  const folded: string[] = [];
  for (const word of words) {
    const both = PAIRS[`${folded.at(-1) ?? ""} ${word}`];
    if (both === undefined) folded.push(word);
    else folded[folded.length - 1] = both;
  }
  return folded;
};

/** Products whose `name` is that of a database. */
const STORES = new Set([
  "db",
  "database",
  "mysql",
  "mariadb",
  "postgres",
  "postgresql",
  "pg",
  "mongo",
  "mongodb",
  "mssql",
]);

const isDatabaseName = (words: readonly string[]): boolean =>
  words.length > 1 && words.at(-1) === "name" && STORES.has(words.at(-2) ?? "");

/** What the name says, or null if it names nothing of this kind. */
export const readName = (name: string): Meaning | null => {
  const words = foldPairs(splitWords(name));
  if (isDatabaseName(words))
    return { role: "database", affix: words.slice(0, -1).join(" "), other: words.slice(0, -2).join(" ") };
  const at = words.findLastIndex((word) => ROLE_OF.has(word));
  const role = ROLE_OF.get(words[at] ?? "");
  if (role === undefined) return null;
  let from = at;
  while (from > 0 && ROLES[role].before.includes(words[from - 1] ?? "")) from--;
  return { role, affix: [...words.slice(0, from), ...words.slice(at + 1)].join(" ") };
};

/** The name without the part that a rule knows: what it belongs to. */
export const readAffix = (name: string, part: RegExp): string | null => {
  const words = splitWords(name).join(" ");
  const match = part.exec(words);
  if (match === null) return null;
  return `${words.slice(0, match.index)} ${words.slice(match.index + match[0].length)}`
    .trim()
    .replaceAll(/\s+/g, " ");
};
