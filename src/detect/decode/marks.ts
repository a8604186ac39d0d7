/** The places of a text where a part of a value may end: all else looks there only, so this pass is what ordinary text costs. */
import { isQuote, isWord } from "./literal.ts";

const makeFlags = (characters: string): Uint8Array => {
  const flags = new Uint8Array(256);
  for (const byte of Buffer.from(characters)) flags[byte] = 1;
  return flags;
};

const QUOTE = makeFlags("\"'`");
/** What can stand right behind the quote that closes a part: operators, white space, an escaped line break, a bracket. */
const BEHIND = makeFlags("+.&<~|^ \t\r\n\\)");
/** What can stand behind a space there: an operator, another literal, a line's end, a comment. */
const BEHIND_SPACE = makeFlags("+.&<~|^ \t\r\n\\\"'`/#@$");
/** What can stand behind a bracket there: a method, or another line that begins with one. */
const BEHIND_BRACKET = makeFlags(". \t\r\n");
/** What can stand behind a dot there: white space, a literal, another dot, `append`, `concat`, `plus`, `to_string`, `into`. */
const BEHIND_DOT = makeFlags(" \t\r\n.\"'`aAcpti");

/** Whether what stands behind the quote at `at` could lead to another part. */
const canLeadOn = (bytes: Buffer, at: number): boolean => {
  const next = bytes[at + 1];
  const further = bytes[at + 2] ?? 0;
  if (next === 0x20)
    return (
      BEHIND_SPACE[further] === 1 ||
      (isWord(further) && (isQuote(bytes[at + 3]) || (isWord(bytes[at + 3]) && isQuote(bytes[at + 4]))))
    );
  if (next === 0x29) return BEHIND_BRACKET[further] === 1;
  return next !== 0x2e || BEHIND_DOT[further] === 1;
};

/** Kept small, it is the one loop that sees every byte: with anything more inside it takes twice the time. */
const findPair = (bytes: Buffer, from: number): number => {
  const { length } = bytes;
  let wasQuote = 0;
  for (let at = from; at < length; at++) {
    // All look-ups are in range by construction; the fallbacks only satisfy the type checker and fold away.
    const byte = bytes[at] ?? 0;
    if ((wasQuote & (BEHIND[byte] ?? 0)) === 1) return at - 1;
    wasQuote = QUOTE[byte] ?? 0;
  }
  return -1;
};

/** The next quote that may close a part, or -1. */
export const findPartEnd = (bytes: Buffer, from: number): number => {
  for (let at = findPair(bytes, from); at !== -1; at = findPair(bytes, at + 1))
    if (canLeadOn(bytes, at)) return at;
  return -1;
};

/** Every place of a literal. */
export function* findAll(bytes: Buffer, literal: string): Generator<number> {
  for (let at = bytes.indexOf(literal); at !== -1; at = bytes.indexOf(literal, at + 1)) yield at;
}
