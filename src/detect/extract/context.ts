/** What stands before a place on its line: whether it is inside a string, a comment, a list. */
import { isCode } from "./lexicon.ts";
import { isQuote, isSpace, isWordPart } from "./signs.ts";

/** How far back a comment's beginning counts. */
const MAX_COMMENT = 120;
const [HASH, STAR, SEMICOLON, SLASH, DASH, LESS, BACKSLASH, APOSTROPHE, PAREN] = [
  35, 42, 59, 47, 45, 60, 92, 39, 40,
];

/** Comment marks after which even code is prose: `//`, `#`, `/*`, `*`, `--`, `;`, `<!--`. */
const isCommentMark = (line: string, at: number, code: number): boolean => {
  if (at > 0 && !isSpace(line.charCodeAt(at - 1))) return false;
  const next = line.charCodeAt(at + 1);
  if (code === HASH || code === STAR || code === SEMICOLON) return true;
  if (code === SLASH) return next === SLASH || next === STAR;
  return code === DASH ? next === DASH : code === LESS && line.startsWith("<!--", at);
};

export interface Context {
  /** Takes note of a sign; signs come in order. Returns whether it opens a string. */
  pass(line: string, at: number, code: number): boolean;
  /** Whether the bracket that is open is one of a call's arguments, or stands on another line. */
  isInCall(): boolean;
  /** Whether no bracket is open. */
  isOutside(): boolean;
  /** A colon in code that is no string key or argument is a type, a label or a ternary. */
  canHoldBare(at: number): boolean;
}

const CALL = "call";
const LIST = "list";
const MAX_DEPTH = 64;
const isOpening = (code: number): boolean => code === 40 || code === 91 || code === 123;
const isClosing = (code: number): boolean => code === 41 || code === 93 || code === 125;

/** @param extension of the file: only in code bare words are names. */
export const createContext = (extension: string): Context => {
  const isInCode = isCode(extension);
  /** Odd: inside a string of that quote. */
  let [double, single, back] = [0, 0, 0];
  let comment = -1;
  /** The quote of the string that is open, or 0. */
  let open = 0;

  const brackets: (typeof CALL | typeof LIST)[] = [];
  const passQuote = (line: string, at: number, code: number): boolean => {
    comment = -1;
    if (code === APOSTROPHE) single++;
    else if (code === 34) double++;
    else back++;
    const isApostrophe =
      code === APOSTROPHE && isWordPart(line.charCodeAt(at - 1)) && isWordPart(line.charCodeAt(at + 1));
    if (isApostrophe || line.charCodeAt(at - 1) === BACKSLASH) return false;
    if (open !== 0) {
      if (open === code) open = 0;
      return false;
    }
    open = code;
    return true;
  };

  return {
    pass(line, at, code) {
      if (isQuote(code)) return passQuote(line, at, code);
      if (isOpening(code) && brackets.length < MAX_DEPTH)
        brackets.push(code === PAREN && isWordPart(line.charCodeAt(at - 1)) ? CALL : LIST);
      else if (isClosing(code)) brackets.pop();
      if (isInCode && comment === -1 && isCommentMark(line, at, code)) comment = at;
      return false;
    },
    isOutside: () => brackets.length === 0,
    isInCall: () => brackets.at(-1) !== LIST,
    canHoldBare(at) {
      if (!isInCode || (comment !== -1 && at - comment <= MAX_COMMENT)) return true;
      return double % 2 === 1 || single % 2 === 1 || back % 2 === 1;
    },
  };
};
