/** Random text that is no key: lines of encoded blocks, embedded images, digests in lock files. */
import type { ValueCandidate } from "../extract/candidate.ts";

/** Nothing but base64 of some length, perhaps quoted, escaped, joined or behind a comment sign. */
const BODY = /^[^A-Za-z0-9+/=]{0,40}[A-Za-z0-9+/=]{40,}[^A-Za-z0-9]{0,12}(?:n["'`+\\\s]{0,8})?$/;
/** The last line of a block is shorter. */
const TAIL = /^[^A-Za-z0-9+/=]{0,40}[A-Za-z0-9+/=]{4,}[^A-Za-z0-9]{0,12}(?:n["'`+\\\s]{0,8})?$/;
/** A line as encoders wrap it (RFC 7468: 64, RFC 2045: 76): the first of a signature stands behind an empty line. */
const WRAPPED = /^(?![0-9a-fA-F]+$)(?:[A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{76})$/;
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
  WRAPPED.test(line) ||
  (before !== undefined &&
    ((TAIL.test(line) && BODY.test(before)) || (BODY.test(line) && EDGE.test(before))));

/** Go's `h1:`, Subresource Integrity, and any digest that names its algorithm (also `sha256//` of key pins). */
const DIGEST_MARK =
  /(?:\bh1:|\b(?:sha-?(?:1|2|3|224|256|384|512)|md5|blake2b|blake3)(?:[-:=_ ]|\/\/)|\bintegrity\b.{0,4}|\bchecksum\b.{0,4}|\bdigest\b.{0,4})["'\s]{0,3}[A-Za-z0-9+/]{0,90}$/i;

/** SSH public key blobs (RFC 4253, 6.6); base64 of a PEM certificate or public key, and of gzip, which is decoded. */
const PUBLIC =
  /^(?:H4sI|AAAA[A-Z](?:[0-9A-Za-z]{2}zaC1|[0-9A-Za-z]{3}ZHNh)|LS0tLS1CRUdJTi(?:BDRVJU|BQVUJM|BUUlVT|BYNTA5))/;
/** Machine words and UUIDs written as numbers. */
const NUMBER = /^0[xX][0-9A-Fa-f]{1,32}[uUlL]{0,3}$/;

/** RFC 9562. */
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** `MODEL_SHA=…`: the run took the name along. */
const NAMED_RUN = /^[A-Za-z_][\w.-]{0,60}=(?=[^=]{16})/;
const PUBLISHED_NAME =
  /sha\d{0,3}|hash|digest|checksum|commit|revision|etag|md5|fingerprint|version|uuid|(?:client|app|user|account|project|tenant|org|request|trace)_?id$/i;

/** A nameless run without the name that stands before an equals sign in it. */
export const withoutName = (found: ValueCandidate): ValueCandidate => {
  const name = found.gate === "run" ? NAMED_RUN.exec(found.value)?.[0] : undefined;
  return name === undefined
    ? found
    : { ...found, value: found.value.slice(name.length), start: found.start + name.length };
};

/** MD5, SHA-1, git's revisions: without a name to say otherwise, hexadecimal text of their lengths is one of these. */
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9A-F]{32}|[0-9A-F]{40})$/;

export const looksLikeHash = (value: string): boolean => HASH.test(value);

/** Right before a run: it is published, or names a version. */
const PUBLISHED =
  /(?:\betag|fingerprint|\bcommit|revision|version-?id|public[_-]?key|pub_?key|\bcert(?:ificate)?|\b(?:crt|ca)|websocket-(?:key|accept))["']?\s{0,3}[:=,(]\s{0,3}(?:W\/)?["'\\]{0,3}$/i;

/**
 * Why a nameless run is none, or null.
 * @param before the line before its own.
 */
export const explainNoise = (found: ValueCandidate, before: string | undefined): string | null => {
  const { line, start, value } = found;
  if (NUMBER.test(value)) return "a number";
  if (UUID.test(value)) return "a UUID that nothing names";
  if (value.length > LONGEST_KEY) return "too long for a key without a name";
  if (isArmour(line, before) || isMostlyRandom(line)) return "a part of an encoded block";
  const left = line.slice(Math.max(0, start - 40), start);
  const named = /([\w.-]{1,60})=$/.exec(left)?.[1];
  if (named !== undefined && PUBLISHED_NAME.test(named)) return "its name is that of a digest, version or id";
  if (PUBLIC.test(value) || PUBLISHED.test(left)) return "public by what it is or what stands before it";
  return DIGEST_MARK.test(line.slice(Math.max(0, start - 120), start)) || /^(?:h1:|sha\d{1,3}-)/.test(value)
    ? "a digest that names its algorithm"
    : null;
};
