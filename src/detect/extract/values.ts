/** Reads the value that stands after a separator, from left to right. */
import { canStartBare, isBareStop, isQuote, isSpace, isWordPart } from "./signs.ts";

/** Longest value; what is longer is cut off. */
const MAX_VALUE = 4096;
const MAX_BLANKS = 40;
const MAX_CALL = 24;
const BACKSLASH = 92;
const PAREN = 40;
const DOT = 46;
/** Letters that may stand right before a quote: `b""`, `rb""`, `u""`, `@""`, `$""`, `L""`. */
const PREFIXES = "fFbBrRuU@$L";
const TRAILING = ",.)]";

/** Where a value stands, and the quote before it. */
export interface Place {
  from: number;
  to: number;
  quote: string;
}

/** Reads values of one line; remembers what it has looked for in vain, so that no stretch is read again and again. */
export interface ValueReader {
  begin(line: string): void;
  /** A string after at most two calls and a prefix. */
  readQuoted(from: number, into: Place): boolean;
  /** A string whose quote stands at `at`, up to its end on this line. */
  readString(at: number, into: Place): boolean;
  /** Everything up to white space or what closes a list. */
  readBare(from: number, into: Place): boolean;
}

const skipBlanks = (line: string, from: number): number => {
  let at = from;
  for (let code = line.charCodeAt(at); at < from + MAX_BLANKS && (code === 32 || code === 9);)
    code = line.charCodeAt(++at);
  return at;
};

/** `getenv(`, `Some.type( `, `new Some(`, `[]byte(`: a call around a string. */
const skipCall = (line: string, from: number): number => {
  let at = line.startsWith("new ", from) ? from + 4 : line.startsWith("[]", from) ? from + 2 : from;
  const limit = at + MAX_CALL;
  for (let code = line.charCodeAt(at); at < limit && (isWordPart(code) || code === DOT);)
    code = line.charCodeAt(++at);
  if (at === from || line.charCodeAt(at) !== PAREN) return from;
  return isSpace(line.charCodeAt(at + 1)) ? at + 2 : at + 1;
};

const skipPrefix = (line: string, from: number): number => {
  let at = from;
  while (at < from + 2 && PREFIXES.includes(line.charAt(at)) && at < line.length) at++;
  return isQuote(line.charCodeAt(at)) ? at : from;
};

export const createValueReader = (): ValueReader => {
  let line = "";
  /** Per plain quote, the place from which on there is none. */
  const misses = new Float64Array(128);
  /** The stretch without a stop that was read last. */
  let bareFrom = 0;
  let bareTo = 0;

  /** End of a quoted value: the same quote, not escaped beyond how it was opened. */
  const findClosing = (from: number, quote: string): number => {
    const limit = Math.min(line.length, from + MAX_VALUE);
    const plain = quote.length === 1 ? quote.charCodeAt(0) : -1;
    if (plain !== -1 && from >= (misses[plain] ?? 0)) return -1;
    for (let at = line.indexOf(quote, from); at !== -1 && at <= limit; at = line.indexOf(quote, at + 1)) {
      let slashes = 0;
      while (line.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
      if (slashes % 2 === 0) return at;
    }
    if (plain !== -1 && line.indexOf(quote, from) === -1) misses[plain] = from;
    return -1;
  };

  const readQuoted = (from: number, into: Place): boolean => {
    let at = skipPrefix(line, skipCall(line, skipCall(line, skipBlanks(line, from))));
    const opening = at;
    while (at < opening + 3 && line.charCodeAt(at) === BACKSLASH) at++;
    const code = line.charCodeAt(at);
    if (!isQuote(code)) return false;
    into.quote = line.charAt(at);
    const isTriple = code !== 96 && line.charCodeAt(at + 1) === code && line.charCodeAt(at + 2) === code;
    at += isTriple ? 3 : 1;
    const end = findClosing(at, line.slice(opening, at));
    into.from = at;
    // A string that goes on in the next line: what stands here is its beginning.
    into.to = end === -1 ? Math.min(line.length, at + MAX_VALUE) : end;
    return true;
  };

  const readString = (at: number, into: Place): boolean => {
    into.quote = line.charAt(at);
    into.from = at + 1;
    into.to = findClosing(at + 1, into.quote);
    return into.to !== -1;
  };

  const readBare = (from: number, into: Place): boolean => {
    const start = skipBlanks(line, from);
    if (!canStartBare(line.charCodeAt(start))) return false;
    if (start < bareFrom || start >= bareTo) {
      bareFrom = start;
      bareTo = start + 1;
      while (bareTo < line.length && !isBareStop(line.charCodeAt(bareTo))) bareTo++;
    }
    let to = Math.min(bareTo, start + MAX_VALUE);
    for (let count = 0; count < 3 && to > start && TRAILING.includes(line.charAt(to - 1)); count++) to--;
    while (to > start && line.charAt(to - 1) === ",") to--;
    into.from = start;
    into.to = to;
    into.quote = "";
    return true;
  };

  const begin = (text: string): void => {
    line = text;
    misses.fill(Number.POSITIVE_INFINITY);
    bareFrom = 0;
    bareTo = 0;
  };
  return { begin, readQuoted, readString, readBare };
};
