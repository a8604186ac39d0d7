/** What stands between two string literals that a language makes one of. */
import {
  isQuote,
  isWord,
  type Literal,
  measureBreak,
  readLiteral,
  skipBlank,
  skipBlankBefore,
} from "./literal.ts";

interface Joint {
  readonly literal: Literal;
  /** Nothing but white space stands between the two: only in some places that means one string. */
  readonly isAdjacent: boolean;
}

const makeFlags = (characters: string): Uint8Array => {
  const flags = new Uint8Array(256);
  for (const byte of Buffer.from(characters)) flags[byte] = 1;
  return flags;
};
const isIn = (flags: Uint8Array, byte: number | undefined): boolean =>
  byte !== undefined && flags[byte] === 1;

const BLANK = makeFlags(" \t\r\n\\");
/** What a seam can begin with, right behind the closing quote. */
const FIRST = makeFlags(" \t\r\n\\+.&<~|^)");
/**
 * JS, Java, C#, Go, Python, Ruby, Swift `+`; PHP, Perl `.`; Lua `..`; VB `&`; Elixir `<>`; D, Raku `~`; SQL `||`;
 * Haskell, Erlang `++`; OCaml, F# `^`.
 */
const OPERATORS = new Set(["+", "++", ".", "..", "&", "<>", "~", "||", "^"]);
const SIGNS = makeFlags("+.&<>~|^");

/** Whether a seam can begin here. */
const canBeginSeam = (byte: number | undefined): boolean => isIn(FIRST, byte);

/** Length of the operator at `at`, or 0. */
const measureOperator = (bytes: Buffer, at: number): number => {
  if (!isIn(SIGNS, bytes[at])) return 0;
  let length = 1;
  while (length < 3 && isIn(SIGNS, bytes[at + length])) length++;
  return OPERATORS.has(bytes.toString("latin1", at, at + length)) ? length : 0;
};

const CALL_REACH = 32;
/** `"a".concat("b")`, `.append("a").append("b")`, `"a".plus("b")`: the rest of the call up to its argument. */
const APPENDING = /^\.(?:append|concat|plus|Append)\(/;
/** Rust makes an owned string of the first part. */
const OWNED = /^\.(?:to_string|to_owned|into)\(\)/;

/** `.` of a method: what stands before the next literal or operator, and whether it takes the literal as argument. */
const readCall = (
  bytes: Buffer,
  at: number,
): { readonly length: number; readonly isAppending: boolean } | null => {
  const text = bytes.toString("latin1", at, at + CALL_REACH);
  const appending = APPENDING.exec(text)?.[0];
  const owned = appending === undefined ? OWNED.exec(text)?.[0] : undefined;
  const found = appending ?? owned;
  return found === undefined ? null : { length: found.length, isAppending: appending !== undefined };
};

const isIdentifier = (bytes: Buffer, { start, end }: Literal): boolean =>
  end - start <= 64 && /^[A-Za-z_]*$/.test(bytes.toString("latin1", start, end));

/** `"schema"."table"` names a column; nobody cuts a string like that. */
const isQualifiedName = (bytes: Buffer, at: number, literal: Literal): boolean =>
  bytes[at] === 0x2e && literal.open === at + 1 && literal.quote !== 0x27 && isIdentifier(bytes, literal);

const BACKTICK = 0x60;
const PLUS = 0x2b;
const EMPTY_LINE = /\n[ \t\r]*\n/;

/**
 * In prose, marks of code stand beside full stops and link targets, and paragraphs end with quotes: no language joins
 * backticks by anything but a plus, and nobody leaves an empty line between two parts.
 */
const isProse = (bytes: Buffer, after: number, { open, quote }: Literal, operator: number): boolean =>
  ((bytes[after - 1] === BACKTICK || quote === BACKTICK) && operator !== PLUS) ||
  EMPTY_LINE.test(bytes.toString("latin1", after, open));

/** `& _` at the end of a line: Visual Basic says so that it goes on. */
const skipUnderscore = (bytes: Buffer, at: number): number =>
  bytes[at] === 0x5f && measureBreak(bytes, at + 1) > 0 ? at + 1 : at;

const joinWith = (bytes: Buffer, from: number, isAdjacent: boolean): Joint | null => {
  const at = skipUnderscore(bytes, skipBlank(bytes, from));
  const literal = readLiteral(bytes, skipBlank(bytes, at));
  return literal === null ? null : { literal, isAdjacent };
};

/** The literal that goes on with the one that ends at `after`, or null. */
export const findJoint = (bytes: Buffer, after: number): Joint | null => {
  if (!canBeginSeam(bytes[after])) return null;
  let at = isIn(BLANK, bytes[after]) ? skipBlank(bytes, after) : after;
  const isClosed = bytes[at] === 0x29;
  if (isClosed) at = isIn(BLANK, bytes[at + 1]) ? skipBlank(bytes, at + 1) : at + 1;
  if (bytes[at] === 0x2e && isWord(bytes[at + 1])) {
    const call = readCall(bytes, at);
    if (call === null) return null;
    if (call.isAppending) return joinWith(bytes, at + call.length, false);
    at = skipBlank(bytes, at + call.length);
  } else if (isClosed) return null;
  const length = measureOperator(bytes, at);
  if (length > 0) {
    const joint = joinWith(bytes, at + length, false);
    if (joint === null || isProse(bytes, after, joint.literal, bytes[at] ?? 0)) return null;
    return at === after && isQualifiedName(bytes, at, joint.literal) ? null : joint;
  }
  // A quote right behind a quote is an escaped one in SQL, CSV and VB.
  if (at === after || !(isQuote(bytes[at]) || isQuote(bytes[at + 1]) || isQuote(bytes[at + 2]))) return null;
  const joint = joinWith(bytes, at, true);
  return joint === null || isProse(bytes, after, joint.literal, 0) ? null : joint;
};

/** `=("a" "b")` and `'("a" "b")` are lists in shells and Lisps. */
const isListOpening = (bytes: Buffer, paren: number): boolean => {
  const before = bytes[paren - 1];
  return (
    before === 0x27 || before === 0x23 || before === 0x60 || (before === 0x3d && isWord(bytes[paren - 2]))
  );
};

const DEFINITION = /^[ \t]{0,20}#[ \t]{0,4}define[ \t]{1,8}\w{1,80}[ \t]{1,40}$/;
const DEFINITION_REACH = 160;

const isDefinition = (bytes: Buffer, open: number): boolean => {
  const text = bytes.toString("latin1", Math.max(0, open - DEFINITION_REACH), open);
  return DEFINITION.test(text.slice(text.lastIndexOf("\n") + 1));
};

/**
 * Whether literals beside each other are one string here: as a value or argument (Python, C, Ruby). In commands, in
 * lists of most languages and in prose they are several.
 * @param open where the first of them begins.
 */
export const joinsAdjacent = (bytes: Buffer, open: number): boolean => {
  const before = skipBlankBefore(bytes, open);
  const byte = bytes[before];
  if (byte === 0x28) return !isListOpening(bytes, before);
  // `=`, `:`, `,`
  return byte === 0x3d || byte === 0x3a || byte === 0x2c || isDefinition(bytes, open);
};
