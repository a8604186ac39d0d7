/** Which names say that their value is a credential: the last words decide. */

/**
 * `password`: any value is one, however weak. `secret`: tokens and keys that only a credential can be called.
 * `auth`: may hold a credential or say how to log in. `key`: may be a key of anything, so the value must look like one.
 */
export type NameKind = "password" | "secret" | "auth" | "key";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

const PASSWORDS = set(
  "password passwd passwort passwrd pwd pass passphrase passcode pw psw psk requirepass masterauth",
);
const PASSWORD_END = /^(?!no(?:pass|pwd)).*(?:password|passwd|passphrase|passwort|(?<!c)pwd)$/;
/** `pass` glued to what it opens; never the end of `bypass` and `compass`. */
const GLUED_PASS =
  /^(?:admin|become|bind|cert|db|ftp|ftps|http|key|ldap|login|mail|master|mongo|my|mysql|pg|redis|require|root|sa|smtp|sql|ssh|store|sudo|super|user|web|wp)pass$/;

const SECRETS = set(
  "secret token jwt pat apikey accesskey secretkey privatekey authkey authtoken bearer xtoken pepper erlangcookie",
);
const SECRET_END = /(?:secret|token|apikey|accesskey|secretkey|privatekey|signingkey|encryptionkey|authkey)$/;
/** What before `key` makes it one that opens something. */
const SECRET_KEYS = set(
  "access api app application auth cipher cookie crypt crypto django encrypt encryption fernet flask hmac jwt master rails secret " +
    "security session signature",
);
const AUTHS = set("auth authorization credential credentials creds cred basicauth authconfig");
const KEYS = set("salt cookie license licence tokens secrets passwords");

/** `clientkey`, but no monkey. */
const JOINED_KEY = /(?<!^(?:mon|tur|hoc|joc|whis|don|hot|ke|mic|pass|smo))key$/;

/** Say which of several, or in which form; the word before them decides. */
const SUFFIXES = set(
  "prod production stage staging dev develop development test testing qa uat ci live local old new current previous prev " +
    "default value plain raw text string str base b64 base64 encoded decoded primary secondary master slave replica sys confirm confirmation input val env",
);

/** Make of the rest a rule about passwords, a switch, a place to keep one. */
const SWITCHES = set(
  "allow no not use enable enabled disable disabled skip has have is require required requires random generate " +
    "empty show max min force without with needs update",
);
const PUBLIC = set(
  "public publishable pub host known primary foreign cache sort partition routing project object row column hash range group " +
    "recv receive fetch search list export import delete send issue index translation message gpg pgp repo fingerprint map registry file lock idempotency label bucket node tls ca site",
);

/** `db.rootPassword2` → db, root, password. */
export const splitName = (name: string): readonly string[] =>
  name
    .slice(-120)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]{2,})([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (/^\d+$/.test(word) ? "" : word.replace(/(?<=[a-z]{2})\d{1,3}$/, "")))
    .filter((word) => word !== "");

const withoutSuffixes = (words: readonly string[]): readonly string[] => {
  let end = words.length;
  while (end > 1 && SUFFIXES.has(words[end - 1] ?? "")) end--;
  return words.slice(0, end);
};

const kindOfKey = (words: readonly string[]): NameKind | null => {
  const before = words.at(-2) ?? "";
  if (PUBLIC.has(before) || words.includes("public")) return null;
  return SECRET_KEYS.has(before) ? "secret" : "key";
};

const kindOfWords = (words: readonly string[]): NameKind | null => {
  const last = words.at(-1) ?? "";
  const lastTwo = `${words.at(-2) ?? ""} ${last}`;
  if (PASSWORDS.has(last) || PASSWORD_END.test(last) || GLUED_PASS.test(last)) return "password";
  if (lastTwo === "pass phrase" || lastTwo === "pass word" || lastTwo === "pass code") return "password";
  // Vault calls the token itself an id: VAULT_DEV_ROOT_TOKEN_ID.
  if (lastTwo === "secret id" && words.at(-3) !== "client") return "key";
  if (lastTwo === "token id" && words.includes("root")) return "secret";
  if (last === "key") return kindOfKey(words);
  if (last === "keys") return kindOfKey(words) === null ? null : "key";
  if (lastTwo === "erlang cookie") return "secret";
  if (SECRETS.has(last) || SECRET_END.test(last)) return "secret";
  if (AUTHS.has(last)) return "auth";
  return KEYS.has(last) || lastTwo === "password hash" || JOINED_KEY.test(last) ? "key" : null;
};

/** Letters that every name of the lists has: most names are settled here. */
const SPEAKING =
  /pass|pwd|pw|psw|psk|secret|token|key|auth|cred|jwt|pat|bearer|pepper|cookie|salt|licen[cs]e/i;

/** @returns what kind of credential the name promises, or null. */
export const kindOfName = (name: string): NameKind | null => {
  if (!SPEAKING.test(name)) return null;
  const all = splitName(name);
  if (all.some((word) => SWITCHES.has(word))) return null;
  return kindOfWords(withoutSuffixes(all));
};
