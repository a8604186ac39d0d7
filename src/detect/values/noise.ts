/** Random text that is no key: lines of encoded blocks, embedded images, digests in lock files. */
import type { ValueCandidate } from "../extract/candidate.ts";

/** Nothing but base64 of some length, perhaps quoted, escaped, joined or behind a comment sign. */
const BODY = /^[^A-Za-z0-9+/=]{0,40}[A-Za-z0-9+/=]{40,}[^A-Za-z0-9]{0,12}(?:n["'`+\\\s]{0,8})?$/;
/** The last line of a block is shorter. */
const TAIL = /^[^A-Za-z0-9+/=]{0,40}[A-Za-z0-9+/=]{4,}[^A-Za-z0-9]{0,12}(?:n["'`+\\\s]{0,8})?$/;
const EDGE = /-----(?:BEGIN|END) |data:[\w/+.-]{3,60};base64,/;
/** A nameless key is shorter; what is longer is data, or of a kind that a rule knows. */
const LONGEST_KEY = 200;

const RUN = /[A-Za-z0-9+/_=-]{16,}/g;
/** A long line that consists mostly of random text is one blob, however it is cut by escapes. */
const LONG_LINE = 500;
const MOSTLY = 0.5;

const isMostlyRandom = (line: string): boolean => {
  if (line.length < LONG_LINE) return false;
  let covered = 0;
  for (const [run] of line.matchAll(RUN)) if (/\d/.test(run)) covered += run.length;
  return covered > line.length * MOSTLY;
};

/** @param before the line before, if there is one. The first line of a block is told by its edge. */
const isArmour = (line: string, before: string | undefined): boolean =>
  EDGE.test(line) ||
  (before !== undefined &&
    ((TAIL.test(line) && BODY.test(before)) || (BODY.test(line) && EDGE.test(before))));

/** Go's `h1:`, Subresource Integrity, and any digest that names its algorithm (also `sha256//` of key pins). */
const DIGEST_MARK =
  /(?:\bh1:|\b(?:sha-?(?:1|2|3|224|256|384|512)|md5|blake2b|blake3)(?:[-:=_ ]|\/\/)|\bintegrity\b.{0,4}|\bchecksum\b.{0,4}|\bdigest\b.{0,4})["'\s]{0,3}[A-Za-z0-9+/]{0,90}$/i;

/**
 * Why a nameless run is none, or null.
 * @param before the line before its own.
 */
export const explainNoise = (found: ValueCandidate, before: string | undefined): string | null => {
  const { line, start, value } = found;
  if (value.length > LONGEST_KEY) return "too long for a key without a name";
  if (isArmour(line, before) || isMostlyRandom(line)) return "a part of an encoded block";
  return DIGEST_MARK.test(line.slice(Math.max(0, start - 120), start)) || /^(?:h1:|sha\d{1,3}-)/.test(value)
    ? "a digest that names its algorithm"
    : null;
};
