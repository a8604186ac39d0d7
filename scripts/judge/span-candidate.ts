/** A labelled span as a candidate: name, separator and quote are looked for on its left. */
import type { ValueCandidate } from "../../src/detect/extract/candidate.ts";
import { extensionOf, type Row } from "./rows.ts";

const BEFORE =
  /(?:([A-Za-z_$@][\w$.@/-]{0,79})["'`\])]{0,3}\s{0,30}(=>|:=|={1,3}|!==?|:|,|>|\()\s{0,12}(?:[A-Za-z_.]{1,24}\(\s?)?|(?:^|[\s"'`])-{0,2}([A-Za-z][\w-]{1,40})\s{1,4}(?:is\s)?)\\?(["'`]?)$/;
const URL_PASSWORD = /:\/\/([^\s:/@"']{0,80}):$/;

/** The line or lines of the value, the value's place in them, and what its left side says. */
export const readSpan = (row: Row): ValueCandidate => {
  const begin = row.context.lastIndexOf("\n", row.valueStart - 1) + 1;
  const next = row.context.indexOf("\n", row.valueEnd);
  const line = row.context.slice(begin, next === -1 ? undefined : next);
  const start = row.valueStart - begin;
  const left = line.slice(Math.max(0, start - 130), start);
  const url = URL_PASSWORD.exec(left);
  const match = url === null ? BEFORE.exec(left) : null;
  const name = url === null ? (match?.[1] ?? match?.[3] ?? "") : `${url[1] ?? ""} url password`.trim();
  return {
    gate: name === "" ? "run" : "named",
    name,
    value: row.context.slice(row.valueStart, row.valueEnd),
    line,
    start,
    quote: match?.[4] ?? "",
    separator: url === null ? (match?.[2] ?? (match?.[3] === undefined ? "" : " ")) : ":",
    extension: extensionOf(row.path),
  };
};
