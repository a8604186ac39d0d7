/** Tests of the value's shape: known encodings, templates, code, paths, ways of joining words. */
import { KNOWN_FORMS, KNOWN_PREFIX, TYPE_WORDS } from "./lexicon.ts";
import { classOf, type Codes, DIGIT, FOREIGN, LOWER, OTHER, UPPER } from "./characters.ts";
import type { Look } from "./look.ts";

export const VALUE_SHAPE = [
  "hex share",
  "hex size",
  "uuid",
  "base64",
  "padding",
  "slashes",
  "dots",
  "at signs",
  "backslashes",
  "template",
  "call",
  "dotted path",
  "arrow",
  "camel",
  "snake",
  "kebab",
  "all caps",
  "first class",
  "last class",
  "type word",
  "url",
  "domain",
  "address or version",
  "jwt",
  "pem",
  "known prefix",
  "digits only",
  "brackets",
  "first sign",
  "identifier",
  "quotes inside",
  "colons",
  "dashes",
  "punctuation kinds",
  "base32",
  "known form",
] as const;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOTTED = /^[\w$]{1,60}(?:\.[\w$]{1,60}){1,12}$/;
const DOMAIN = /^[\w-]{1,60}(?:\.[\w-]{1,60}){0,6}\.[a-z]{2,8}(?::\d{1,5})?(?:\/|$)/i;
const ADDRESS = /^(?:[v^~>=<]{0,2}\d{1,4}(?:\.\d{1,5}){1,3})(?:[-+:/].{0,40})?$/;
const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+){1,8}$/;
const MAX_IDENTIFIER = 81;
const code = (character: string): number => character.charCodeAt(0);
const DOLLAR = code("$");
const BRACE = code("{");
const LESS = code("<");
const PERCENT = code("%");
const PAREN = code("(");

/** 0 none, then by how the placeholder is written. */
const templateKind = ({ text, counts }: Look): number => {
  const dollar = counts[DOLLAR] ?? 0;
  const braces = counts[BRACE] ?? 0;
  if (dollar > 0 && (text.includes("${") || text.includes("$("))) return 1;
  if (braces > 1 && text.includes("{{")) return 2;
  if ((counts[LESS] ?? 0) > 0 && text.startsWith("<")) return 3;
  if ((counts[PERCENT] ?? 0) > 0 && /%[sdvq({]|%\w+%/.test(text)) return 4;
  if (braces > 0 && text.includes("#{")) return 5;
  if (dollar > 0 && /^\$+[A-Za-z_:]/.test(text)) return 6;
  return braces > 0 ? 7 : 0;
};

const hexSize = (length: number): number => {
  if (length === 32) return 1;
  if (length === 40) return 2;
  if (length === 64) return 3;
  return length >= 96 ? 4 : 0;
};

/** Characters by what they can be part of. */
interface Sums {
  /** Digits, and hexadecimal letters of the case that has more of them. */
  readonly hex: number;
  readonly alphanumeric: number;
  readonly isLower: boolean;
  readonly isUpper: boolean;
  readonly isIdentifier: boolean;
  /** Letters alone. */
  readonly isPlain: boolean;
}

const sumUp = ({ value, counts, classes }: Look): Sums => {
  const [lower, upper, digits] = [classes[LOWER] ?? 0, classes[UPPER] ?? 0, classes[DIGIT] ?? 0];
  let [hexLower, hexUpper] = [0, 0];
  for (let offset = 0; offset < 6; offset++) {
    hexLower += counts[97 + offset] ?? 0;
    hexUpper += counts[65 + offset] ?? 0;
  }
  const alphanumeric = lower + upper + digits;
  const first = value.kinds[0];
  return {
    hex: digits + Math.max(hexLower, hexUpper),
    alphanumeric,
    isLower: upper === 0,
    isUpper: upper > 0 && lower === 0 && (classes[FOREIGN] ?? 0) === 0,
    isPlain: lower + upper === value.size,
    isIdentifier:
      value.size > 0 &&
      value.size <= MAX_IDENTIFIER &&
      first !== DIGIT &&
      alphanumeric + (counts[95] ?? 0) + (counts[DOLLAR] ?? 0) === value.size,
  };
};

/** Signs that a value begins with, by what they say. */
const FIRST_SIGNS = "$<{[(%#@:./-_+=*!&\\\"'";
const FIRST_SIGN = Int8Array.from({ length: 128 }, (_, unit) =>
  FIRST_SIGNS.indexOf(String.fromCharCode(unit)),
);

const countPunctuation = ({ slots, distinct }: Look): number => {
  let kinds = 0;
  for (let index = 0; index < distinct; index++) {
    const slot = slots[index] ?? 0;
    if (slot > 32 && slot < 127 && classOf(slot) === OTHER) kinds++;
  }
  return kinds;
};

/** Base32 (RFC 4648): 1 possible, 2 whole blocks. */
const base32Kind = ({ value, counts }: Look, { isUpper, alphanumeric }: Sums): number => {
  if (!isUpper || value.size < 16) return 0;
  const others = (counts[48] ?? 0) + (counts[49] ?? 0) + (counts[56] ?? 0) + (counts[57] ?? 0);
  if (others > 0 || alphanumeric + paddingOf(value) !== value.size) return 0;
  return value.size % 8 === 0 ? 2 : 1;
};

const paddingOf = ({ raw, size }: Codes): number => {
  if (size === 0 || raw[size - 1] !== 61) return 0;
  return size > 1 && raw[size - 2] === 61 ? 2 : 1;
};

const writeEncodings = (look: Look, sums: Sums, out: Float64Array, at: number): void => {
  const { value, text, counts } = look;
  const size = Math.max(1, value.size);
  const isHex = sums.hex === value.size && sums.hex > 0;
  const padding = paddingOf(value);
  const slashes = counts[47] ?? 0;
  const plus = counts[43] ?? 0;
  const plain = sums.alphanumeric + plus + slashes + padding;
  out[at] = sums.hex / size;
  out[at + 1] = isHex ? hexSize(value.size) : -1;
  out[at + 2] = Number(value.size === 36 && (counts[45] ?? 0) === 4 && UUID.test(text));
  out[at + 3] = plain === value.size && size >= 8 ? 1 + Number(size % 4 === 0) + Number(plus > 0) : 0;
  out[at + 4] = padding;
  out[at + 5] = slashes;
  out[at + 6] = counts[46] ?? 0;
  out[at + 7] = counts[64] ?? 0;
  out[at + 8] = counts[92] ?? 0;
};

/** Lower, upper and other joins; one of them at most is usual in an identifier. */
const writeJoins = ({ text, counts, hasHump }: Look, sums: Sums, out: Float64Array, at: number): void => {
  const underscores = counts[95] ?? 0;
  const dashes = counts[45] ?? 0;
  const { isIdentifier, isLower, isUpper } = sums;
  out[at] = Number(isIdentifier && !isLower && !isUpper && underscores === 0 && hasHump);
  out[at + 1] = isIdentifier ? Math.min(underscores, 6) : 0;
  out[at + 2] = dashes > 0 && isLower && KEBAB.test(text) ? dashes : 0;
  out[at + 3] = Number(isUpper);
};

/** What dots can join: names in code, labels of a host, parts of a version. */
const writeDotted = ({ text, value, counts }: Look, sums: Sums, out: Float64Array, at: number): void => {
  const dots = counts[46] ?? 0;
  const isJoined = sums.alphanumeric + (counts[95] ?? 0) + (counts[DOLLAR] ?? 0) + dots === value.size;
  out[at + 11] = Number(dots > 0 && isJoined && DOTTED.test(text));
  out[at + 21] = Number(dots > 0 && DOMAIN.test(text));
  out[at + 22] = Number(dots > 0 && ADDRESS.test(text));
};

const startsOf = (signs: string): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, unit) => Number(signs.includes(String.fromCharCode(unit))));
/** What some {@link KNOWN_PREFIX}, or one of the {@link KNOWN_FORMS}, begins with. */
const PREFIX_START = startsOf("gxsprAyeShndwkEN");
const FORM_START = startsOf("seEAMmM-${pPbBvCUghHsS");
/** Longest of {@link TYPE_WORDS}. */
const MAX_TYPE_WORD = 11;

