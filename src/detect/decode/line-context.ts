/** The text on the left that says what a joined value is: its line, or the one before where the value has lines of its own. */
import { findLineStart } from "../../lib/text.ts";
import { isWord, NEWLINE, skipBlankBefore } from "./literal.ts";

interface LineContext {
  /** Kept from here up to `gap`. */
  readonly from: number;
  readonly gap: number;
  /** What stands between the two, instead of line breaks and brackets. */
  readonly blank: string;
}

const REACH = 512;

const isReturn = (bytes: Buffer, last: number): boolean =>
  bytes[last] === 0x6e &&
  bytes.toString("latin1", Math.max(0, last - 5), last + 1) === "return" &&
  !isWord(bytes[last - 6]);

/** `=`, `:`, `=>`, `return` */
const isAssigning = (bytes: Buffer, last: number): boolean => {
  const byte = bytes[last];
  return (
    byte === 0x3d || byte === 0x3a || (byte === 0x3e && bytes[last - 1] === 0x3d) || isReturn(bytes, last)
  );
};

/** `= new StringBuilder().append(`: the call stands between the name and its value. */
const BUILDER = /(?:=|return)(\s{0,40}new\s{1,8}StringBu(?:ilder|ffer)\((?:\)\s{0,40}\.append\()?)$/;
const BUILDER_REACH = 140;

const measureBuilder = (bytes: Buffer, end: number): number =>
  BUILDER.exec(bytes.toString("latin1", Math.max(0, end - BUILDER_REACH), end))?.[1]?.length ?? 0;

const findGap = (bytes: Buffer, open: number): Omit<LineContext, "from"> => {
  const near = { gap: open, blank: "" };
  const last = skipBlankBefore(bytes, open);
  if (last < 0) return near;
  const isBroken = bytes.subarray(last + 1, open).includes(NEWLINE);
  if (bytes[last] === 0x28) {
    // `= (`: the brackets only hold the lines together. `f(`: they are part of what it is.
    const outer = skipBlankBefore(bytes, last);
    if (isAssigning(bytes, outer)) return { gap: outer + 1, blank: " " };
    const builder = measureBuilder(bytes, last + 1);
    if (builder > 0) return { gap: last + 1 - builder, blank: " " };
    return isBroken ? { gap: last + 1, blank: "" } : near;
  }
  return isBroken && isAssigning(bytes, last) ? { gap: last + 1, blank: " " } : near;
};

/**
 * @param open where the expression begins whose value is joined.
 * @param floor nothing before it: it belongs to another piece.
 */
export const findLineContext = (bytes: Buffer, open: number, floor: number): LineContext => {
  const { gap, blank } = findGap(bytes, open);
  if (gap <= floor) return { from: Math.min(floor, open), gap: Math.min(floor, open), blank: "" };
  return { from: findLineStart(bytes, gap, Math.max(floor, gap - REACH, 0)), gap, blank };
};
