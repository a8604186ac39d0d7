/** Reads the name that stands before a separator, from right to left. */
import {
  isNamePart,
  isNameStart,
  isQuote,
  isSpace,
  isTypePart,
  isWordPart,
  skipSpacesBack,
} from "./signs.ts";

/** A stretch of a line; reused from look to look. */
export interface Stretch {
  from: number;
  to: number;
}

/** How long a name may be, and how far before its separator it may begin. */
const MAX_NAME = 80;
const REACH = 100;
const MAX_TYPE = 48;
const [COLON, STAR, BACKSLASH, COMMA] = [58, 42, 92, 44];
const isOpenType = (code: number): boolean => code === 60 || code === 91;

/** The longest name that ends at `to`: it begins with a letter or one of `_$@`. */
const readBack = (line: string, to: number, isPart: (code: number) => boolean, into: Stretch): boolean => {
  const least = Math.max(0, to - MAX_NAME);
  let from = to;
  while (from > least && isPart(line.charCodeAt(from - 1))) from--;
  while (from < to && !isNameStart(line.charCodeAt(from))) from++;
  into.from = from;
  into.to = to;
  return from < to;
};

/** An identifier right before `end`, possibly quoted, indexed, dotted, dashed. */
const findPlain = (line: string, end: number, into: Stretch): boolean => {
  let to = skipSpacesBack(line, end, 30);
  const closing = line.charCodeAt(to - 1);
  if (closing === 93 || closing === 41) to--;
  if (isQuote(line.charCodeAt(to - 1))) {
    to--;
    if (line.charCodeAt(to - 1) === BACKSLASH) to--;
  }
  return readBack(line, to, isNamePart, into) && into.from >= end - REACH;
};

/** In a type, blanks stand beside signs alone: `string | null`, but not `add NAME`. */
const hasTwoWords = (type: string): boolean => /[\w>\]?*]\s+[\w*]/.test(type.trim());

/** `name: type` before `=`: the name is the one before the type. A comma belongs to a type only inside brackets. */
const findTyped = (line: string, end: number, into: Stretch): boolean => {
  const least = Math.max(0, end - MAX_TYPE);
  let at = end;
  let [hasComma, hasBracket] = [false, false];
  for (let code = line.charCodeAt(at - 1); at > least && isTypePart(code); code = line.charCodeAt(at - 1)) {
    if (code === COMMA) hasComma = true;
    if (isOpenType(code)) hasBracket = true;
    at--;
  }
  if (at === end || line.charCodeAt(at - 1) !== COLON || (hasComma && !hasBracket)) return false;
  if (!hasBracket && hasTwoWords(line.slice(at, end))) return false;
  let to = at - 1;
  if (isSpace(line.charCodeAt(to - 1))) to--;
  const mark = line.charCodeAt(to - 1);
  if (mark === 63 || mark === 33) to--;
  return readBack(line, to, isWordPart, into);
};

const SPACED_TYPES = new Set(["string", "str", "String", "byte", "char"]);

/** Go and friends: `name string =`, `name []byte =`, `name char* =`. */
const findSpaced = (line: string, end: number, into: Stretch): boolean => {
  let to = skipSpacesBack(line, end, 4);
  if (line.charCodeAt(to - 1) === STAR) to = skipSpacesBack(line, to - 1, 1);
  let from = to;
  while (from > to - 8 && isWordPart(line.charCodeAt(from - 1))) from--;
  const type = line.slice(from, to);
  if (!SPACED_TYPES.has(type)) return false;
  if (type === "byte") from -= 2;
  else if (line.charCodeAt(from - 1) === STAR) from--;
  const name = skipSpacesBack(line, from, 4);
  return name < from && readBack(line, name, isWordPart, into);
};

/** Whether a type of {@link SPACED_TYPES} may end there. */
const mayEndType = (code: number): boolean => code === 103 || code === 114 || code === 101 || code === STAR;

/** Finds the name before a separator that begins at `end`. */
export const findName = (line: string, end: number, isEqualSign: boolean, into: Stretch): boolean => {
  if (isEqualSign) {
    if (findTyped(line, end, into)) return true;
    const last = line.charCodeAt(skipSpacesBack(line, end, 4) - 1);
    if (mayEndType(last) && findSpaced(line, end, into)) return true;
  }
  return findPlain(line, end, into);
};

/** Functions that make something of their argument, or put it somewhere: what they belong to says what it is. */
const MAKERS =
  /^(?:new|create|init|of|from\w{0,12}|parse|valueOf|getInstance|set|setText|setValue|sendKeys|type|fill|equals|isEqualTo)$/;
const MAX_CALLEE = 60;
const isPathPart = (code: number): boolean => isWordPart(code) || code === 46 || code === 58;

/**
 * The last part of the dotted name of a function whose arguments begin after `end`, or the last two if the last says
 * nothing: `otp.setPassword(`, `Cipher.new(`.
 */
export const findCallee = (line: string, end: number, into: Stretch): boolean => {
  const least = Math.max(0, end - MAX_CALLEE);
  let from = end;
  while (from > least && isWordPart(line.charCodeAt(from - 1))) from--;
  into.from = from;
  into.to = end;
  if (from === end) return false;
  const isPath = from - 1 > least && isPathPart(line.charCodeAt(from - 1));
  if (!isPath || end - from > 16 || !MAKERS.test(line.slice(from, end))) return true;
  let owner = from;
  while (owner > least && isPathPart(line.charCodeAt(owner - 1))) owner--;
  while (owner < from && !isNameStart(line.charCodeAt(owner))) owner++;
  into.from = owner;
  return true;
};

/** Signs of selectors and paths, too: `#password`, `db:password`, `app/secret`. */
const isKeyPart = (code: number): boolean =>
  isWordPart(code) || code === 46 || code === 45 || code === 32 || code === 35 || code === 47 || code === 58;

/** A short quoted text right before `end`. */
export const findQuotedName = (line: string, end: number, into: Stretch): boolean => {
  const close = skipSpacesBack(line, end, 4) - 1;
  const quote = line.charCodeAt(close);
  if (!isQuote(quote)) return false;
  let from = close;
  while (from > close - MAX_CALLEE && isKeyPart(line.charCodeAt(from - 1))) from--;
  into.from = from;
  into.to = close;
  return close - from >= 2 && line.charCodeAt(from - 1) === quote;
};

/** `||`, `??` or `or` before `end`, or a name that nothing but blanks part from it: `secret "x"`, `env.SECRET || "x"`. */
export const findSpacedName = (line: string, end: number, into: Stretch): boolean => {
  const to = skipSpacesBack(line, end, 8);
  if (to === end) return false;
  const last = line.slice(Math.max(0, to - 3), to);
  if (last.endsWith("||") || last.endsWith("??")) return findPlain(line, to - 2, into);
  if (last === " or") return findPlain(line, to - 3, into);
  return readBack(line, to, isNamePart, into);
};