/** Writes {@link VALUE_SHAPE} at `at`. */
export const writeValueShape = (look: Look, out: Float64Array, at: number): void => {
  const { text, value, counts } = look;
  const sums = sumUp(look);
  const { raw, kinds, size } = value;
  const last = size - 1;
  const isType = sums.isPlain && size > 1 && size <= MAX_TYPE_WORD && TYPE_WORDS.has(text.toLowerCase());
  writeEncodings(look, sums, out, at);
  out[at + 9] = templateKind(look);
  out[at + 10] = (counts[PAREN] ?? 0) === 0 ? 0 : /^[\w.$:>-]+\(/.test(text) ? 2 : 1;
  writeDotted(look, sums, out, at);
  out[at + 12] = Number(
    ((counts[62] ?? 0) > 0 && text.includes("->")) || ((counts[58] ?? 0) > 1 && text.includes("::")),
  );
  writeJoins(look, sums, out, at + 13);
  out[at + 17] = size === 0 ? -1 : (kinds[0] ?? 0);
  out[at + 18] = size === 0 ? -1 : (kinds[last] ?? 0);
  out[at + 19] = Number(isType);
  out[at + 20] = Number((counts[58] ?? 0) > 0 && text.includes("://"));
  out[at + 23] = Number(text.startsWith("eyJ"));
  out[at + 24] = Number(text.startsWith("-----"));
  out[at + 25] = Number(PREFIX_START[raw[0] ?? 0] === 1 && KNOWN_PREFIX.test(text));
  out[at + 26] = Number(size > 0 && look.classes[DIGIT] === size);
  out[at + 27] = (counts[91] ?? 0) + (counts[93] ?? 0) + (counts[BRACE] ?? 0) + (counts[125] ?? 0);
  out[at + 28] = size === 0 ? -2 : (FIRST_SIGN[raw[0] ?? 0] ?? -1);
  out[at + 29] = Number(sums.isIdentifier);
  out[at + 30] = (counts[34] ?? 0) + (counts[39] ?? 0) + (counts[96] ?? 0);
  out[at + 31] = counts[58] ?? 0;
  out[at + 32] = counts[45] ?? 0;
  out[at + 33] = countPunctuation(look);
  out[at + 34] = base32Kind(look, sums);
  out[at + 35] = FORM_START[raw[0] ?? 0] === 1 ? KNOWN_FORMS.findIndex((form) => form.test(text)) : -1;
};
