/** Long mixed runs of token characters: the shape of a key where nothing names it. */
import { measureEntropy } from "../../lib/entropy.ts";
import type { Found } from "./assignment.ts";

const RUN = /[A-Za-z0-9+/_=~.-]{16,4096}/g;
const MIN_LENGTH = 16;
const MIN_ENTROPY = 3;
/** Changes between letters, digits and case: words have few, keys many. */
const MIN_CHANGES = 4;

const kindOf = (code: number): number => {
  if (code >= 48 && code <= 57) return 1;
  if (code >= 65 && code <= 90) return 2;
  return code >= 97 && code <= 122 ? 3 : 0;
};

const countChanges = (text: string): number => {
  let changes = 0;
  for (let index = 1; index < text.length; index++) {
    const [before, now] = [kindOf(text.charCodeAt(index - 1)), kindOf(text.charCodeAt(index))];
    // `Aa` is how words begin.
    if (before !== now && now !== 0 && !(before === 2 && now === 3) && before !== 0) changes++;
  }
  return changes;
};

export function* findRuns(line: string): Generator<Found> {
  for (const { 0: whole, index: at } of line.matchAll(RUN)) {
    // In a URL the last name is the run, if it is long enough; elsewhere a slash may be base64.
    const last = whole.lastIndexOf("/") + 1;
    const skipped = whole.includes("//") && whole.length - last >= MIN_LENGTH ? last : 0;
    const text = whole.slice(skipped);
    const index = at + skipped;
    const head = text.slice(0, 256);
    if (!/\d/.test(head) || !/[A-Za-z]/.test(head)) continue;
    if (countChanges(head) < MIN_CHANGES || measureEntropy(head) < MIN_ENTROPY) continue;
    const quote = /["'`]$/.exec(line.slice(Math.max(0, index - 1), index))?.[0] ?? "";
    yield { name: "", value: text, start: index, quote, separator: "" };
  }
}
