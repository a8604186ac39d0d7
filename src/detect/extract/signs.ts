/** What a character can be part of, and steps over stretches of such characters. */

const SPACE = 1;
/** `[\w$]`, what a name can begin with, and what else it can hold. */
const WORD_PART = 2;
const NAME_START = 4;
const NAME_PART = 8;
const QUOTE = 16;
const TYPE_PART = 32;
/** What ends a bare value, and what one cannot begin with. */
const BARE_STOP = 64;
const NO_BARE_START = 128;

const has = (pattern: RegExp, code: number): boolean => pattern.test(String.fromCharCode(code));
const KINDS = Uint8Array.from(
  { length: 256 },
  (_, code) =>
    (has(/\s/, code) ? SPACE : 0) |
    (has(/[\w$]/, code) ? WORD_PART : 0) |
    (has(/[A-Za-z_$@]/, code) ? NAME_START : 0) |
    (has(/[\w$.@/-]/, code) ? NAME_PART : 0) |
    (has(/["'`]/, code) ? QUOTE : 0) |
    (has(/[\w.<>[\]|?, &*]/, code) ? TYPE_PART : 0) |
    (has(/[\s"'`<>{}|&;\\]/, code) ? BARE_STOP : 0) |
    (has(/[\s"'`<>{}[\]()|&;,\\#]/, code) ? NO_BARE_START : 0),
);
const is =
  (kind: number) =>
  (code: number): boolean =>
    code < 256 && ((KINDS[code] ?? 0) & kind) !== 0;

/** Each of a UTF-16 unit; what lies beyond a line is none of them. */
export const isSpace = is(SPACE);
export const isWordPart = is(WORD_PART);
export const isNameStart = is(NAME_START);
export const isNamePart = is(NAME_PART);
export const isQuote = is(QUOTE);
export const isTypePart = is(TYPE_PART);
export const isBareStop = is(BARE_STOP);
export const canStartBare = (code: number): boolean => code === code && !is(NO_BARE_START)(code);

/** Place after at most `limit` white space characters. */
export const skipSpaces = (line: string, from: number, limit: number): number => {
  let at = from;
  while (at < from + limit && isSpace(line.charCodeAt(at))) at++;
  return at;
};
/** Place before at most `limit` white space characters that end at `to`. */
export const skipSpacesBack = (line: string, to: number, limit: number): number => {
  let at = to;
  while (at > 0 && at > to - limit && isSpace(line.charCodeAt(at - 1))) at--;
  return at;
};
