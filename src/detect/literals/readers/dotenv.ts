/** `.env` files: NAME=value line by line. */
import { findDefaults, findInside } from "../connections.ts";
import type { Sink } from "../literal.ts";
import { plainText } from "../mapped-text.ts";
import { sliceWord, toWord, trimWord, unquoteWord } from "../words.ts";

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]{0,120})[ \t]*[=:][ \t]*/;

export const readDotenv = (text: string, sink: Sink): void => {
  for (let from = 0; from < text.length;) {
    const found = text.indexOf("\n", from);
    const end = found === -1 ? text.length : found;
    const line = toWord(plainText(text.slice(from, end), from));
    const match = ASSIGNMENT.exec(line.text.text);
    if (match !== null) {
      const rest = sliceWord(line, match[0].length);
      // A comment may follow behind a blank; quotes keep it.
      const quoted = /^(["'`]).*?\1/.exec(rest.text.text)?.[0].length;
      const length = quoted ?? /\s#/.exec(rest.text.text)?.index ?? rest.text.text.length;
      const value = unquoteWord(trimWord(sliceWord(rest, 0, length)));
      const name = match[1] ?? "";
      sink({ name, value, place: "variable", certainty: "variable" });
      findInside(value, name, sink);
      findDefaults(value, sink);
    }
    from = end + 1;
  }
};
