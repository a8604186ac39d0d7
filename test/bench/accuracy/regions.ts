/** Where labels and reports stand, and when the two are the same place. */
import type { Region } from "../../../src/model/region.ts";
import type { Label } from "./rows.ts";

const isBefore = (line: number, column: number, otherLine: number, otherColumn: number): boolean =>
  line < otherLine || (line === otherLine && column < otherColumn);

/** Whether the two share a character. */
export const touches = (a: Region, b: Region): boolean =>
  isBefore(a.line, a.column, b.endLine, b.endColumn) && isBefore(b.line, b.column, a.endLine, a.endColumn);

export const wholeLines = (line: number, endLine = line): Region => ({
  line,
  column: 1,
  endLine,
  endColumn: Number.POSITIVE_INFINITY,
});

/** The columns of a label, or its lines where it has none or where it spans several. */
export const regionOfLabel = ({ line, endLine, start, end }: Label): Region =>
  line === endLine && start >= 0 && end > start
    ? { line, column: start + 1, endLine, endColumn: end + 1 }
    : wholeLines(line, endLine);

/** As the detector counts: a byte order mark is no character of the text. */
const positionOf = (text: string, offset: number): readonly [line: number, column: number] => {
  const before = text
    .slice(0, offset)
    .replace(/^\ufeff/, "")
    .split("\n");
  return [before.length, [...(before.at(-1) ?? "")].length + 1];
};

/** The region of `text.slice(start, end)`. */
export const regionOfSlice = (text: string, start: number, end: number): Region => {
  const [line, column] = positionOf(text, start);
  const [endLine, endColumn] = positionOf(text, end);
  return { line, column, endLine, endColumn };
};

/** Every place where the value stands in the text. */
export const regionsOfValue = (text: string, value: string): readonly Region[] => {
  const regions: Region[] = [];
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length))
    regions.push(regionOfSlice(text, at, at + value.length));
  return regions;
};
