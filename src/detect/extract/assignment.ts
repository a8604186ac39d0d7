/** `name = value` in all the ways languages and formats write it. One pass over the line, each look bounded. */
import type { ValueCandidate } from "./candidate.ts";
import { isCode, isInString, startsComment } from "./lexicon.ts";

/** A value found in a line, before it is known whether its name speaks. */
export type Found = Pick<ValueCandidate, "name" | "value" | "start" | "quote" | "separator">;

/** How far back a name may begin, and how long a value may be. */
const NAME_REACH = 100;
const MAX_VALUE = 4096;
const MIN_VALUE = 3;

/** Separators, longest first. `:` of `::` and `://`, `=` of comparisons with signs, arrows of lambdas are told apart. */
const SEPARATOR = /=>|:=|\?\?=|\|\|=|\+=|={1,3}|!={1,2}|(?<!:):(?![:/\\]{1}[/\\:])|->/g;

/** Name right before a separator: an identifier, possibly quoted, indexed, dotted, dashed. */
const NAME_BEFORE = /([A-Za-z_$@][\w$.@/-]{0,79}|[A-Za-z])(?:\\?["'`])?(?:\]|\))?\s{0,30}$/;
/** `name: type` before `=`: the name is the one before the type. */
const TYPED_NAME = /([A-Za-z_$@][\w$]{0,79})[?!]?\s?:\s{0,4}[\w.<>[\]|?, &*]{1,40}\s{0,4}$/;
/** Go and friends: `name string =`, `const name type =`. */
const SPACED_TYPE = /([A-Za-z_]\w{0,79})\s{1,4}(?:\*?string|str|String|\[\]byte|char\s?\*?)\s{0,4}$/;

const OPENING =
  /^[ \t]{0,40}(?:[A-Za-z_.]{1,24}\(\s?)?(?:[fFbBrRuU@$L]{1,2}(?=["'`]))?(\\{0,3}(?:"""|'''|["'`]))/;
/** Bare values end at white space or what closes a list; commas and semicolons only at an end. */
const BARE = /^[ \t]{0,40}([^\s"'`<>{}[\]()|&;,\\#][^\s"'`<>{}|&;\\]{0,4095})/;

/** End of a quoted value: the same quote, not escaped beyond how it was opened. */
const findClosing = (line: string, from: number, quote: string): number => {
  const limit = Math.min(line.length, from + MAX_VALUE);
  for (let at = line.indexOf(quote, from); at !== -1 && at <= limit; at = line.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (line[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
};

const readQuoted = (line: string, from: number): Pick<Found, "value" | "start" | "quote"> | null => {
  const opening = OPENING.exec(line.slice(from, from + 80));
  const quote = opening?.[1];
  if (opening === null || quote === undefined) return null;
  const start = from + opening[0].length;
  const end = findClosing(line, start, quote);
  // A string that goes on in the next line: what stands here is its beginning.
  const value = line.slice(start, end === -1 ? Math.min(line.length, start + MAX_VALUE) : end);
  return { value, start, quote: quote.replace(/\\/g, "").charAt(0) };
};

const trimBare = (text: string): string => text.replace(/[,;.)\]]{1,3}$/, "");

const readBare = (line: string, from: number): Pick<Found, "value" | "start" | "quote"> | null => {
  const match = BARE.exec(line.slice(from, from + MAX_VALUE + 40));
  const text = match?.[1];
  if (match === null || text === undefined) return null;
  return { value: trimBare(text), start: from + match[0].length - text.length, quote: "" };
};

const findName = (before: string, separator: string): string | null => {
  if (separator === "=") {
    const typed = TYPED_NAME.exec(before)?.[1] ?? SPACED_TYPE.exec(before)?.[1];
    if (typed !== undefined) return typed;
  }
  return NAME_BEFORE.exec(before)?.[1] ?? null;
};

/** A colon in code that is no string key or argument is a type, a label or a ternary. */
const canHoldBare = (line: string, at: number, extension: string): boolean =>
  !isCode(extension) || isInString(line.slice(0, at)) || startsComment(line.slice(0, at));

export function* findAssignments(line: string, extension: string): Generator<Found> {
  for (const match of line.matchAll(SEPARATOR)) {
    const separator = match[0];
    const before = line.slice(Math.max(0, match.index - NAME_REACH), match.index);
    const name = findName(before, separator);
    if (name === null) continue;
    const from = match.index + separator.length;
    const found =
      readQuoted(line, from) ?? (canHoldBare(line, match.index, extension) ? readBare(line, from) : null);
    if (found !== null && found.value.length >= MIN_VALUE) yield { name, separator, ...found };
  }
}

/** `setPassword("x")`, `put("password", "x")`, `password("x")`: a string argument with the callee or the string before as its name. */
const ARGUMENT = /([A-Za-z_$][\w$.]{0,59})\(\s{0,4}(["'`])|(["'`])([\w.$ -]{2,60})\3\s{0,4},\s{0,4}(["'`])/g;

export function* findArguments(line: string): Generator<Found> {
  ARGUMENT.lastIndex = 0;
  for (let match = ARGUMENT.exec(line); match !== null; match = ARGUMENT.exec(line)) {
    const quote = match[2] ?? match[5] ?? "";
    const start = match.index + match[0].length;
    const end = findClosing(line, start, quote);
    // The argument may itself be the name of the next one.
    ARGUMENT.lastIndex = start - 1;
    if (end === -1 || end - start < MIN_VALUE) continue;
    const name = match[4] ?? match[1]?.split(".").at(-1) ?? "";
    yield {
      name,
      value: line.slice(start, end),
      start,
      quote,
      separator: match[4] === undefined ? "(" : ",",
    };
  }
}
