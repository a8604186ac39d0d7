/** String literals as nearly all languages write them, read from bytes. Every look is bounded. */

export interface Literal {
  /** First byte of its prefix or opening quote. */
  readonly open: number;
  /** Its content. */
  readonly start: number;
  readonly end: number;
  /** Right behind its closing quote. */
  readonly after: number;
  readonly quote: number;
}

export const NEWLINE = 0x0a;
export const BACKSLASH = 0x5c;
const RETURN = 0x0d;
/** Longest content of one literal. */
const MAX_CONTENT = 8192;
/** Longest stretch of white space and comments between two parts. */
const MAX_BLANK = 400;

export const isQuote = (byte: number | undefined): boolean => byte === 0x22 || byte === 0x27 || byte === 0x60;
export const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;
export const isWord = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f);

/** Length of the line break at `at`, or 0. */
export const measureBreak = (bytes: Buffer, at: number): number => {
  if (bytes[at] === NEWLINE) return 1;
  return bytes[at] === RETURN && bytes[at + 1] === NEWLINE ? 2 : 0;
};

/** `// …`, `# …`, `/* … *\/` right there: where it ends, else `at`. */
const skipComment = (bytes: Buffer, at: number, limit: number): number => {
  const [first, second] = [bytes[at], bytes[at + 1]];
  const isLine = (first === 0x2f && second === 0x2f) || (first === 0x23 && isBlank(second));
  if (!isLine && (first !== 0x2f || second !== 0x2a)) return at;
  const rest = bytes.subarray(at, limit);
  const end = isLine ? rest.indexOf(NEWLINE) : rest.indexOf("*/", 2);
  if (end === -1) return at;
  return at + end + (isLine ? 0 : 2);
};

/** White space, line breaks included. */
const SPACE = new Uint8Array(256);
for (const byte of Buffer.from(" \t\r\n")) SPACE[byte] = 1;

/** First byte behind white space, line breaks (also escaped ones) and comments. */
export const skipBlank = (bytes: Buffer, from: number): number => {
  const limit = Math.min(bytes.length, from + MAX_BLANK);
  let at = from;
  for (;;) {
    while (at < limit && SPACE[bytes[at] ?? 0] === 1) at++;
    const byte = bytes[at];
    let next = at;
    if (byte === BACKSLASH) next = measureBreak(bytes, at + 1) > 0 ? at + 1 : at;
    else if (byte === 0x2f || byte === 0x23) next = skipComment(bytes, at, limit);
    if (next === at || at >= limit) return Math.min(at, limit);
    at = next;
  }
};

/** Last byte before white space and line breaks, going left from `from` (exclusive); -1 at the start of the text. */
export const skipBlankBefore = (bytes: Buffer, from: number): number => {
  const limit = Math.max(0, from - MAX_BLANK);
  let at = from - 1;
  while (at >= limit) {
    const byte = bytes[at];
    const isEscape = byte === BACKSLASH && measureBreak(bytes, at + 1) > 0;
    if (!isBlank(byte) && byte !== NEWLINE && byte !== RETURN && !isEscape) break;
    at--;
  }
  return at;
};

const isTriple = (bytes: Buffer, at: number): boolean =>
  bytes[at] !== 0x60 && bytes[at + 1] === bytes[at] && bytes[at + 2] === bytes[at];

/** Place of the quotes that close what began before `from`, or -1. Strings in one or two quotes end with their line. */
const findClosing = (bytes: Buffer, from: number, quote: number, isLong: boolean): number => {
  const limit = Math.min(bytes.length, from + MAX_CONTENT);
  for (let at = from; at < limit; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at++;
    else if (byte === NEWLINE && !isLong) return -1;
    else if (byte === quote && (!isLong || isTriple(bytes, at))) return at;
  }
  return -1;
};

/** `f`, `rb`, `L`, `@$` and the like: where the quote behind them stands, or -1. */
const skipPrefix = (bytes: Buffer, at: number): number => {
  for (let place = at; place <= at + 2; place++) {
    if (isQuote(bytes[place])) return place;
    if (!isWord(bytes[place]) && bytes[place] !== 0x40 && bytes[place] !== 0x24) return -1;
  }
  return -1;
};

/** The literal that begins at `at`, with its prefix, or null. */
export const readLiteral = (bytes: Buffer, at: number): Literal | null => {
  const place = skipPrefix(bytes, at);
  const quote = bytes[place];
  if (place === -1 || quote === undefined) return null;
  const isLong = isTriple(bytes, place);
  const width = isLong ? 3 : 1;
  const end = findClosing(bytes, place + width, quote, isLong);
  return end === -1 ? null : { open: at, start: place + width, end, after: end + width, quote };
};

/** What may stand right before a literal: a closing quote taken for an opening one has its text there. */
const OPENERS = new Set(Buffer.from("\t\n\r =([{,:+&.~|?!<>;*%^-\\"));

/** Where prefix and quote at `place` begin, or -1 where no literal can begin. */
const findOpen = (bytes: Buffer, place: number): number => {
  for (let open = place; open >= place - 2; open--) {
    const before = bytes[open - 1];
    if (before === undefined || OPENERS.has(before)) return open;
    if (!isWord(before) && before !== 0x40 && before !== 0x24) return -1;
  }
  return -1;
};

const isEscaped = (bytes: Buffer, at: number): boolean => {
  let slashes = 0;
  while (bytes[at - 1 - slashes] === BACKSLASH) slashes++;
  return slashes % 2 === 1;
};

/** The literal whose last quote stands at `last`, or null. */
export const readLiteralBefore = (bytes: Buffer, last: number): Literal | null => {
  const quote = bytes[last];
  if (quote === undefined) return null;
  const width = last >= 5 && isTriple(bytes, last - 2) ? 3 : 1;
  const end = last + 1 - width;
  const limit = Math.max(0, end - MAX_CONTENT);
  for (let at = end - 1; at >= limit; at--) {
    const byte = bytes[at];
    if (byte === NEWLINE && width === 1) return null;
    if (byte !== quote || isEscaped(bytes, at) || (width === 3 && !isTriple(bytes, at - 2))) continue;
    const open = findOpen(bytes, at + 1 - width);
    return open === -1 ? null : { open, start: at + 1, end, after: last + 1, quote };
  }
  return null;
};
