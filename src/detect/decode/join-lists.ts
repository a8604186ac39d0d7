/** Calls that make one string of a list of literals: `concat!("a", "b")`, `"".join(["a", "b"])`, `["a", "b"].join("\n")`. */
import { isQuote, type Literal, readLiteral, skipBlank, skipBlankBefore } from "./literal.ts";

export interface JoinedList {
  /** Where the whole expression begins. */
  readonly open: number;
  readonly literals: readonly Literal[];
  /** What the call puts between the parts, as it is written. */
  readonly separator: string;
}

const MOST_PARTS = 256;
/** Furthest that a list may begin before its `.join`. */
const LIST_REACH = 16_384;
const NAME_REACH = 40;

const CALL = /(?:[A-Za-z_][\w.:]{0,24})?(?:\bjoin|Join|\bconcat!|Concat|\bCONCAT)$/;
const JOINING = /(?:join|Join)$/;
/** `"".join`, `'\n'.join` */
const PYTHON = /(["'])((?:\\r)?(?:\\n)?)\1\s{0,20}\.join$/;
/** `[`, `(`, `array(`, `new[] {`, `new string[] {`, `[]string{` */
const LIST_OPENING = /^(?:array\(|new\s?(?:string)?\[\]\s?\{|\[\]string\{|[[({])/i;
const SEPARATOR = /^(?:(?:\\r)?\\n)?$/;

const textOf = (bytes: Buffer, { start, end }: Literal): string =>
  bytes.toString("latin1", start, Math.min(end, start + 8));

/** Literals with commas between them, from `at` on. */
const readList = (bytes: Buffer, from: number): { readonly literals: Literal[]; readonly end: number } => {
  const literals: Literal[] = [];
  let at = skipBlank(bytes, from);
  while (literals.length < MOST_PARTS) {
    const literal = readLiteral(bytes, at);
    if (literal === null) break;
    literals.push(literal);
    at = skipBlank(bytes, literal.after);
    if (bytes[at] !== 0x2c) break;
    at = skipBlank(bytes, at + 1);
  }
  return { literals, end: at };
};

const skipListOpening = (bytes: Buffer, at: number): number =>
  at + (LIST_OPENING.exec(bytes.toString("latin1", at, at + 24))?.[0].length ?? 0);

/** `join("", "a", "b")`, `join("", ["a", "b"])`, `strings.Join([]string{"a", "b"}, "")` */
const readJoinCall = (bytes: Buffer, open: number, paren: number): JoinedList | null => {
  const at = skipBlank(bytes, paren + 1);
  if (!isQuote(bytes[at])) {
    const { literals, end } = readList(bytes, skipListOpening(bytes, at));
    const closing = bytes[end] === 0x7d || bytes[end] === 0x5d ? skipBlank(bytes, end + 1) : end;
    const last = bytes[closing] === 0x2c ? readLiteral(bytes, skipBlank(bytes, closing + 1)) : null;
    const separator = last === null ? null : textOf(bytes, last);
    return separator !== null && SEPARATOR.test(separator) ? { open, literals, separator } : null;
  }
  const first = readLiteral(bytes, at);
  const separator = first === null ? null : textOf(bytes, first);
  const comma = first === null ? -1 : skipBlank(bytes, first.after);
  if (separator === null || !SEPARATOR.test(separator) || bytes[comma] !== 0x2c) return null;
  const { literals } = readList(bytes, skipListOpening(bytes, skipBlank(bytes, comma + 1)));
  return { open, literals, separator };
};

/** `["a", "b"].join("")`: the list stands before the call. */
const readListBefore = (bytes: Buffer, dot: number, paren: number): JoinedList | null => {
  const closing = skipBlankBefore(bytes, dot);
  const last = skipBlankBefore(bytes, closing);
  if (bytes[closing] !== 0x5d || !(isQuote(bytes[last]) || bytes[last] === 0x2c)) return null;
  const given = readLiteral(bytes, skipBlank(bytes, paren + 1));
  const separator = given === null ? null : textOf(bytes, given);
  if (separator === null || !SEPARATOR.test(separator)) return null;
  const from = Math.max(0, closing - LIST_REACH);
  const open = bytes.subarray(from, closing).lastIndexOf(0x5b);
  if (open === -1) return null;
  const { literals, end } = readList(bytes, from + open + 1);
  return end === closing ? { open: from + open, literals, separator } : null;
};

/** The list that a call at this bracket joins, or null. */
export const findJoinedList = (bytes: Buffer, paren: number): JoinedList | null => {
  const before = bytes.toString("latin1", Math.max(0, paren - NAME_REACH), paren);
  const python = PYTHON.exec(before);
  if (python !== null) {
    const { literals } = readList(bytes, skipListOpening(bytes, skipBlank(bytes, paren + 1)));
    return { open: paren - before.length + python.index, literals, separator: python[2] ?? "" };
  }
  const call = CALL.exec(before);
  if (call === null) return null;
  const name = call[0];
  const open = paren - name.length;
  if (!JOINING.test(name)) return { open, literals: readList(bytes, paren + 1).literals, separator: "" };
  if (name === "join" && before.trimEnd().endsWith(".join")) return readListBefore(bytes, open - 1, paren);
  return readJoinCall(bytes, open, paren);
};
