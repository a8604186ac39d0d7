/** Where expansions of shells and templates end, and where here-documents do. */
import type { Dialect } from "./dialect.ts";

/** Longest expansion that is taken as one; beyond it the text is read as it stands. */
const REACH = 8000;
const SHORT = 600;

/** CircleCI `<< parameters.x >>`, Concourse `((x))`, ERB, `<your token>`; SQL Server's `(local)` is no subshell. */
const OPAQUE =
  /^(?:<<\s{0,4}(?:pipeline|parameters|matrix|ref)\b[^>\n]{0,200}>>|\(\([A-Za-z][\w./:-]{0,80}\)\)|<%[^%\n]{0,200}%>|<[A-Za-z][\w -]{1,40}>(?=["'\s]|$)|\((?:local|localdb)\))/i;
const NAMED = /^\$\$?(?:env:|global:|script:)?(?:[A-Za-z_]\w*|[\d@*#?!$-])/i;
const PERCENT = /^%[A-Za-z_][\w.-]{0,80}%/;

/** The next quote of the kind; a double one may be escaped. */
const findQuote = (text: string, from: number, quote: string): number => {
  for (let end = text.indexOf(quote, from); end !== -1; end = text.indexOf(quote, end + 1))
    if (quote === "'" || text[end - 1] !== "\\") return end;
  return -1;
};

/** The closing one of a pair; quoted ones do not count. */
const findClose = (text: string, from: number, open: string, close: string): number | null => {
  const limit = Math.min(text.length, from + REACH);
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === open) depth++;
    else if (character === close) {
      if (--depth === 0) return at + 1;
    } else if (character === "'" || character === '"') {
      const end = findQuote(text, at + 1, character);
      if (end !== -1 && end < limit) at = end;
    }
  }
  return null;
};

const findAfter = (text: string, from: number, mark: string): number | null => {
  const end = text.slice(from, from + SHORT).indexOf(mark);
  return end === -1 ? null : from + end + mark.length;
};

const endOfDollar = (text: string, at: number): number | null => {
  const next = text[at + 1];
  if (next === "{")
    return text[at + 2] === "{" ? findAfter(text, at, "}}") : findClose(text, at + 1, "{", "}");
  if (next === "(") return findClose(text, at + 1, "(", ")");
  if (next === "[") return findAfter(text, at, text[at + 2] === "[" ? "]]" : "]");
  const named = NAMED.exec(text.slice(at, at + 120));
  return named === null ? null : at + named[0].length;
};

const endOfBackticks = (text: string, at: number): number | null => {
  const limit = at + REACH;
  for (let end = text.indexOf("`", at + 1); end !== -1 && end < limit; end = text.indexOf("`", end + 1))
    if (text[end - 1] !== "\\") return end + 1;
  return null;
};

/** @returns the end of the expansion that begins at `at`, or null if none does. */
export const endOfExpansion = (text: string, at: number, dialect: Dialect): number | null => {
  const next = text[at + 1] ?? "";
  switch (text[at]) {
    case "$":
      return endOfDollar(text, at);
    case "`":
      return dialect.hasBackticks ? endOfBackticks(text, at) : null;
    case "{":
      return next === "{" || next === "%" ? findAfter(text, at, next === "{" ? "}}" : "%}") : null;
    case "<":
    case ">":
      if (next === "(" && dialect.name === "sh") return findClose(text, at + 1, "(", ")");
      return matchAt(OPAQUE, text, at);
    case "(":
      return matchAt(OPAQUE, text, at);
    case "%":
      return matchAt(PERCENT, text, at);
    default:
      return null;
  }
};

const matchAt = (form: RegExp, text: string, at: number): number | null => {
  const match = form.exec(text.slice(at, at + 260));
  return match === null ? null : at + match[0].length;
};

/** The body from `from` on up to the line that is the delimiter; null if there is none. */
export const findHereDocument = (
  text: string,
  from: number,
  delimiter: string,
): { readonly end: number; readonly next: number } | null => {
  for (let line = from; line <= text.length;) {
    const lineEnd = text.indexOf("\n", line);
    const end = lineEnd === -1 ? text.length : lineEnd;
    if (text.slice(line, Math.min(end, line + delimiter.length + 200)).trim() === delimiter)
      return { end: Math.max(from, line - 1), next: end };
    if (lineEnd === -1) return null;
    line = lineEnd + 1;
  }
  return null;
};
