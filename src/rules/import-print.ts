/** Writes an imported pattern as a JavaScript expression that means the same over bytes. */
import type { Assertion, RegexPart } from "./import-regex-tree.ts";
import { ALL, type ByteSet, membersOf, one, PERL_CLASSES, toLowerCase } from "./import-sets.ts";

export interface PrintOptions {
  /** Whether the expression will run without regard to case: then small letters say enough. */
  readonly ignoreCase: boolean;
  /** The group that becomes `secret`; 0 for the whole match, null for none. */
  readonly secret: number | null;
}

const SPECIAL = /[\\^$.*+?()[\]{}|/]/;
const SPECIAL_IN_CLASS = /[\\\]^-]/;
const NAMES: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r" };

const printByte = (code: number, special: RegExp): string => {
  const name = NAMES[code];
  if (name !== undefined) return name;
  if (code < 32 || code > 126) return `\\x${code.toString(16).padStart(2, "0")}`;
  const character = String.fromCharCode(code);
  return special.test(character) ? `\\${character}` : character;
};

const printRanges = (set: ByteSet): string => {
  const codes = membersOf(set);
  let text = "";
  for (let index = 0; index < codes.length;) {
    const from = codes[index] ?? 0;
    let to = from;
    while (codes[index + 1] === to + 1) {
      to++;
      index++;
    }
    index++;
    const ends = [from, to].map((code) => printByte(code, SPECIAL_IN_CLASS));
    text += to - from > 1 ? ends.join("-") : [...new Set(ends)].join("");
  }
  return text;
};

const SHORT: ReadonlyMap<ByteSet, string> = new Map([
  [ALL, "[^]"],
  // JavaScript's `.` leaves out more line ends than Go's.
  [ALL & ~one(10), "[^\\n]"],
  [PERL_CLASSES["d"] ?? 0n, "\\d"],
  [PERL_CLASSES["w"] ?? 0n, "\\w"],
]);

const printSet = (full: ByteSet, ignoreCase: boolean): string => {
  const short = SHORT.get(full);
  if (short !== undefined) return short;
  const set = ignoreCase ? toLowerCase(full) : full;
  const codes = membersOf(set);
  const [code] = codes;
  if (code === undefined) return "(?!)";
  if (codes.length === 1) return printByte(code, SPECIAL);
  const left = ALL & ~full;
  if (codes.length <= 128) return `[${printRanges(set)}]`;
  return `[^${printRanges(ignoreCase ? toLowerCase(left) : left)}]`;
};

const ASSERTIONS: Readonly<Record<Assertion, string>> = {
  "text-start": "^",
  "text-end": "$",
  "line-start": "(?<![^\\n])",
  "line-end": "(?![^\\n])",
  "word-edge": "\\b",
  "no-word-edge": "\\B",
};

const printCount = (min: number, max: number): string => {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === 0 && max === 1) return "?";
  return min === max ? `{${min}}` : `{${min},${max}}`;
};

/** In parentheses if something that follows would otherwise bind to its last part only. */
const printBound = (part: RegexPart, options: PrintOptions): string => {
  const text = print(part, options);
  return part.kind === "set" || (part.kind === "group" && text.startsWith("(?<")) ? text : `(?:${text})`;
};

const print = (part: RegexPart, options: PrintOptions): string => {
  switch (part.kind) {
    case "set":
      return printSet(part.set, options.ignoreCase);
    case "sequence":
      return part.items
        .map((item) => (item.kind === "choice" ? `(?:${print(item, options)})` : print(item, options)))
        .join("");
    case "choice":
      return part.options.map((option) => print(option, options)).join("|");
    case "repeat": {
      const { min, max } = part;
      if (max === 0) return "";
      if (min === 1 && max === 1) return printBound(part.body, options);
      return `${printBound(part.body, options)}${printCount(min, max)}${part.isLazy && min !== max ? "?" : ""}`;
    }
    case "group": {
      const body = print(part.body, options);
      return part.index === options.secret ? `(?<secret>${body})` : `(?:${body})`;
    }
    case "assert":
      return ASSERTIONS[part.at];
    case "look":
      return `(?${part.isAhead ? "" : "<"}${part.isNegated ? "!" : "="}${print(part.body, options)})`;
  }
};

export const printRegex = (root: RegexPart, options: PrintOptions): string =>
  options.secret === 0 ? `(?<secret>${print(root, options)})` : print(root, options);
