/** Columns of text for a terminal. */
import { displayWidth } from "../../../src/lib/display-width.ts";
import { ratio, type Share } from "./tally.ts";

export const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
/** `71.2 % (975 of 1,369)`. */
export const showShare = (share: Share): string =>
  `${percent(ratio(share))} (${share.hit.toLocaleString("en")} of ${share.total.toLocaleString("en")})`;

/** The first column to the left, the others to the right, as wide as needed. */
export const formatTable = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell))));
  return rows.map((row) =>
    row
      .map((cell, index) => {
        const space = " ".repeat((widths[index] ?? 0) - displayWidth(cell));
        return index === 0 ? cell + space : space + cell;
      })
      .join("  ")
      .trimEnd(),
  );
};
