/** Long mixed runs of token characters: the shape of a key where nothing names it. */
import type { Found } from "./candidate.ts";
import { MIN_RUN } from "./survey.ts";

const MAX_RUN = 4096;
/** As much of a run is looked at. */
const MAX_HEAD = 256;
const MIN_ENTROPY = 3;
/** Changes between letters, digits and case: words have few, keys many. */
const MIN_CHANGES = 4;

const OTHER = 1;
const DIGIT = 2;
const UPPER = 3;
const LOWER = 4;
/** Kind of each character of a token, 0 for the rest. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\d/.test(character)) return DIGIT;
  if (/[A-Z]/.test(character)) return UPPER;
  if (/[a-z]/.test(character)) return LOWER;
  return /[+/_=~.-]/.test(character) ? OTHER : 0;
});
const kindOf = (code: number): number => (code < 128 ? (KINDS[code] ?? 0) : 0);

const counts = new Uint16Array(128);
const N_LOG_N = Float64Array.from({ length: MAX_HEAD + 1 }, (_, n) => (n === 0 ? 0 : n * Math.log2(n)));

/** Shannon bits per character of a stretch of at most {@link MAX_HEAD} characters. */
const measureEntropy = (line: string, from: number, to: number): number => {
  for (let index = from; index < to; index++) {
    const code = line.charCodeAt(index);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  let sum = 0;
  for (let index = from; index < to; index++) {
    const code = line.charCodeAt(index);
    sum += N_LOG_N[counts[code] ?? 0] ?? 0;
    counts[code] = 0;
  }
  return Math.log2(to - from) - sum / (to - from);
};

/** Digits and letters, many changes between them, few repetitions; signs of no token count as nothing. Of the first {@link MAX_HEAD}. */
export const isMixed = (line: string, from: number, end: number): boolean => {
  const to = Math.min(end, from + MAX_HEAD);
  let changes = 0;
  let [digits, letters] = [0, 0];
  let before = 0;
  for (let index = from; index < to; index++) {
    const now = kindOf(line.charCodeAt(index));
    if (now === DIGIT) digits++;
    else if (now > OTHER) letters++;
    // `Aa` is how words begin.
    if (before > OTHER && now > OTHER && before !== now && !(before === UPPER && now === LOWER)) changes++;
    before = now;
  }
  if (digits === 0 || letters === 0 || changes < MIN_CHANGES) return false;
  return measureEntropy(line, from, to) >= MIN_ENTROPY;
};

const quoteBefore = (line: string, at: number): string => {
  const sign = line.charAt(at - 1);
  return sign === '"' || sign === "'" || sign === "`" ? sign : "";
};

/** `"src/x.js": "<digest>"`, as manifests and caches list files. */
const DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const AFTER_PATH = /\/[^/"'\s]{0,80}\.[A-Za-z]\w{0,5}["']?\s{0,2}[:=]\s{0,2}["']?$/;
const MAX_PATH = 100;

const isDigestOfFile = (line: string, from: number, value: string): boolean =>
  DIGEST.test(value) && AFTER_PATH.test(line.slice(Math.max(0, from - MAX_PATH), from));

const addRun = (line: string, start: number, end: number, found: Found[]): void => {
  const whole = line.slice(start, end);
  // In a URL the last name is the run, if it is long enough; elsewhere a slash may be base64.
  const last = whole.lastIndexOf("/") + 1;
  const from = whole.includes("//") && whole.length - last >= MIN_RUN ? start + last : start;
  if (!isMixed(line, from, end)) return;
  const value = line.slice(from, end);
  if (isDigestOfFile(line, from, value)) return;
  found.push({
    name: "",
    value,
    start: from,
    quote: quoteBefore(line, from),
    separator: "",
  });
};

export const findRuns = (line: string, found: Found[]): void => {
  let start = 0;
  for (let index = 0; index <= line.length; index++) {
    const isPart = index < line.length && kindOf(line.charCodeAt(index)) !== 0;
    if (isPart && index - start < MAX_RUN) continue;
    if (index - start >= MIN_RUN) addRun(line, start, index, found);
    start = isPart ? index : index + 1;
  }
};
