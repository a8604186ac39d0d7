/** What the text before the value and the layout of the line say. */
import { classOf, type Codes, FOREIGN, OTHER } from "./characters.ts";
import type { Look } from "./look.ts";
import type { Marks } from "./marks.ts";
import { NAME_FLAG_COUNT, nameMarker } from "./name-look.ts";
import { logOf } from "./value-numbers.ts";

const marks: Marks = { all: 0, last: 0 };
const FLAGS = NAME_FLAG_COUNT;
const LINE_FLAGS = nameMarker.groups.length - FLAGS;

export const LEFT_FLAGS = nameMarker.groups.slice(0, FLAGS).map((group) => `before says ${group}`);
export const LINE_FLAGS_NAMES = nameMarker.groups.slice(FLAGS).map((group) => `line says ${group}`);
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

/** Writes the name's numbers. */
export const writeName = ({ name: { row } }: Look, out: Float64Array, at: number): void => {
  for (let index = 0; index < row.length; index++) out[at + index] = row[index] ?? 0;
};

/** Writes {@link LEFT_FLAGS} and {@link LINE_FLAGS_NAMES}. */
export const writeLeft = (look: Look, out: Float64Array, at: number): void => {
  nameMarker.mark(look.left, marks);
  const before = marks.all;
  for (let flag = 0; flag < FLAGS; flag++) out[at + flag] = (before >> flag) & 1;
  nameMarker.mark(look.right, marks);
  const all = (before | marks.all) >> FLAGS;
  for (let flag = 0; flag < LINE_FLAGS; flag++) out[at + FLAGS + flag] = (all >> flag) & 1;
};

const SEPARATORS = ["", "=", ":", "=>", ":=", ",", ">", " ", "(", "==", "==="];
const QUOTES = ["", '"', "'", "`"];
/** Signs beside a value, like beside like. */
const SIGNS = "\"'`,;)]}>&@:|.\\/([{<=+-*#$%!?";

const SIGN_OF = Int8Array.from({ length: 128 }, (_, code) => {
  if (code === 32 || code === 9) return -2;
  const kind = classOf(code);
  return kind === OTHER ? SIGNS.indexOf(String.fromCharCode(code)) : 30 + kind;
});
const FOREIGN_SIGN = 30 + FOREIGN;

const signKind = ({ raw, size }: Codes, index: number): number => {
  if (index < 0 || index >= size) return -1;
  const code = raw[index] ?? 0;
  return code < 128 ? (SIGN_OF[code] ?? -1) : FOREIGN_SIGN;
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
/** White space of ASCII and Latin-1. */
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 160;
const MAX_INDENT = 80;
const COMMENT = /^\s{0,40}(?:\/\/|#|\*|\/\*|--|;|<!--)/;
/** What a comment mark begins with; after white space beyond ASCII there is none. */
const COMMENT_SIGNS = "/#*-;<";
const MAY_COMMENT = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(COMMENT_SIGNS.includes(String.fromCharCode(code))),
);

/** Reads the line's own beginning, of which the text before the value may be the end alone. */
const writeHead = (line: string, out: Float64Array, at: number): void => {
  let indent = 0;
  let code = line.charCodeAt(0);
  while (indent < MAX_INDENT && (code === 32 || code === 9)) code = line.charCodeAt(++indent);
  out[at + 5] = indent;
  out[at + 9] = Number(MAY_COMMENT[code] === 1 && COMMENT.test(line.slice(0, MAX_INDENT)));
};

/** Bits of what may stand in a text. */
const QUOTE = 1;
const PAREN = 2;
const BRACE = 4;
const BRACKET = 8;
const SIGN_BITS = new Uint8Array(128);
for (const [sign, bit] of [
  ['"', QUOTE],
  ["'", QUOTE],
  ["`", QUOTE],
  ["(", PAREN],
  ["{", BRACE],
  ["[", BRACKET],
] as const)
  SIGN_BITS[sign.charCodeAt(0)] = bit;

const countQuotes = ({ raw, size }: Codes): number => {
  let quotes = 0;
  for (let index = 0; index < size; index++) quotes += (SIGN_BITS[raw[index] ?? 0] ?? 0) & QUOTE;
  return quotes;
};

/** What stands before the value: brackets, a URL's beginning, a comparison. */
const writeBefore = ({ raw, size }: Codes, out: Float64Array, at: number): void => {
  let [bits, quotes, url, comparison] = [0, 0, 0, 0];
  for (let index = 0; index < size; index++) {
    const code = raw[index] ?? 0;
    const bit = SIGN_BITS[code] ?? 0;
    bits |= bit;
    quotes += bit & QUOTE;
    const next = raw[index + 1];
    if (code === 58 && index + 2 < size && next === 47 && raw[index + 2] === 47) url = 1;
    else if ((code === 61 || code === 33) && index + 1 < size && next === 61) comparison = 1;
    else if (
      code === 32 &&
      index + 3 < size &&
      next === 101 &&
      raw[index + 2] === 113 &&
      raw[index + 3] === 32
    )
      comparison = 1;
  }
  let spaces = 0;
  while (spaces < size && isSpace(raw[size - 1 - spaces] ?? 0)) spaces++;
  out[at + 10] = quotes;
  out[at + 12] = (bits & (PAREN | BRACE | BRACKET)) >> 1;
  out[at + 13] = url;
  out[at + 14] = comparison;
  out[at + 16] = spaces;
};

/** Writes {@link LAYOUT}. */
export const writeLayout = (look: Look, out: Float64Array, at: number): void => {
  const { candidate, left, right } = look;
  const { line, start } = candidate;
  const rest = line.length - start - candidate.value.length;
  out[at] = SEPARATORS.indexOf(candidate.separator);
  out[at + 1] = QUOTES.indexOf(candidate.quote);
  out[at + 2] = signKind(left, left.size - 1);
  out[at + 3] = signKind(right, 0);
  out[at + 4] = signKind(right, 1);
  writeHead(line, out, at);
  out[at + 6] = logOf(Math.min(line.length, 2000));
  out[at + 7] = logOf(Math.min(start, 2000));
  out[at + 8] = logOf(Math.min(rest, 2000));
  writeBefore(left, out, at);
  out[at + 11] = countQuotes(right);
  out[at + 15] = KIND_OF.get(candidate.extension) ?? 0;
};
