/** How a value stands in an argument: `user:password`, `NAME=value`, a header, a request body. */
import { findInside } from "../connections.ts";
import { readData } from "../data.ts";
import type { Certainty, Place, Sink, Word } from "../literal.ts";
import { kindOfName } from "../names.ts";
import { sliceWord, trimWord, unquoteWord } from "../words.ts";

export interface FormContext {
  readonly sink: Sink;
  readonly place: Place;
  readonly user: string | undefined;
  readonly host: string | undefined;
  /** Reads shell text that stands in an argument. */
  readonly readShell: (word: Word) => void;
}

export type Form = (word: Word, context: FormContext) => void;

const ASSIGNMENT = /^-?-?([A-Za-z_/@][\w.:@[\]/-]{0,160}?)\+?=/;
const SCHEME =
  /^(?:basic|bearer|token|apikey|api-key|digest|key|splunk|bot|negotiate|aws4-hmac-sha256|snowflake|genie-?key)\s{1,4}(?=\S)/i;
/** Headers that hold a credential whatever they are called. */
const AUTHORIZATION = /^(?:proxy-)?authorization$/i;

const literalUser = (word: Word): string | undefined =>
  word.opens.length > 0 || word.text.text === "" ? undefined : word.text.text;

/** Both halves around the first separator. */
const halve = (word: Word, separator: RegExp): readonly [Word, Word] | null => {
  const match = separator.exec(word.text.text);
  return match === null
    ? null
    : [sliceWord(word, 0, match.index), sliceWord(word, match.index + match[0].length)];
};

const pairForm =
  (separator: RegExp): Form =>
  (word, { sink, place, host }) => {
    const [user, password] = halve(word, separator) ?? [];
    if (user === undefined || password === undefined) return;
    sink({ name: "password", value: password, place, certainty: "sure", user: literalUser(user), host });
  };

/** sqlplus user/password@service; also `user/password` alone. */
const readSlash: Form = (word, { sink }) => {
  const match = /^(?!\.{0,2}\/)(?<user>[\w$#"]{1,60})\/(?<password>[^/@\s]{1,100})(?:@|$)/d.exec(
    word.text.text,
  );
  const place = match?.indices?.groups?.["password"];
  if (match === null || place === undefined) return;
  const value = sliceWord(word, place[0], place[1]);
  sink({ name: "password", value, place: "login", certainty: "sure", user: match.groups?.["user"] });
};

/** `Authorization: Bearer x`, `PRIVATE-TOKEN: x`. */
export const readHeader: Form = (word, { sink }) => {
  const [name, rest] = halve(word, /\s{0,4}:\s{0,4}/) ?? [];
  if (name === undefined || rest === undefined || !/^[\w-]{2,80}$/.test(name.text.text)) return;
  const isAuthorization = AUTHORIZATION.test(name.text.text);
  if (!isAuthorization && kindOfName(name.text.text) === null) return;
  const scheme = SCHEME.exec(rest.text.text)?.[0].length ?? 0;
  const value = trimWord(sliceWord(rest, scheme));
  if (isAuthorization && /\s/.test(value.text.text)) return;
  const certainty: Certainty = isAuthorization && scheme > 0 ? "sure" : "variable";
  sink({ name: isAuthorization ? "authorization token" : name.text.text, value, place: "header", certainty });
};

const assignment =
  (place: Place | null, certainty: Certainty): Form =>
  (word, context) => {
    const match = ASSIGNMENT.exec(word.text.text);
    if (match === null) return;
    const name = match[1] ?? "";
    const value = unquoteWord(sliceWord(word, match[0].length));
    if (/extraheader$/i.test(name)) return readHeader(value, context);
    context.sink({ name, value, place: place ?? context.place, certainty });
    findInside(value, name, context.sink);
  };

export const readAssignment = assignment(null, "variable");

/** helm --set a.b=x,c=d; a comma after a backslash belongs to the value. */
const readAssignments: Form = (word, context) => {
  for (const match of word.text.text.matchAll(/(?:\\.|[^,\\]){1,2000}/gs))
    readAssignment(sliceWord(word, match.index, match.index + match[0].length), context);
};

/** ansible's `a=b c="d e"`, or JSON, or `@file`. */
const readWords: Form = (word, { sink }) => {
  if (!word.text.text.startsWith("@")) readData(word, sink, "variable");
};

/** openssl's `pass:x`; `env:`, `file:`, `fd:` and `stdin` refer. */
const readSource: Form = (word, { sink }) => {
  if (word.text.text.startsWith("pass:"))
    sink({ name: "password", value: sliceWord(word, 5), place: "command", certainty: "sure" });
};

const readBody: Form = (word, { sink }) => {
  if (!word.text.text.startsWith("@")) readData(word, sink, "data");
};

/** HTTPie's items: `name:value` is a header, `name=value` a field. */
const readItem: Form = (word, context) => {
  if (/^[\w-]{2,60}:(?!\/\/|\d{1,5}(?:\/|$))\S/.test(word.text.text)) readHeader(word, context);
  else readAssignment(word, context);
};

export const FORMS: Readonly<Record<string, Form>> = {
  userpass: pairForm(/:/),
  percent: pairForm(/%/),
  comma: pairForm(/,/),
  slash: readSlash,
  header: readHeader,
  env: assignment("variable", "variable"),
  "build-arg": assignment("build-arg", "variable"),
  assign: readAssignment,
  assigns: readAssignments,
  words: readWords,
  literal: assignment("data", "sure"),
  source: readSource,
  body: readBody,
  item: readItem,
  script: (word, { readShell }) => readShell(word),
};

/** The argument as what the table says it is. */
export const applyForm = (what: string, word: Word, context: FormContext): void => {
  const form = FORMS[what];
  if (form !== undefined) return form(word, context);
  // `vault login username=x password=y`: pairs in place of the value.
  if (/^\w{2,40}=/.test(word.text.text) && what === "token") return readAssignment(word, context);
  const { sink, place, user, host } = context;
  sink({ name: what, value: word, place, certainty: "sure", user, host });
};
