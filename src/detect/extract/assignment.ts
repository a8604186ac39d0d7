/** `name = value` in all the ways languages and formats write it, and string arguments, in one pass over the line. */
import type { Found } from "./candidate.ts";
import { isCode } from "./lexicon.ts";
import { type Context, createContext } from "./context.ts";
import { readList } from "./lists.ts";
import { findCallee, findName, findQuotedName, findSpacedName, type Stretch } from "./names.ts";
import { isMixed } from "./runs.ts";
import { isQuote, isSpace, skipSpaces, skipSpacesBack } from "./signs.ts";
import { MIN_RUN, speaksWithin, type Survey } from "./survey.ts";
import { createValueReader, type Place } from "./values.ts";

/** How long a value must be. */
const MIN_VALUE = 3;
/** Items of lists are mostly words: how long one must be that is none, and how much of it is looked at. */
const MIN_ITEM = 8;
const MAX_HEAD = 64;
/** So much of a bare value tells whether it is random. */
const MAX_LOOK = 256;

const EQUALS = 61;
const COLON = 58;
const GREATER = 62;
const BANG = 33;
const DASH = 45;
const COMMA = 44;
const PAREN = 40;
const SLASH = 47;
const BACKSLASH = 92;
const BACKTICK = 96;
const MATTERS = new Uint8Array(128);
for (const sign of "=:!-,()[]{}\"'`/#*;<") MATTERS[sign.charCodeAt(0)] = 1;

const isSlashOrColon = (code: number): boolean => code === COLON || code === SLASH || code === BACKSLASH;

/** Whether a colon separates: not in `::`, nor before `//`, `:\\` or the like. */
const isSeparatingColon = (line: string, at: number): boolean => {
  const next = line.charCodeAt(at + 1);
  if (next === COLON || line.charCodeAt(at - 1) === COLON) return false;
  return !(isSlashOrColon(next) && isSlashOrColon(line.charCodeAt(at + 2)));
};

/** `+`, `?` or `|` before an equal sign that belongs to it. */
const prefixLength = (line: string, at: number): number => {
  const before = line.charAt(at - 1);
  if (before === "+") return 1;
  return (before === "?" || before === "|") && line.charAt(at - 2) === before ? 2 : 0;
};

/** Length of the separator that begins at `at`, or 0; of an equal sign without what may stand before it. */
const separatorLength = (line: string, at: number, code: number): number => {
  const next = line.charCodeAt(at + 1);
  if (code === EQUALS || code === BANG) {
    if (code === EQUALS && next === GREATER) return 2;
    let end = at + 1;
    while (end < at + 3 && line.charCodeAt(end) === EQUALS) end++;
    return code === BANG && end === at + 1 ? 0 : end - at;
  }
  if (code === DASH) return next === GREATER ? 2 : 0;
  if (next === EQUALS) return 2;
  return isSeparatingColon(line, at) ? 1 : 0;
};

/** Names that only point to another name: `value: x` under `name: DB_PASSWORD`. */
const LIST_VALUES = new Set(["value", "val", "default", "defaultvalue"]);

/** A speaking name that the line before ends with, and what stands between it and its value. */
export interface Open {
  readonly name: string;
  readonly separator: string;
  readonly isList: boolean;
}

export interface Line {
  readonly text: string;
  readonly extension: string;
  readonly survey: Survey;
  /** Name that a `value:` of this line belongs to, or null. */
  readonly listName: string | null;
  readonly open: Open | null;
}

const reader = createValueReader();
const name: Stretch = { from: 0, to: 0 };
const place: Place = { from: 0, to: 0, quote: "" };

/** `secret, err := decode("x")`, `fill_in :password, with: "x"`: the name before a comma. */
const findFirst = (text: string): boolean => {
  const comma = skipSpacesBack(text, name.from, 4) - 1;
  return text.charCodeAt(comma) === COMMA && findName(text, comma, false, name);
};

/** The name if it speaks, or the one that it stands for. */
const readName = ({ text, survey, listName }: Line, mayBeTuple: boolean): string | null => {
  if (speaksWithin(survey, name.from, name.to)) return text.slice(name.from, name.to);
  const own = text.slice(name.from, name.to);
  if ((mayBeTuple && findFirst(text)) || (own === "with" && findFirst(text)))
    return speaksWithin(survey, name.from, name.to) ? text.slice(name.from, name.to) : null;
  return listName !== null && LIST_VALUES.has(own.toLowerCase()) ? listName : null;
};

const add = (text: string, own: string, separator: string, found: Found[]): void => {
  if (place.to - place.from < MIN_VALUE) return;
  const value = text.slice(place.from, place.to);
  found.push({ name: own, value, start: place.from, quote: place.quote, separator });
};

/** A string argument with the callee as its name. */
const readFirst = ({ text, survey }: Line, at: number, found: Found[]): void => {
  const quote = skipSpaces(text, at + 1, 4);
  if (!isQuote(text.charCodeAt(quote)) || !findCallee(text, at, name)) return;
  if (speaksWithin(survey, name.from, name.to) && reader.readString(quote, place))
    add(text, text.slice(name.from, name.to), "(", found);
};

