/** Tests of the value's shape: known encodings, templates, code, paths, ways of joining words. */
import { KNOWN_PREFIX, TYPE_WORDS } from "./lexicon.ts";
import { classOf } from "./characters.ts";
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
] as const;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DOTTED = /^[\w$]{1,60}(?:\.[\w$]{1,60}){1,12}$/;
const DOMAIN = /^[\w-]{1,60}(?:\.[\w-]{1,60}){0,6}\.[a-z]{2,8}(?::\d{1,5})?(?:\/|$)/;
const ADDRESS = /^(?:[v^~>=<]{0,2}\d{1,4}(?:\.\d{1,5}){1,3})(?:[-+:/].{0,40})?$/;
const IDENTIFIER = /^[A-Za-z_$][\w$]{0,80}$/;
const code = (character: string): number => character.charCodeAt(0);

/** 0 none, then by how the placeholder is written. */
const templateKind = ({ value, counts }: Look): number => {
  const dollar = counts[code("$")] ?? 0;
  const braces = counts[code("{")] ?? 0;
  if (dollar > 0 && (value.includes("${") || value.includes("$("))) return 1;
  if (braces > 1 && value.includes("{{")) return 2;
  if ((counts[code("<")] ?? 0) > 0 && value.startsWith("<")) return 3;
  if ((counts[code("%")] ?? 0) > 0 && /%[sdvq({]|%\w+%/.test(value)) return 4;
  if (braces > 0 && value.includes("#{")) return 5;
  if (dollar > 0 && /^\$+[A-Za-z_:]/.test(value)) return 6;
  if (braces > 0 && value.includes("{")) return 7;
  return 0;
};

const hexSize = (length: number): number => {
  if (length === 32) return 1;
  if (length === 40) return 2;
  if (length === 64) return 3;
  return length >= 96 ? 4 : 0;
};

/** Lower, upper and other joins; one of them at most is usual in an identifier. */
const writeJoins = (look: Look, out: Float64Array, at: number): void => {
  const { value, counts } = look;
  const isIdentifier = IDENTIFIER.test(value);
  const underscores = counts[code("_")] ?? 0;
  const isLower = value === look.valueLower;
  const isUpper = !isLower && value === value.toUpperCase();
  out[at] = Number(isIdentifier && !isLower && !isUpper && underscores === 0 && /[a-z][A-Z]/.test(value));
  out[at + 1] = isIdentifier ? Math.min(underscores, 6) : 0;
  out[at + 2] =
    (counts[45] ?? 0) > 0 && /^[a-z][a-z0-9]*(?:-[a-z0-9]+){1,8}$/.test(value) ? (counts[45] ?? 0) : 0;
  out[at + 3] = Number(isUpper);
};

const countHex = (counts: Uint16Array): number => {
  let lower = 0;
  let upper = 0;
  for (let offset = 0; offset < 6; offset++) {
    lower += counts[97 + offset] ?? 0;
    upper += counts[65 + offset] ?? 0;
  }
  let digits = 0;
  for (let slot = 48; slot < 58; slot++) digits += counts[slot] ?? 0;
  return digits + Math.max(lower, upper);
};

const SIGNS = "$<{[(%#@:./-_+=*!&\\\"'";

const countPunctuation = (counts: Uint16Array): number => {
  let kinds = 0;
  for (let slot = 33; slot < 127; slot++) if (classOf(slot) === 0 && (counts[slot] ?? 0) > 0) kinds++;
  return kinds;
};

const countLettersAndDigits = (counts: Uint16Array): number => {
  let sum = 0;
  for (let slot = 48; slot < 123; slot++) if (classOf(slot) !== 0) sum += counts[slot] ?? 0;
  return sum;
};

const writeEncodings = (look: Look, out: Float64Array, at: number): void => {
  const { value, counts } = look;
  const size = Math.max(1, value.length);
  const hex = countHex(counts);
  const isHex = hex === value.length && hex > 0;
  const padding = value.endsWith("==") ? 2 : value.endsWith("=") ? 1 : 0;
  const slashes = counts[47] ?? 0;
  const plain = countLettersAndDigits(counts) + (counts[43] ?? 0) + slashes + padding;
  out[at] = hex / size;
  out[at + 1] = isHex ? hexSize(value.length) : -1;
  out[at + 2] = Number(value.length === 36 && UUID.test(look.valueLower));
  out[at + 3] =
    plain === value.length && size >= 8 ? 1 + Number(size % 4 === 0) + Number((counts[43] ?? 0) > 0) : 0;
  out[at + 4] = padding;
  out[at + 5] = slashes;
  out[at + 6] = counts[46] ?? 0;
  out[at + 7] = counts[64] ?? 0;
  out[at + 8] = counts[92] ?? 0;
};

/** Writes {@link VALUE_SHAPE} at `at`. */
export const writeValueShape = (look: Look, out: Float64Array, at: number): void => {
  const { value, valueLower, counts } = look;
  const dots = counts[46] ?? 0;
  const opening = counts[code("(")] ?? 0;
  const isNumber = value.length > 0 && /^\d+$/.test(value);
  writeEncodings(look, out, at);
  out[at + 9] = templateKind(look);
  out[at + 10] = opening === 0 ? 0 : /^[\w.$:>-]+\(/.test(value) ? 2 : 1;
  out[at + 11] = dots > 0 && DOTTED.test(value) ? 1 : 0;
  out[at + 12] = Number(value.includes("->") || value.includes("::"));
  writeJoins(look, out, at + 13);
  out[at + 17] = value.length === 0 ? -1 : classOf(value.charCodeAt(0));
  out[at + 18] = value.length === 0 ? -1 : classOf(value.charCodeAt(value.length - 1));
  out[at + 19] = Number(value.length < 12 && TYPE_WORDS.has(valueLower));
  out[at + 20] = (counts[58] ?? 0) > 0 && value.includes("://") ? 1 : 0;
  out[at + 21] = dots > 0 && DOMAIN.test(valueLower) ? 1 : 0;
  out[at + 22] = dots > 0 && ADDRESS.test(value) ? 1 : 0;
  out[at + 23] = Number(value.startsWith("eyJ"));
  out[at + 24] = Number(value.startsWith("-----"));
  out[at + 25] = Number(KNOWN_PREFIX.test(value));
  out[at + 26] = Number(isNumber);
  out[at + 27] = (counts[91] ?? 0) + (counts[93] ?? 0) + (counts[123] ?? 0) + (counts[125] ?? 0);
  out[at + 28] = value.length === 0 ? -2 : SIGNS.indexOf(value.charAt(0));
  out[at + 29] = Number(IDENTIFIER.test(value));
  out[at + 30] = (counts[34] ?? 0) + (counts[39] ?? 0) + (counts[96] ?? 0);
  out[at + 31] = counts[58] ?? 0;
  out[at + 32] = counts[45] ?? 0;
  out[at + 33] = countPunctuation(counts);
};
