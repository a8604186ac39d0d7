/** What the name, the text before and the layout of the line say. */
import { LINE_GROUPS, NAME_GROUPS } from "./lexicon.ts";
import { classOf } from "./characters.ts";
import type { Look } from "./look.ts";
import { createMarker, type Marks } from "./marks.ts";

const nameMarker = createMarker(NAME_GROUPS);
const lineMarker = createMarker(LINE_GROUPS);
const marks: Marks = { all: 0, last: 0 };
const FLAGS = nameMarker.groups.length;
const LINE_FLAGS = lineMarker.groups.length;

const maskOf = (groups: readonly string[]): number =>
  groups.reduce((mask, group) => mask | (1 << nameMarker.groups.indexOf(group)), 0);
const CREDENTIAL = maskOf(["pass", "secret", "token", "key", "auth", "credential", "private"]);
const DESCRIPTION = maskOf(["place", "label", "measure", "part", "identifier", "lookup", "hash", "public"]);

export const NAME_FLAGS = nameMarker.groups.map((group) => `name says ${group}`);
export const NAME_REST = [
  "name ends in credential",
  "name ends in description",
  "name length",
  "name words",
  "name in capitals",
  "name joins",
] as const;
export const LEFT_FLAGS = nameMarker.groups.map((group) => `before says ${group}`);
export const LINE_FLAGS_NAMES = lineMarker.groups.map((group) => `line says ${group}`);
export const LAYOUT = [
  "separator",
  "quote",
  "sign before",
  "sign after",
  "second sign after",
  "indent",
  "line length",
  "position",
  "rest length",
  "comment",
  "quotes before",
  "quotes after",
  "brackets before",
  "inside url",
  "comparison",
  "file kind",
  "spaces before",
] as const;

/** Writes {@link NAME_FLAGS} and {@link NAME_REST}. */
export const writeName = (look: Look, out: Float64Array, at: number): void => {
  const { name } = look;
  nameMarker.mark(name, marks);
  for (let flag = 0; flag < FLAGS; flag++) out[at + flag] = (marks.all >> flag) & 1;
  const rest = at + FLAGS;
  let humps = 0;
  for (let index = 1; index < name.length; index++)
    if (classOf(name.charCodeAt(index)) !== classOf(name.charCodeAt(index - 1))) humps++;
  out[rest] = Number((marks.last & CREDENTIAL) !== 0);
  out[rest + 1] = Number((marks.last & DESCRIPTION) !== 0);
  out[rest + 2] = name.length;
  out[rest + 3] = humps;
  out[rest + 4] = Number(name.length > 0 && name === name.toUpperCase());
  out[rest + 5] = name.includes(".") ? 2 : Number(name.includes("-"));
};

/** Writes {@link LEFT_FLAGS} and {@link LINE_FLAGS_NAMES}. */
export const writeLeft = (look: Look, out: Float64Array, at: number): void => {
  nameMarker.mark(look.left, marks);
  for (let flag = 0; flag < FLAGS; flag++) out[at + flag] = (marks.all >> flag) & 1;
  lineMarker.mark(look.left, marks);
  const before = marks.all;
  lineMarker.mark(look.right, marks);
  const all = before | marks.all;
  for (let flag = 0; flag < LINE_FLAGS; flag++) out[at + FLAGS + flag] = (all >> flag) & 1;
};

const SEPARATORS = ["", "=", ":", "=>", ":=", ",", ">", " ", "(", "==", "==="];
const QUOTES = ["", '"', "'", "`"];
/** Signs beside a value, like beside like. */
const SIGNS = "\"'`,;)]}>&@:|.\\/([{<=+-*#$%!?";

const signKind = (text: string, index: number): number => {
  if (index < 0 || index >= text.length) return -1;
  const code = text.charCodeAt(index);
  if (code === 32 || code === 9) return -2;
  const kind = classOf(code);
  return kind === 0 ? SIGNS.indexOf(text.charAt(index)) : 30 + kind;
};

const countQuotes = (text: string): number => {
  let quotes = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 34 || code === 39 || code === 96) quotes++;
  }
  return quotes;
};

const KINDS: Readonly<Record<string, string>> = {
  1: "js jsx mjs cjs ts tsx py java kt scala groovy go rb php cs c h cc cpp hpp m swift rs dart lua pl hs ex exs erl clj vue sol",
  2: "yml yaml json toml ini conf cfg env properties xml tf hcl plist gradle config example sample dist",
  3: "md rst txt adoc html htm tex rdoc",
  4: "sh bash zsh ps1 bat cmd dockerfile mk fish",
  5: "sql csv tsv log pem key crt cert asc map lock",
};
const KIND_OF = new Map(
  Object.entries(KINDS).flatMap(([kind, list]) =>
    list.split(" ").map((name) => [name, Number(kind)] as const),
  ),
);
const COMMENT = /^\s{0,40}(?:\/\/|#|\*|\/\*|--|;|<!--)/;

const countSpaces = (text: string): number => {
  let index = 0;
  while (index < text.length && index < 80 && (text[index] === " " || text[index] === "\t")) index++;
  return index;
};

/** Writes {@link LAYOUT}. */
export const writeLayout = (look: Look, out: Float64Array, at: number): void => {
  const { candidate, left, right } = look;
  const { line, start } = candidate;
  const head = line.slice(0, 80);
  const rest = line.length - start - candidate.value.length;
  out[at] = SEPARATORS.indexOf(candidate.separator);
  out[at + 1] = QUOTES.indexOf(candidate.quote);
  out[at + 2] = signKind(left, left.length - 1);
  out[at + 3] = signKind(right, 0);
  out[at + 4] = signKind(right, 1);
  out[at + 5] = countSpaces(head);
  out[at + 6] = Math.log2(1 + Math.min(line.length, 2000));
  out[at + 7] = Math.log2(1 + Math.min(start, 2000));
  out[at + 8] = Math.log2(1 + Math.max(0, Math.min(rest, 2000)));
  out[at + 9] = Number(COMMENT.test(head));
  out[at + 10] = countQuotes(left);
  out[at + 11] = countQuotes(right);
  out[at + 12] = Number(left.includes("(")) + Number(left.includes("{")) * 2 + Number(left.includes("[")) * 4;
  out[at + 13] = Number(left.includes("://"));
  out[at + 14] = Number(left.includes("==") || left.includes("!=") || left.includes(" eq "));
  out[at + 15] = KIND_OF.get(candidate.extension) ?? 0;
  out[at + 16] = left.length - left.trimEnd().length;
};
