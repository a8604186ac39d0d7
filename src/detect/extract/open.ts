/** What the line before leaves open: `password:`, `setPassword(`, `put("password",`, `tokens = [`. */
import type { Open } from "./assignment.ts";
import { isSpeaking } from "./lexicon.ts";
import { findCallee, findName, findQuotedName, type Stretch } from "./names.ts";
import { skipSpacesBack } from "./signs.ts";

const MAX_OPEN = 200;
const MAX_BLANKS = 40;
/** The separator at the end, perhaps with the bracket of a list behind it. */
const END = /(=>|:=|[=:,(])\s{0,4}([[{(]?)$/;
const OPENS = "=:>(,[{";
const stretch: Stretch = { from: 0, to: 0 };

const findNameOf = (head: string, separator: string): boolean => {
  if (separator === "(") return findCallee(head, head.length, stretch);
  if (separator !== ",") return findName(head, head.length, separator === "=", stretch);
  // Only as an argument: in a list of strings none is the name of the next.
  const isFound = findQuotedName(head, head.length, stretch);
  return isFound && head.charAt(skipSpacesBack(head, stretch.from - 1, MAX_BLANKS) - 1) === "(";
};

export const findOpen = (before: string | undefined): Open | null => {
  if (before === undefined) return null;
  const end = skipSpacesBack(before, before.length, MAX_BLANKS);
  if (end === 0 || !OPENS.includes(before.charAt(end - 1))) return null;
  const text = before.slice(Math.max(0, end - MAX_OPEN), end);
  const match = END.exec(text);
  const separator = match?.[1];
  if (match === null || separator === undefined || !findNameOf(text.slice(0, match.index), separator))
    return null;
  const name = text.slice(stretch.from, stretch.to);
  return isSpeaking(name) ? { name, separator, isList: match[2] !== "" } : null;
};
