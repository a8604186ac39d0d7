/** Which parts of a text the extractor reads: lines with an anchor, and lines with a long mixed run. Bytes only. */
import { findLineEnd, findLineStart } from "../../lib/text.ts";
import type { Span } from "../../model/region.ts";

/** Of a very long line this much before and behind what was found is read. */
const BEFORE = 400;
const AFTER = 1600;
/** So much of a cut line is read again with what follows. */
const OVERLAP = 600;

const MIN_RUN = 16;
/** Only the beginning of a run is weighed. */
const RUN_HEAD = 256;
const MIN_CHANGES = 4;

const [NONE, DIGIT, UPPER, LOWER, SIGN] = [0, 1, 2, 3, 4];

/** Kinds of bytes a key can consist of; 0 ends a run. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return DIGIT;
  if (byte >= 0x41 && byte <= 0x5a) return UPPER;
  if (byte >= 0x61 && byte <= 0x7a) return LOWER;
  return "+/_=~.-".includes(String.fromCharCode(byte)) && byte < 0x80 ? SIGN : NONE;
});

/** Words have few changes between digits and letters of either case, keys many. */
const isMixed = (bytes: Uint8Array, start: number, end: number): boolean => {
  let changes = 0;
  let digits = 0;
  let letters = 0;
  let before = SIGN;
  for (let at = start; at < end; at++) {
    const kind = KINDS[bytes[at] ?? 0] ?? NONE;
    if (kind === DIGIT) digits++;
    else if (kind !== SIGN) letters++;
    // `Aa` is how words begin.
    if (before !== kind && kind !== SIGN && before !== SIGN && !(before === UPPER && kind === LOWER))
      changes++;
    before = kind;
  }
  return digits > 0 && letters > 0 && changes >= MIN_CHANGES;
};

/** Starts of long mixed runs. Looks at every sixteenth byte first: a run of sixteen covers one of them. */
function* findMixedRuns(bytes: Uint8Array): Generator<number> {
  for (let at = MIN_RUN - 1; at < bytes.length; at += MIN_RUN) {
    if (KINDS[bytes[at] ?? 0] === NONE) continue;
    let start = at;
    const floor = at - MIN_RUN + 1;
    while (start > floor && KINDS[bytes[start - 1] ?? 0] !== NONE) start--;
    let end = at + 1;
    while (end < bytes.length && KINDS[bytes[end] ?? 0] !== NONE) end++;
    if (end - start >= MIN_RUN && isMixed(bytes, start, Math.min(end, start + RUN_HEAD))) yield start;
    // What stands right behind a run is no part of one.
    at = end;
  }
}

/**
 * @param anchors byte offsets of anchors, in any order.
 * @returns byte ranges within lines, ascending; those of one very long line may overlap.
 */
export const findStretches = (bytes: Buffer, anchors: readonly number[]): readonly Span[] => {
  const places = Uint32Array.from([...anchors, ...findMixedRuns(bytes)]).sort();
  const stretches: Span[] = [];
  let done = 0;
  for (const place of places) {
    if (place < done) continue;
    const limit = Math.min(bytes.length, place + AFTER);
    const start = findLineStart(bytes, place, Math.max(0, place - BEFORE));
    const end = findLineEnd(bytes, place, limit);
    stretches.push({ start, end });
    done = end === limit && limit < bytes.length ? end - OVERLAP : end;
  }
  return stretches;
};
