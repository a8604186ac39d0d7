/** Credentials inside longer values: userinfo of URLs, connection strings, SQL statements, defaults in templates. */
import type { Certainty, Offer, Sink, Word } from "./literal.ts";
import { kindOfName } from "./names.ts";
import { sliceWord } from "./words.ts";

/** scheme://user:password@host (RFC 3986); a raw `@` in the password is common. */
const USERINFO =
  /\b[a-z][a-z0-9+.-]{1,30}:\/\/(?<user>[^\s:/?#"'`<>]{0,120}):(?<password>[^\s/"'`<>]{1,300})@(?<host>[\w.$%{[(-][\w.-]{0,200})/dgi;
/** https://token@host: the token stands where the user does. */
const LONE = /\bhttps?:\/\/(?<password>[\w.~+=-]{16,300})@(?<host>[\w.-]{3,200})/dgi;

/** `Server=…;Password=x`, `host=… password=x`, `redis:6379,password=x`, `?user=a&password=b`. */
const PAIR =
  /(?<=^|[;,?&\s"'(])(?<name>password|passwd|pwd|accountkey|sharedaccesskey|sharedsecretvalue|accesskey|sharedaccesssignature|authpassword|encryptionpassword)\s{0,3}=\s{0,3}(?<value>'[^']{1,300}'|\{[^}]{1,300}\}|[^\s;,&"']{1,300})/dgi;
const CONNECTION =
  /(?:^|[;,\s"'?&(])(?:server|data ?source|host(?:name|addr)?|addr(?:ess)?|user(?: ?id|name)?|uid|database|initial catalog|dbname|endpoint|accountname|endpointsprotocol|defaultendpointsprotocol|abortconnect|ssl|integrated security|sslmode)\s{0,3}=|^jdbc:|^[\w.-]+:\d{2,5},/i;
const USER = /(?:^|[;,\s"'?&(])(?:user(?: ?id|name)?|uid)\s{0,3}=\s{0,3}(?<user>[^\s;,&"']{1,120})/i;

/** CREATE USER … IDENTIFIED BY 'x', ALTER ROLE … PASSWORD 'x', SET PASSWORD … = 'x', PASSWORD('x'), CREATE LOGIN … WITH PASSWORD = 'x'. */
const SQL =
  /\b(?:identified\s{1,4}(?:with\s{1,4}\S{1,60}\s{1,4})?by(?:\s{1,4}password)?|(?:\w{1,30}_)?password\s{0,4}(?:=|\(|for\s{1,4}\S{1,80}\s{0,4}=)?)\s{0,4}\\?(?<quote>['"])(?<value>[^'"\n\\]{1,300})\\?\k<quote>/dgi;
const STATEMENT = /\b(?:change|create|alter|grant|set|update|identified)\b/i;

type Match = RegExpExecArray;

const offerGroup = (word: Word, match: Match, group: string, rest: Omit<Offer, "value">): Offer | null => {
  const place = match.indices?.groups?.[group];
  return place === undefined ? null : { ...rest, value: sliceWord(word, place[0], place[1]) };
};

const known = (text: string | undefined): string | undefined =>
  text === undefined || text === "" || /[$%{(<*]/.test(text) ? undefined : text;

/** Documentation's own hosts. */
const isExampleHost = (host: string | undefined): boolean =>
  /(?:^|\.)example\.(?:com|org|net)$/i.test(host ?? "");

const findUserinfo = (word: Word, name: string, sink: Sink): void => {
  for (const form of [USERINFO, LONE])
    for (const match of word.text.text.matchAll(form)) {
      const { user, host } = match.groups ?? {};
      if (isExampleHost(host)) continue;
      // A token in place of a user must look like one: user names stand there, too.
      const certainty: Certainty = form === LONE ? "data" : "sure";
      const found = offerGroup(word, match, "password", {
        name: form === LONE ? "url token" : name,
        place: "connection",
        certainty,
        user: known(user),
        host: known(host),
      });
      if (found !== null && (form === USERINFO || /\d/.test(found.value.text.text))) sink(found);
    }
};

const findPairs = (word: Word, name: string, sink: Sink): void => {
  const { text } = word.text;
  if (!CONNECTION.test(text)) return;
  const user = known(USER.exec(text)?.groups?.["user"]);
  for (const match of text.matchAll(PAIR)) {
    const own = match.groups?.["name"] ?? "";
    const found = offerGroup(word, match, "value", {
      name: name === "" ? own : name,
      place: "connection",
      certainty: "sure",
      user,
    });
    const raw = found?.value.text.text ?? "";
    // ADO and ODBC quote with '…' and {…}.
    const quoted = /^(?:'.*'|\{.*\})$/s.test(raw) && !raw.startsWith("{{");
    if (found !== null)
      sink({ ...found, value: quoted ? sliceWord(found.value, 1, raw.length - 1) : found.value });
  }
};

const findSql = (word: Word, sink: Sink): void => {
  const { text } = word.text;
  if (!STATEMENT.test(text)) return;
  for (const match of text.matchAll(SQL)) {
    const found = offerGroup(word, match, "value", { name: "password", place: "sql", certainty: "sure" });
    if (found !== null) sink(found);
  }
};

/** `${NAME:-value}`, `${NAME:=value}` where no shell reader has looked. */
const SHELL_DEFAULT = /\$\{(?<name>[A-Za-z_]\w{0,100}):?[-=](?<value>[^{}$]{1,300})\}/dg;
/** `${{ secrets.NAME || 'value' }}`, `coalesce(variables.name, 'value')`. */
const ELSE = /(?<name>[A-Za-z_][\w.-]{0,100})\s{0,4}(?:\|\||,)\s{0,4}'(?<value>[^'\n]{1,300})'/dg;
/** Jinja and Helm: `name | default('value')`, `.Values.a.b | default "value"`, `env "NAME" | default "value"`. */
const PIPED =
  /(?<name>[A-Za-z_.][\w.-]{0,100})['"]?\s{0,4}(?:\)\s{0,4})?\|\s{0,4}(?:default|d)\s{0,4}\(?\s{0,4}(?<quote>["'])(?<value>[^"'\n]{1,300})\k<quote>/dg;
/** Helm `default "value" .Values.name`, Go `envOr "NAME" "value"`. */
const PREFIXED = /\bdefault\s{1,4}"(?<value>[^"\n]{1,300})"\s{1,4}\$?(?<name>[A-Za-z_.][\w.-]{0,100})/dg;
const ENV_OR = /\b(?:envOr|getenvOr|getv)\s{1,4}"(?<name>[\w./-]{1,100})"\s{1,4}"(?<value>[^"\n]{1,300})"/dg;

const TEMPLATES: readonly { readonly isIn: (text: string) => boolean; readonly forms: readonly RegExp[] }[] =
  [
    { isIn: (text) => /\$\{[A-Za-z_]\w{0,100}:?[-=]/.test(text), forms: [SHELL_DEFAULT] },
    { isIn: (text) => text.includes("${{"), forms: [ELSE] },
    {
      isIn: (text) => text.includes("{{") && /default|\bd\s{0,4}\(|[eE]nvOr|getv/.test(text),
      forms: [PIPED, PREFIXED, ENV_OR],
    },
  ];

/** Defaults in templates; a shell's own are found by its reader. */
export const findDefaults = (word: Word, sink: Sink): void => {
  const { text } = word.text;
  for (const { isIn, forms } of TEMPLATES) {
    if (!isIn(text)) continue;
    for (const form of forms)
      for (const match of text.matchAll(form)) {
        const name = match.groups?.["name"]?.split(".").findLast((part) => part !== "") ?? "";
        const found = offerGroup(word, match, "value", { name, place: "default", certainty: "variable" });
        // What lies inside the template is read here: it is open only where it opens again.
        if (found !== null) sink({ ...found, value: { ...found.value, opens: [] } });
      }
  }
};

/** `JAVA_OPTS: -Dx.password=y --api-token=z`: a value that is a list of options. */
const OPTION =
  /(?<=^|\s)-{1,2}(?:[DP](?=[\w.]{1,80}=))?(?<name>[A-Za-z][\w.-]{0,80})=(?<value>[^\s"']{1,300})/dg;

const findOptions = (word: Word, sink: Sink): void => {
  for (const match of word.text.text.matchAll(OPTION)) {
    const name = match.groups?.["name"] ?? "";
    const found =
      kindOfName(name) === null
        ? null
        : offerGroup(word, match, "value", { name, place: "command", certainty: "variable" });
    if (found !== null) sink(found);
  }
};

/** Everything that tells by its own form that a credential stands in it. */
export const findInside = (word: Word, name: string, sink: Sink): void => {
  const { text } = word.text;
  if (name !== "" && /^\s*--?[A-Za-z]/.test(text)) findOptions(word, sink);
  if (text.includes("://")) findUserinfo(word, name === "" ? "url password" : name, sink);
  if (/pass|pwd|key/i.test(text)) {
    if (text.includes("=")) findPairs(word, name, sink);
    findSql(word, sink);
  } else if (/identified/i.test(text)) findSql(word, sink);
};
