/** Breaks text into lines of a given number of terminal columns. */
import { displayWidth, splitAtWidth } from "./display-width.ts";

/** Where a word too long for a line (a path, a claim) is best broken: after one of these. */
const SEAM = /^.*[/:=,.\-_@?&]/su;

/** Where to cut a word of which only `fitting` fits on the line: after its last seam, or where the line ends. */
const cutLength = (fitting: string, width: number): number => {
  const seam = SEAM.exec(fitting)?.[0] ?? "";
  // A seam in the first third would leave the line mostly empty.
  return displayWidth(seam) * 3 > width ? seam.length : fitting.length;
};

/** Lines of at most `width` columns, broken at single spaces; only a word longer than a line is broken inside. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (displayWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line.trimEnd());
    let rest = word;
    // Never measures the whole rest: a name of a million characters must not cost a million squared.
    for (;;) {
      const [fitting, tail] = splitAtWidth(rest, width);
      if (tail === "") break;
      const length = cutLength(fitting, width);
      lines.push(rest.slice(0, length));
      rest = rest.slice(length);
    }
    line = rest;
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
};
