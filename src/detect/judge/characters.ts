/** Classes of characters, and text as arrays of them: what every pass over a candidate reads. */
import { EDGE } from "../extract/automaton.ts";

export const OTHER = 0;
export const LOWER = 1;
export const UPPER = 2;
export const DIGIT = 3;
export const FOREIGN = 4;

const ASCII = 128;
/** Letters and the edge. */
export const SYMBOLS = EDGE + 1;

const isLower = (code: number): boolean => code >= 97 && code <= 122;
const isUpper = (code: number): boolean => code >= 65 && code <= 90;

const CLASSES = Uint8Array.from({ length: ASCII }, (_, code) => {
  if (isLower(code)) return LOWER;
  if (isUpper(code)) return UPPER;
  return code >= 48 && code <= 57 ? DIGIT : OTHER;
});
const FOLDED = Uint8Array.from({ length: ASCII }, (_, code) => (isUpper(code) ? code + 32 : code));
const SYMBOL_OF = Uint8Array.from({ length: ASCII }, (_, code) => {
  if (isLower(code)) return code - 97;
  return isUpper(code) ? code - 65 : EDGE;
});

/** Class of a UTF-16 unit; everything beyond ASCII is one class. */
export const classOf = (code: number): number => (code < ASCII ? (CLASSES[code] ?? OTHER) : FOREIGN);

/** A bounded piece of text, read once; the arrays are used again for the next one. */
export interface Codes {
  /** UTF-16 units. */
  readonly raw: Uint16Array;
  /** The same, ASCII letters in lower case. */
  readonly folded: Uint16Array;
  readonly kinds: Uint8Array;
  /** Letters without case, or {@link EDGE}. */
  readonly symbols: Uint8Array;
  /** How many are filled. */
  size: number;
}

export const createCodes = (capacity: number): Codes => ({
  raw: new Uint16Array(capacity),
  folded: new Uint16Array(capacity),
  kinds: new Uint8Array(capacity),
  symbols: new Uint8Array(capacity),
  size: 0,
});

/** Reads `text` from `from` to `to`, or as much of it as there is and fits. */
export const readCodes = (text: string, from: number, to: number, into: Codes): void => {
  const { raw, folded, kinds, symbols } = into;
  const start = Math.max(0, from);
  const size = Math.max(0, Math.min(to, text.length) - start);
  into.size = Math.min(size, raw.length);
  for (let index = 0; index < into.size; index++) {
    const code = text.charCodeAt(start + index);
    raw[index] = code;
    if (code < ASCII) {
      folded[index] = FOLDED[code] ?? 0;
      kinds[index] = CLASSES[code] ?? 0;
      symbols[index] = SYMBOL_OF[code] ?? 0;
    } else {
      folded[index] = code;
      kinds[index] = FOREIGN;
      symbols[index] = EDGE;
    }
  }
};

/** Whether a new word begins at `index` of a text that ends at `end`: `dbPassword` at P, `APIKey` at K. */
export const isHump = (kinds: Uint8Array, index: number, end: number): boolean => {
  if (kinds[index] !== UPPER || index === 0) return false;
  const before = kinds[index - 1];
  return before === LOWER || (before === UPPER && index + 1 < end && kinds[index + 1] === LOWER);
};
