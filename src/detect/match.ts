/** Runs one rule around one literal hit: bounded window in, candidates out. */
import { findByteRun } from "../lib/byte-runs.ts";
import { findLineEnd, findLineStart } from "../lib/text.ts";
import type { Candidate } from "./candidate.ts";
import type { CompiledRule } from "./compile.ts";
import type { Demand } from "./prefilter/demand.ts";

/** No window grows beyond this: a longer secret is cut there by its rule's own bound. */
const MAX_WINDOW = 65_536;
const BEFORE = 64;
const AFTER = 16;

/** What a rule is run with. */
export interface Running {
  readonly compiled: CompiledRule;
  /** What every match needs: where it is missing, the regular expression does not run. The results are the same without. */
  readonly demands: readonly Demand[];
  /** Counts the characters of the windows the rule was asked about. */
  readonly spend: (characters: number) => void;
}

export interface Hit {
  readonly start: number;
  readonly length: number;
}

interface Window {
  readonly start: number;
  readonly end: number;
  /** A match that ends here may go on in the text: try again with a longer window. */
  readonly isCut: boolean;
}

const cutWindow = (bytes: Buffer, hit: Hit, compiled: CompiledRule, after: number): Window => {
  const { window } = compiled.rule;
  const earliest = Math.max(0, hit.start - window.before);
  const latest = Math.min(bytes.length, hit.start + hit.length + after);
  if (window.multiline) return { start: earliest, end: latest, isCut: latest < bytes.length };
  const end = findLineEnd(bytes, hit.start, latest);
  return {
    start: findLineStart(bytes, hit.start, earliest),
    end,
    isCut: end === latest && latest < bytes.length,
  };
};

/** UTF-8 where the bytes are, otherwise as they stand. */
const decodeValue = (latin1: string): string => {
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
  const utf8 = Buffer.from(latin1, "latin1").toString("utf8");
  return utf8.includes("\ufffd") ? latin1 : utf8;
};

/** A key pasted into a JSON or dotenv string has `\n` for its line breaks: the same key, so the same value. */
const unescapeLines = (value: string): string =>
  value.startsWith("-----BEGIN ") ? value.replaceAll(/(?:\\+r)?\\+n/g, "\n").replace(/[\s\\]+$/, "") : value;

const findPrefix = (compiled: CompiledRule, value: string): string =>
  compiled.rule.specificity === "token"
    ? (compiled.rule.keywords.find((word) => value.startsWith(word)) ?? "")
    : "";

const toCandidate = (compiled: CompiledRule, match: RegExpExecArray, offset: number): Candidate | null => {
  const indices = match.indices?.groups?.["secret"];
  const value = match.groups?.["secret"];
  if (indices === undefined || value === undefined || value === "") return null;
  const text = unescapeLines(decodeValue(value));
  return {
    rule: compiled.rule,
    span: { start: offset + indices[0], end: offset + indices[1] },
    value: text,
    match: match[0],
    window: match.input,
    before: match.input.slice(Math.max(0, indices[0] - BEFORE), indices[0]),
    after: match.input.slice(indices[1], indices[1] + AFTER),
    prefix: findPrefix(compiled, text),
  };
};

const matchWindow = (
  bytes: Buffer,
  hit: Hit,
  compiled: CompiledRule,
  window: Window,
): { readonly found: readonly Candidate[]; readonly touchesEnd: boolean } => {
  const regex = compiled.regex();
  const text = bytes.toString("latin1", window.start, window.end);
  const found: Candidate[] = [];
  let touchesEnd = false;
  regex.lastIndex = 0;
  for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
    const start = window.start + match.index;
    const end = start + match[0].length;
    if (match[0].length === 0) regex.lastIndex++;
    if (start > hit.start) break;
    if (end < hit.start + hit.length) continue;
    touchesEnd ||= end === window.end;
    const candidate = toCandidate(compiled, match, window.start);
    if (candidate !== null) found.push(candidate);
  }
  return { found, touchesEnd };
};

const isPossible = (bytes: Buffer, { start, end }: Window, demands: readonly Demand[]): boolean => {
  for (const demand of demands) if (findByteRun(bytes, demand, start, end) === -1) return false;
  return true;
};

const NOTHING: readonly Candidate[] = [];

/**
 * All matches that contain the hit (a rule's pattern always contains one of its keywords, so no other can be meant).
 * Result depends on nothing but the bytes of the window.
 */
export const matchAround = (
  bytes: Buffer,
  hit: Hit,
  { compiled, demands, spend }: Running,
): readonly Candidate[] => {
  for (let after = compiled.rule.window.after; ; after *= 2) {
    const window = cutWindow(bytes, hit, compiled, after);
    spend(window.end - window.start);
    if (!isPossible(bytes, window, demands)) return NOTHING;
    const { found, touchesEnd } = matchWindow(bytes, hit, compiled, window);
    if (!touchesEnd || !window.isCut || after >= MAX_WINDOW) return found;
  }
};
