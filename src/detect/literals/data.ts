/** Text that is not ours to parse – here-documents, JSON bodies, files in a ConfigMap: names and values line by line. */
import { findDefaults, findInside } from "./connections.ts";
import type { Certainty, Sink, Word } from "./literal.ts";
import { kindOfName } from "./names.ts";
import { sliceWord } from "./words.ts";

/** A name before a separator: `db.password`, `"api-key"`, `'X-Token'`. */
const NAME_BEFORE = /([A-Za-z_][\w.-]{0,80})(?:\\?["'])?\]?\s{0,20}$/;
const SEPARATOR = /=>|:=|[=:]/g;
const VALUE =
  /^[ \t]{0,40}(?:(?<quote>\\?["'])(?<quoted>[^"'\n\\]{0,2000})\k<quote>|(?<bare>[^\s"'`,;&(){}[\]<>|\\]{1,2000})(?<after>[(["'`]?))/d;
/** Code asks for the value where it runs: `os.environ`, `config.get`. */
const CODE =
  /^(?:self|this|os|env|process|config|settings|args|params|props|request|data|ctx|app|options)\b[.[]|^(?:string|str|int|new|await|return|lambda|function|undefined)$/;
const COMMENT = /^\s*(?:#(?!#(?:vso|teamcity)\[)|\/\/\s|;|--\s|\*\s|<!--|REM\b)/;
const NETRC =
  /\b(?:machine\s{1,4}(?<host>\S{1,200})\s{1,20})?login\s{1,8}(?<user>\S{1,100})\s{1,20}password\s{1,8}(?<value>[^\s\\"']{1,300})/dg;
/** Azure's and TeamCity's way to hand a variable to later steps. */
const LOGGED =
  /##(?:vso\[task\.setvariable\s{1,4}[^\]]{0,60}?variable=(?<azure>[\w.-]{1,100})[^\]]{0,80}\](?<value>[^\s"']{1,500})|teamcity\[setParameter\s{1,4}name='(?<teamcity>[\w.]{1,100})'\s{1,4}value='(?<text>[^'|]{1,500})')/dg;

/** Lines longer than this are data of another kind. */
const MAX_LINE = 20_000;

const offerPairs = (word: Word, certainty: Certainty, sink: Sink): void => {
  const { text } = word.text;
  for (const match of text.matchAll(SEPARATOR)) {
    const behind = match.index + match[0].length;
    const next = text[behind] ?? "";
    // Comparisons, `::`, URLs, the second half of `:=`.
    if (
      /[=:~!<>+]/.test(text[match.index - 1] ?? "") ||
      next === "=" ||
      next === ":" ||
      (match[0] === ":" && next === "/")
    )
      continue;
    const name = NAME_BEFORE.exec(text.slice(Math.max(0, match.index - 110), match.index))?.[1];
    if (name === undefined || kindOfName(name) === null) continue;
    const found = VALUE.exec(text.slice(behind, behind + 2100));
    const place = found?.indices?.groups?.["quoted"] ?? found?.indices?.groups?.["bare"];
    const { bare, after } = found?.groups ?? {};
    if (place === undefined || (bare !== undefined && (after !== "" || CODE.test(bare)))) continue;
    sink({ name, value: sliceWord(word, behind + place[0], behind + place[1]), place: "data", certainty });
  }
};

const offerForms = (word: Word, sink: Sink): void => {
  const { text } = word.text;
  for (const match of text.matchAll(NETRC)) {
    const place = match.indices?.groups?.["value"];
    if (place === undefined) continue;
    const { user, host } = match.groups ?? {};
    sink({
      name: "password",
      value: sliceWord(word, place[0], place[1]),
      place: "login",
      certainty: "sure",
      user,
      host,
    });
  }
  for (const match of text.matchAll(LOGGED)) {
    const groups = match.indices?.groups;
    const place = groups?.["value"] ?? groups?.["text"];
    const name = match.groups?.["azure"] ?? match.groups?.["teamcity"];
    if (place !== undefined && name !== undefined)
      sink({ name, value: sliceWord(word, place[0], place[1]), place: "variable", certainty: "variable" });
  }
};

/** @param certainty `data`, or `variable` for text that is a list of variables. */
export const readData = (word: Word, sink: Sink, certainty: Certainty = "data"): void => {
  const { text } = word.text;
  for (let from = 0; from < text.length;) {
    const lineEnd = text.indexOf("\n", from);
    const end = lineEnd === -1 ? text.length : lineEnd;
    if (end - from <= MAX_LINE && !COMMENT.test(text.slice(from, Math.min(end, from + 80)))) {
      const line = sliceWord(word, from, end);
      offerPairs(line, certainty, sink);
      offerForms(line, sink);
      findInside(line, "", sink);
      findDefaults(line, sink);
    }
    from = end + 1;
  }
};
