/** Lines for people to look at, without the values on them. */
import { printable } from "../../../src/lib/printable.ts";
import type { Region } from "../../../src/model/region.ts";

const BEFORE = 60;
const VALUE = 40;
const AFTER = 24;

/** The shape of a value: capitals, small letters, digits; all else stays. */
const mask = (value: string): string =>
  value
    .replaceAll(/\p{Lu}/gu, "A")
    .replaceAll(/[^\P{L}A]/gu, "a")
    .replaceAll(/\p{N}/gu, "0");

/** The value may stand on the line again, as in a pair of fields; what is shorter says nothing. */
const LEAST = 4;

/** Runs that could be another credential: long ones with a digit, and what stands in a URL before the host. */
const maskRuns = (text: string): string =>
  text
    .replaceAll(/[\w+/=.~-]{10,}/g, (run) => (/\d/.test(run) ? mask(run) : run))
    .replaceAll(/(?<=:\/\/)[^\s/@]+(?=@)/g, mask);

const covers = ({ line, column, endLine, endColumn }: Region, at: number, index: number): boolean =>
  at >= line &&
  at <= endLine &&
  (at > line || index >= column - 1) &&
  (at < endLine || index < endColumn - 1);

/**
 * One line, cut to a readable width; what the region holds of it stands as its shape between guillemets.
 * @param hidden regions masked too: whatever else is known to be a value.
 */
export const sketch = (text: string, region: Region, hidden: readonly Region[] = []): string => {
  const line = [...(text.replace(/^\ufeff/, "").split("\n")[region.line - 1] ?? "")];
  const masked = line.map((character, index) =>
    [region, ...hidden].some((place) => covers(place, region.line, index)) ? mask(character) : character,
  );
  const start = region.column - 1;
  const end = region.endLine === region.line ? Math.min(region.endColumn - 1, line.length) : line.length;
  const cut = end - start > VALUE || region.endLine > region.line ? "…" : "";
  const value = line.slice(start, end).join("");
  const hide = (text: string): string =>
    maskRuns(value.length < LEAST ? text : text.replaceAll(value, mask(value)));
  const before = hide(masked.slice(0, start).join("")).trimStart().slice(-BEFORE);
  const after = hide(masked.slice(end).join("")).slice(0, AFTER);
  return printable(
    `${before}«${masked.slice(start, Math.min(end, start + VALUE)).join("")}${cut}»${after}`.trim(),
  );
};
