/** Reads `["x", "y"]`, `[]string{"x"}` and lists of bytes such as `{0x12, 0x34, …}` behind a name. */
import { isQuote, isWordPart, skipSpaces } from "./signs.ts";
import type { Place, ValueReader } from "./values.ts";

const MAX_ITEMS = 32;
const MAX_TYPE = 40;
const MAX_BLANKS = 8;
/** Fewer bytes are a version, a colour or a range. */
const MIN_BYTES = 8;
const MAX_BYTES = 512;
const [COMMA, COLON, EQUALS] = [44, 58, 61];

const isOpening = (code: number): boolean => code === 91 || code === 123 || code === 40;

/** Place after the sign that opens a list, with at most a type before it: `[`, `[]string{`, `new byte[] {`, `Set.of(`. */
const skipOpening = (line: string, from: number): number => {
  let at = skipSpaces(line, from, MAX_BLANKS);
  if (line.startsWith("new ", at)) at += 4;
  const limit = at + MAX_TYPE;
  for (let code = line.charCodeAt(at); at < limit; code = line.charCodeAt(++at)) {
    const isEmptyPair = code === 91 && line.charCodeAt(at + 1) === 93;
    // Behind `[]`, `[16]` and a name the list itself is still to come.
    const isSize = code === 91 && /^\[\d{1,4}\]/.test(line.slice(at, at + 6));
    if (isEmptyPair || isSize) at = line.indexOf("]", at);
    else if (isOpening(code)) return at + 1;
    else if (!isWordPart(code) && code !== 46 && code !== 32 && code !== 38) return -1;
  }
  return -1;
};

/** `"x": …` is a key of a map. */
const isKey = (line: string, after: number): boolean => {
  const next = skipSpaces(line, after, MAX_BLANKS);
  return line.charCodeAt(next) === COLON || line.charCodeAt(next) === EQUALS;
};

const readStrings = (line: string, from: number, reader: ValueReader, each: (place: Place) => void): void => {
  const place: Place = { from: 0, to: 0, quote: "" };
  let at = from;
  for (let item = 0; item < MAX_ITEMS && isQuote(line.charCodeAt(at)); item++) {
    if (!reader.readString(at, place) || isKey(line, place.to + 1)) return;
    each(place);
    const next = skipSpaces(line, place.to + 1, MAX_BLANKS);
    if (line.charCodeAt(next) !== COMMA) return;
    at = skipSpaces(line, next + 1, MAX_BLANKS);
  }
};

const BYTES =
  /(?:0x[0-9a-f]{1,2}|-?\d{1,3})(?:\s{0,4},\s{0,4}(?:\(byte\)\s?)?(?:0x[0-9a-f]{1,2}|-?\d{1,3})){7,511}(?!\d|\s{0,4}\.|x)/iy;

const readBytes = (line: string, from: number, each: (place: Place) => void): void => {
  BYTES.lastIndex = from;
  const text = BYTES.exec(line)?.[0];
  if (text === undefined) return;
  const numbers = text.split(",", MAX_BYTES).map((part) => Number(part.replace("(byte)", "")));
  if (numbers.length < MIN_BYTES || numbers.some((number) => number > 255 || number < -128)) return;
  each({ from, to: from + text.length, quote: "" });
};

/** Calls back for each item of a list of strings, or once for a list of bytes, that begins at `from`. */
export const readList = (
  line: string,
  from: number,
  reader: ValueReader,
  each: (place: Place) => void,
): void => {
  const opened = skipOpening(line, from);
  if (opened === -1) return;
  const first = skipSpaces(line, opened, MAX_BLANKS);
  if (isQuote(line.charCodeAt(first))) readStrings(line, first, reader, each);
  else readBytes(line, first, each);
};
