/** Lines at the end of a terminal that are drawn over and over: how they are taken away, and how a text fits. */
import { displayWidth, splitAtWidth } from "../lib/display-width.ts";
import { wrap } from "../lib/wrap.ts";

/** To the first column, so many rows up, and clear from there (ECMA-48: CUU, ED). */
export const eraseLines = (lines: readonly string[], columns: number): string => {
  if (lines.length === 0) return "";
  // A terminal that was made narrower meanwhile has wrapped what it shows.
  const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / columns)), 0);
  return `\r${rows > 1 ? `\u001b[${rows - 1}A` : ""}\u001b[J`;
};

/** On one row: what is too much is cut, and shown to be. */
export const fitLine = (text: string, width: number): string =>
  displayWidth(text) <= width ? text : `${splitAtWidth(text, Math.max(1, width - 1))[0]}…`;

/** Lines of at most `columns`, further ones of a line as far in as that line begins. */
export const wrapLines = (text: string, columns: number): string =>
  text
    .split("\n")
    .flatMap((line) => {
      const [indent = ""] = /^ */.exec(line) ?? [];
      if (displayWidth(line) <= columns || indent.length > columns / 2) return [line];
      return wrap(line.slice(indent.length), columns - indent.length).map((part) => indent + part);
    })
    .join("\n");
