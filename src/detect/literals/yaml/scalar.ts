/** Where the characters of a YAML scalar stand: quotes, escapes, indentation and folding undone (YAML 1.2, chapters 5 to 8). */
import { createTextBuilder, type MappedText, plainText, type TextBuilder } from "../mapped-text.ts";

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A line break inside a flow scalar: one becomes a blank, more become one less. */
const BLANKS = /\s+/y;

/** @returns index behind the white space that begins at `at`. */
const takeBlanks = (text: string, at: number, builder: TextBuilder): number => {
  BLANKS.lastIndex = at;
  const match = BLANKS.exec(text)?.[0] ?? " ";
  const breaks = match.split("\n").length - 1;
  if (breaks === 0) builder.copy(at, at + match.length);
  else builder.put(breaks === 1 ? " " : "\n".repeat(breaks - 1), at, at + match.length);
  return at + match.length;
};

/** @returns index behind the escape that begins at `at`. */
const takeEscape = (text: string, at: number, builder: TextBuilder): number => {
  const letter = text[at + 1] ?? "";
  const digits = HEX_LENGTH[letter];
  if (digits !== undefined) {
    const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
    const isValid = code <= 0x10_ffff;
    builder.put(isValid ? String.fromCodePoint(code) : "\ufffd", at, Math.min(text.length, at + 2 + digits));
    return at + 2 + digits;
  }
  if (letter === "\n" || letter === "\r") {
    const joint = /^\\\r?\n[ \t]*/.exec(text.slice(at, at + 400))?.[0].length ?? 2;
    return at + joint;
  }
  builder.put(SIMPLE_ESCAPES[letter] ?? letter, at, Math.min(text.length, at + 2));
  return at + 2;
};

/** Between the quotes, or a plain scalar: `start` is where `source` stands in the file. */
export const readFlowScalar = (source: string, start: number, quote: "" | "'" | '"'): MappedText => {
  const base = plainText(source, start);
  if (!/[\n\\']/.test(source)) return base;
  const builder = createTextBuilder(base);
  for (let at = 0; at < source.length;) {
    const character = source[at] ?? "";
    if (/\s/.test(character)) at = takeBlanks(source, at, builder);
    else if (quote === '"' && character === "\\") at = takeEscape(source, at, builder);
    else if (quote === "'" && character === "'") {
      builder.put("'", at, at + 2);
      at += 2;
    } else {
      builder.copy(at, at + 1);
      at++;
    }
  }
  return builder.build();
};

interface BlockLine {
  readonly from: number;
  readonly to: number;
  readonly indent: number;
  readonly isBlank: boolean;
}

const splitBlock = (source: string, start: number): readonly BlockLine[] => {
  const lines: BlockLine[] = [];
  for (let from = start; from < source.length;) {
    const lineEnd = source.indexOf("\n", from);
    const end = lineEnd === -1 ? source.length : lineEnd;
    const line = source.slice(from, end);
    const indent = line.length - line.trimStart().length;
    lines.push({
      from,
      to: source[end - 1] === "\r" && end > from ? end - 1 : end,
      indent,
      isBlank: line.trim() === "",
    });
    from = end + 1;
  }
  return lines;
};

/** Columns that belong to the block: those of its first line, or, where a number is declared, of the leftmost. */
const findIndent = (source: string, lines: readonly BlockLine[]): number => {
  const indents = lines.filter(({ isBlank }) => !isBlank).map(({ indent }) => indent);
  return /^[|>][+-]?\d/.test(source)
    ? indents.reduce((least, indent) => Math.min(least, indent), 400)
    : (indents[0] ?? 0);
};

/** `|` and `>` with the lines below them: `source` begins at the sign. */
export const readBlockScalar = (source: string, start: number): MappedText => {
  const builder = createTextBuilder(plainText(source, start));
  const headerEnd = source.indexOf("\n");
  if (headerEnd === -1) return plainText("", start + source.length);
  const lines = splitBlock(source, headerEnd + 1);
  const indent = findIndent(source, lines);
  /** Breaks since the last line with text; whether that one may be joined with the next. */
  let breaks = 0;
  let isAfterText = false;
  for (const { from, to, isBlank, indent: own } of lines) {
    // Folding joins lines of text; blank ones and those indented further keep their breaks.
    const isText = source.startsWith(">") && !isBlank && own === indent;
    if (!isBlank) {
      const isJoined = isText && isAfterText;
      const between = isJoined && breaks === 1 ? " " : "\n".repeat(isJoined ? breaks - 1 : breaks);
      builder.put(between, from - 1, from);
      builder.copy(Math.min(to, from + indent), to);
      breaks = 0;
      isAfterText = isText;
    }
    breaks++;
  }
  return builder.build();
};
