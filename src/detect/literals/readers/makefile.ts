/** Makefiles: variables, and the recipes' shell lines. */
import { findInside } from "../connections.ts";
import type { Sink } from "../literal.ts";
import { createTextBuilder, plainText, sliceText } from "../mapped-text.ts";
import { readShell } from "../shell/script.ts";
import { toWord, trimWord, unquoteWord } from "../words.ts";

const VARIABLE =
  /^(?:[\w.%\-/$() ]{1,80}:[ \t]*)?(?:export[ \t]+|override[ \t]+)?([A-Za-z_][\w.-]{0,120})[ \t]*(\?|\+|::?|!)?=[ \t]*/;

/** Recipe lines of one rule: `$$` is the shell's dollar, `@`, `-`, `+` in front are make's. */
const readRecipe = (text: string, from: number, to: number, sink: Sink): void => {
  const builder = createTextBuilder(plainText(text, 0));
  let isLineStart = true;
  for (let at = from; at < to; at++) {
    const character = text[at] ?? "";
    if (isLineStart) {
      at += /^[\t ]*[@+-]{0,3}/.exec(text.slice(at, Math.min(to, at + 200)))?.[0].length ?? 0;
      isLineStart = false;
      at--;
      continue;
    }
    if (character === "$" && text[at + 1] === "$") {
      builder.put("$", at, at + 2);
      at++;
    } else builder.copy(at, at + 1);
    isLineStart = character === "\n" && text[at - 1] !== "\\";
  }
  readShell(builder.build(), sink, { dialect: "sh" });
};

const readVariable = (text: string, from: number, to: number, sink: Sink): void => {
  const match = VARIABLE.exec(text.slice(from, Math.min(to, from + 400)));
  if (match === null || match[2] === "!") return;
  const begin = from + match[0].length;
  const comment = /\s#/.exec(text.slice(begin, to))?.index ?? to - begin;
  const value = unquoteWord(trimWord(toWord(sliceText(plainText(text, 0), begin, begin + comment))));
  const name = match[1] ?? "";
  sink({ name, value, place: match[2] === "?" ? "default" : "variable", certainty: "variable" });
  findInside(value, name, sink);
};

export const readMakefile = (text: string, sink: Sink): void => {
  let recipe: number | null = null;
  for (let from = 0; from <= text.length;) {
    const found = text.indexOf("\n", from);
    const end = found === -1 ? text.length : found;
    const isRecipe = text[from] === "\t" || (recipe !== null && /^ {2,}\S/.test(text.slice(from, from + 40)));
    const isEmpty = text.slice(from, end).trim() === "";
    if (isRecipe) recipe ??= from;
    else if (!isEmpty || end === text.length) {
      if (recipe !== null) readRecipe(text, recipe, from, sink);
      recipe = null;
      if (!isEmpty) readVariable(text, from, end, sink);
    }
    from = end + 1;
  }
  if (recipe !== null) readRecipe(text, recipe, text.length, sink);
};
