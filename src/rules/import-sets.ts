/** Sets of byte values for imported patterns: 256 bits each, as the engine reads text. */

/** One bit per byte value. */
export type ByteSet = bigint;

export const ALL: ByteSet = (1n << 256n) - 1n;
export const NONE: ByteSet = 0n;

export const one = (code: number): ByteSet => 1n << BigInt(code & 255);

export const range = (from: number, to: number): ByteSet =>
  from > to ? NONE : ((1n << BigInt(to - from + 1)) - 1n) << BigInt(from);

export const bytesOf = (text: string): ByteSet =>
  Buffer.from(text).reduce((set, code) => set | one(code), NONE);

const UPPER = range(65, 90);
const LOWER = range(97, 122);

/** With both cases of every ASCII letter in it. */
export const foldCase = (set: ByteSet): ByteSet => set | ((set & UPPER) << 32n) | ((set & LOWER) >> 32n);

/** Without the capitals whose small letter is in it too: what a pattern that ignores case has to say. */
export const toLowerCase = (set: ByteSet): ByteSet => (set & ~UPPER) | ((set & UPPER) << 32n);

export const isFolded = (set: ByteSet): boolean => foldCase(set) === set;

export const has = (set: ByteSet, code: number): boolean => ((set >> BigInt(code)) & 1n) === 1n;

/** Byte values in ascending order. */
export const membersOf = (set: ByteSet): readonly number[] => {
  const members: number[] = [];
  for (let code = 0; code < 256; code++) if (has(set, code)) members.push(code);
  return members;
};

const DIGIT = range(48, 57);
const ALPHA = UPPER | LOWER;
const WORD = DIGIT | ALPHA | one(95);
/** As RE2 has it; JavaScript's own is wider. */
const SPACE = bytesOf("\t\n\f\r ");

/** `\d` and its like (RE2 syntax, "Perl character classes"); `\h` is PCRE's. */
export const PERL_CLASSES: Readonly<Record<string, ByteSet>> = {
  d: DIGIT,
  D: ALL & ~DIGIT,
  w: WORD,
  W: ALL & ~WORD,
  s: SPACE,
  S: ALL & ~SPACE,
  h: bytesOf("\t "),
};

const GRAPH = range(33, 126);

/** `[:alpha:]` and its like (RE2 syntax, "ASCII character classes"). */
export const ASCII_CLASSES: Readonly<Record<string, ByteSet>> = {
  alnum: DIGIT | ALPHA,
  alpha: ALPHA,
  ascii: range(0, 127),
  blank: bytesOf("\t "),
  cntrl: range(0, 31) | one(127),
  digit: DIGIT,
  graph: GRAPH,
  lower: LOWER,
  print: GRAPH | one(32),
  punct: GRAPH & ~(DIGIT | ALPHA),
  space: SPACE | one(11),
  upper: UPPER,
  word: WORD,
  xdigit: DIGIT | range(65, 70) | range(97, 102),
};