/**
 * A string argument with the one before it as its name: the first two of a call, the last two, or the only two of a list.
 * Anything else is an enumeration.
 */
const readNext = ({ text, survey }: Line, at: number, isInCall: boolean, found: Found[]): void => {
  const quote = skipSpaces(text, at + 1, 4);
  if (!isQuote(text.charCodeAt(quote)) || !findQuotedName(text, at, name)) return;
  if (!speaksWithin(survey, name.from, name.to) || !reader.readString(quote, place)) return;
  const before = text.charAt(skipSpacesBack(text, name.from - 1, 4) - 1);
  const isLast = ")]}".includes(text.charAt(skipSpaces(text, place.to + 1, 4)));
  const isPair = before !== "" && "([{".includes(before) && isLast;
  if (isPair || (isInCall && (before !== "," || isLast)))
    add(text, text.slice(name.from, name.to), ",", found);
};

/** `secret "x"`, `env.SECRET || "x"`: a string with nothing but blanks or an alternative before it. In backticks is code. */
const readSpaced = (line: Line, at: number, found: Found[]): void => {
  const { text, survey } = line;
  if (
    !isSpace(text.charCodeAt(at - 1)) ||
    text.charCodeAt(at) === BACKTICK ||
    !findSpacedName(text, at, name)
  )
    return;
  if (speaksWithin(survey, name.from, name.to) && reader.readString(at, place))
    add(text, text.slice(name.from, name.to), " ", found);
};

/** Whether a value that stands bare in code is no name of something else: `nkey: UAQ7…` in a text block. */
const isRandom = (text: string, span: Stretch): boolean =>
  place.to - place.from >= MIN_RUN &&
  (text.charCodeAt(span.from) === COLON || !isSpace(text.charCodeAt(span.from - 1))) &&
  isMixed(text, place.from, place.to) &&
  /^[\w+/=~-]+$/.test(text.slice(place.from, Math.min(place.to, place.from + MAX_LOOK)));

/** Items of lists are mostly words; those without digits, or short ones, are left out. */
const isItem = (text: string, { from, to, quote }: Place): boolean =>
  quote === "" || (to - from >= MIN_ITEM && /\d/.test(text.slice(from, Math.min(to, from + MAX_HEAD))));

/** Reads what stands behind a separator: a string, a list, or a bare value where there can be one. */
const readValue = (line: Line, own: string, context: Context, span: Stretch, found: Found[]): void => {
  const { text } = line;
  const separator = text.slice(span.from, span.to);
  if (reader.readQuoted(span.to, place)) {
    add(text, own, separator, found);
    return;
  }
  readList(text, span.to, reader, (item) => {
    const { from, to, quote } = item;
    if (isItem(text, item))
      found.push({ name: own, value: text.slice(from, to), start: from, quote, separator });
  });
  if (reader.readBare(span.to, place) && (context.canHoldBare(span.from) || isRandom(text, span)))
    add(text, own, separator, found);
};

/** A line that has a name of its own, or is an item of a list. */
const HAS_NAME = /^\s*(?:[\w"'.-]{1,80}\s?[:=]|-\s)/;

/** Adds the value at the line's beginning whose name stands in the line before. */
const readContinued = ({ text, open, extension }: Line, found: Found[]): void => {
  if (open === null) return;
  if (reader.readQuoted(0, place)) {
    const isKey = /^["'`]\s*[:=]/.test(text.slice(place.to, place.to + 8));
    if (!isKey && (!open.isList || isItem(text, place))) add(text, open.name, open.separator, found);
  } else if (open.separator === ":" && !open.isList && !isCode(extension) && !HAS_NAME.test(text))
    if (reader.readBare(0, place)) add(text, open.name, open.separator, found);
};

/** Adds to `found` the values whose names speak, by place of what separates them. */
export const findAssignments = (line: Line, found: Found[]): void => {
  const { text } = line;
  const context = createContext(line.extension);
  const span: Stretch = { from: 0, to: 0 };
  reader.begin(text);
  readContinued(line, found);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 128 || MATTERS[code] === 0) continue;
    if (context.pass(text, at, code)) readSpaced(line, at, found);
    if (code === PAREN) readFirst(line, at, found);
    if (code === COMMA) readNext(line, at, context.isInCall(), found);
    if (code !== EQUALS && code !== COLON && code !== BANG && code !== DASH) continue;
    const length = separatorLength(text, at, code);
    if (length === 0) continue;
    span.from = code === EQUALS ? at - prefixLength(text, at) : at;
    span.to = at + length;
    at = span.to - 1;
    const isPlain = code === EQUALS && length === 1 && span.from === at;
    if (!findName(text, span.from, isPlain, name)) continue;
    const isTuple = code === EQUALS || length === 2;
    const own = readName(line, isTuple && context.isOutside());
    if (own !== null) readValue(line, own, context, span, found);
  }
};
