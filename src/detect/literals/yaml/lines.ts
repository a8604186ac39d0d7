/** Reads YAML by its indentation alone: fast, and able to read templates and broken files. Says when it is not sure. */
import { type MappedText, plainText } from "../mapped-text.ts";
import { readBlockScalar, readFlowScalar } from "./scalar.ts";
import { type Entry, isPlainTag, type Tree } from "./tree.ts";

interface Line {
  readonly indent: number;
  /** Offset of the first character that is no blank. */
  readonly start: number;
  readonly end: number;
}

/** Keys are words; a template may be part of one. */
const KEY =
  /^(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'|([^\s#"'[\]{},&*!|>%@`-][^:#"'{}\n]{0,200}?|[\w.-]{0,100}\{\{[^}\n]{1,100}\}\}[\w.-]{0,100}))[ \t]*:(?=[ \t]|$)[ \t]*/;
const PROPERTIES = /^(?:(?:&[\w.-]{1,100}|(![\w!:./-]{0,100}))[ \t]+)+/;
const BLOCK = /^[|>][+\-\d]{0,2}[ \t]*(?:#.*)?$/;
/** Lines of templates that hold no value. */
const DIRECTIVE = /^(?:\{\{[-~]?[^}\n]*\}\}|\{%.*%\}|\{#.*)$/;
const MAX_LINES_QUOTED = 200;
const MAX_DEPTH = 60;

const splitLines = (text: string): readonly Line[] => {
  const lines: Line[] = [];
  for (let from = 0; from < text.length;) {
    const found = text.indexOf("\n", from);
    const end = found === -1 ? text.length : found;
    const line = text.slice(from, end);
    const content = line.trimStart();
    const indent = line.length - content.length;
    lines.push({ indent, start: from + indent, end: end - (content.length - content.trimEnd().length) });
    from = end + 1;
  }
  return lines;
};

interface Cursor {
  readonly text: string;
  readonly lines: readonly Line[];
  at: number;
  /** Nothing was met that a parser might read otherwise. */
  isSure: boolean;
}

/** Flow collections without others inside, closed on their line. */
const FLAT = /^(?:\[[^[\]{}]*\]|\{[^[\]{}"']*\})[ \t]*(?:#.*)?$/;

const contentOf = (cursor: Cursor, line: Line, from = line.start): string =>
  cursor.text.slice(from, line.end);

const isSkipped = (content: string): boolean =>
  content === "" || content.startsWith("#") || DIRECTIVE.test(content);

/** `---` between documents, `...` behind one. */
const isBoundary = (content: string): boolean => /^(?:---|\.\.\.)(?:\s|$)/.test(content);

const scalar = (text: MappedText, isQuoted: boolean): Tree => ({ kind: "scalar", text, isQuoted });

/** The lines below that are indented further than `indent`: a block scalar's. */
const takeBlock = (cursor: Cursor, start: number, indent: number): Tree => {
  let end = cursor.lines[cursor.at]?.end ?? start;
  for (cursor.at++; cursor.at < cursor.lines.length; cursor.at++) {
    const line = cursor.lines[cursor.at];
    if (line === undefined || (line.start < line.end && line.indent <= indent)) break;
    if (line.start < line.end) ({ end } = line);
  }
  return scalar(readBlockScalar(cursor.text.slice(start, end), start), false);
};

/** Index of the closing quote, over several lines if need be. */
const findClosing = (text: string, from: number, quote: string, limit: number): number => {
  for (let at = from; at < limit; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (quote !== "'" || text[at + 1] !== "'") return at;
      at++;
    }
  }
  return -1;
};

const takeQuoted = (cursor: Cursor, start: number, quote: "'" | '"'): Tree => {
  const last = cursor.lines[Math.min(cursor.lines.length - 1, cursor.at + MAX_LINES_QUOTED)];
  const own = cursor.lines[cursor.at];
  const closing = findClosing(cursor.text, start + 1, quote, last?.end ?? cursor.text.length);
  // Without an end it is a broken line: what stands on it.
  const end = closing === -1 ? (own?.end ?? start + 1) : closing;
  while (cursor.at < cursor.lines.length && (cursor.lines[cursor.at]?.end ?? 0) < end) cursor.at++;
  const behind = cursor.text.slice(end + 1, cursor.lines[cursor.at]?.end ?? end);
  if (closing === -1 || !/^\s*(?:\s#.*)?$/.test(behind)) cursor.isSure = false;
  cursor.at++;
  return scalar(readFlowScalar(cursor.text.slice(start + 1, end), start + 1, quote), true);
};

/** `[a, "b"]` and `{ a: b }` on one line, not nested. */
const readFlow = (source: string, start: number): Tree => {
  const isMap = source.startsWith("{");
  const items: Tree[] = [];
  const entries: Entry[] = [];
  const item = /"(?:[^"\\\n]|\\.){0,2000}"|'(?:[^'\n]|''){0,2000}'|[^\s,[\]{}"'][^,[\]{}"'\n]{0,2000}/g;
  item.lastIndex = 1;
  let key: string | null = null;
  for (let match = item.exec(source); match !== null; match = item.exec(source)) {
    const found = match[0];
    const quote = found.startsWith('"') ? '"' : found.startsWith("'") ? "'" : "";
    const inner = quote === "" ? found.trimEnd() : found.slice(1, -1);
    const at = start + match.index + quote.length;
    const pair = isMap && quote === "" ? /^([\w.-]{1,100}):(?:\s+|$)/.exec(inner) : null;
    const rest = inner.slice(pair?.[0].length ?? 0);
    if (pair !== null) key = pair[1] ?? "";
    else if (isMap && key === null) key = inner.replace(/:$/, "");
    if (pair !== null && rest === "") continue;
    const value = scalar(readFlowScalar(rest, at + inner.length - rest.length, quote), quote !== "");
    if (!isMap) items.push(value);
    else if (pair !== null || inner !== key) {
      entries.push({ key: key ?? "", value });
      key = null;
    }
  }
  return isMap ? { kind: "map", entries } : { kind: "list", items };
};

/** A value that begins at `start` on the current line; moves behind it. */
const takeValue = (cursor: Cursor, start: number, indent: number): Tree | null => {
  const line = cursor.lines[cursor.at];
  const end = line?.end ?? start;
  const properties = PROPERTIES.exec(cursor.text.slice(start, Math.min(end + 1, start + 400)));
  const isPlain = isPlainTag(properties?.[1]);
  const from = Math.min(end, start + (properties?.[0].length ?? 0));
  const content = cursor.text.slice(from, end);
  const first = content[0] ?? "";
  const isFlow = first === "[" || first === "{";
  if (
    isFlow
      ? !FLAT.test(content) || (first === "[" && /:\s/.test(content))
      : properties !== null && KEY.test(content)
  )
    cursor.isSure = false;
  let value: Tree | null;
  if (BLOCK.test(content)) value = takeBlock(cursor, from, indent);
  else if (first === '"' || first === "'") value = takeQuoted(cursor, from, first);
  else {
    cursor.at++;
    if (isFlow && !/^\{[{%#]/.test(content)) value = readFlow(content, from);
    else if (/^[*!&]\S*$/.test(content)) value = null;
    else {
      const plain = content.slice(0, /\s#/.exec(content)?.index ?? content.length).trimEnd();
      // `a "b": c`: a key that is not told here.
      if (/:(?:\s|$)/.test(plain)) cursor.isSure = false;
      value = scalar(plainText(plain, from), false);
    }
  }
  return isPlain ? value : null;
};

/** What stands below a key or a dash, indented further; a list may stand as far left as its key. */
const takeBelow = (cursor: Cursor, indent: number, depth: number): Tree | null => {
  skipEmpty(cursor);
  const line = cursor.lines[cursor.at];
  if (line === undefined) return null;
  const isList = /^-(?:\s|$)/.test(contentOf(cursor, line));
  return line.indent > indent || (isList && line.indent === indent)
    ? takeNode(cursor, line.indent, depth + 1)
    : null;
};

const skipEmpty = (cursor: Cursor): void => {
  for (
    let line = cursor.lines[cursor.at];
    line !== undefined && isSkipped(contentOf(cursor, line));
    line = cursor.lines[cursor.at]
  )
    cursor.at++;
};

/** `key: value` that begins at `start`, in a column of its own. */
const takeEntry = (cursor: Cursor, start: number, column: number, depth: number): Entry | null => {
  const line = cursor.lines[cursor.at];
  const match =
    line === undefined ? null : KEY.exec(cursor.text.slice(start, Math.min(line.end, start + 500)));
  if (line === undefined || match === null) return null;
  const key = match[1] ?? match[2] ?? match[3] ?? "";
  const from = start + match[0].length;
  const rest = cursor.text.slice(from, line.end);
  const isEmpty = rest === "" || rest.startsWith("#") || /^[&!][\w!:./-]*$/.test(rest);
  if (!isEmpty) return { key: key.trim(), value: takeValue(cursor, from, column) };
  cursor.at++;
  const below = takeBelow(cursor, column, depth);
  return { key: key.trim(), value: rest.startsWith("!") && !isPlainTag(rest) ? null : below };
};

/** Everything in one column: entries of a map, or items of a list. */
const takeNode = (cursor: Cursor, column: number, depth: number): Tree => {
  const entries: Entry[] = [];
  const items: (Tree | null)[] = [];
  for (;;) {
    skipEmpty(cursor);
    const line = cursor.lines[cursor.at];
    if (line === undefined || line.indent < column || depth > MAX_DEPTH) break;
    const content = contentOf(cursor, line);
    if (isBoundary(content)) break;
    if (line.indent !== column || content.startsWith("? ")) cursor.isSure = false;
    const isItem = /^-(?:\s|$)/.test(content);
    // A list may stand in the column of its key: the next key ends it.
    if (line.indent === column && (isItem ? entries : items).length > 0) break;
    const before = cursor.at;
    if (isItem) items.push(takeItem(cursor, line, depth));
    else {
      const entry = takeEntry(cursor, line.start, line.indent, depth);
      if (entry !== null) entries.push(entry);
    }
    // A line that is neither: text that was torn apart.
    if (cursor.at === before) {
      cursor.isSure = false;
      cursor.at++;
    }
  }
  if (depth > MAX_DEPTH) cursor.isSure = false;
  if (items.length === 0) return { kind: "map", entries };
  return { kind: "list", items: entries.length === 0 ? items : [...items, { kind: "map", entries }] };
};

const takeItem = (cursor: Cursor, line: Line, depth: number): Tree | null => {
  const dash = /^-[ \t]*/.exec(contentOf(cursor, line))?.[0].length ?? 1;
  const start = line.start + dash;
  if (start >= line.end) {
    cursor.at++;
    return takeBelow(cursor, line.indent, depth);
  }
  const column = line.indent + dash;
  if (depth <= MAX_DEPTH && /^-(?:\s|$)/.test(cursor.text.slice(start, start + 2))) {
    const first = takeItem(cursor, { indent: column, start, end: line.end }, depth + 1);
    const rest = takeRest(cursor, column, depth);
    return { kind: "list", items: [first, ...(rest?.kind === "list" ? rest.items : [])] };
  }
  const first = takeEntry(cursor, start, column, depth);
  if (first === null) return takeValue(cursor, start, line.indent);
  const rest = takeRest(cursor, column, depth);
  return { kind: "map", entries: [first, ...(rest?.kind === "map" ? rest.entries : [])] };
};

/** What goes on in the column of a map or list that began behind a dash. */
const takeRest = (cursor: Cursor, column: number, depth: number): Tree | null => {
  skipEmpty(cursor);
  return cursor.lines[cursor.at]?.indent === column ? takeNode(cursor, column, depth + 1) : null;
};

export interface Lines {
  /** One for each document. */
  readonly trees: readonly Tree[];
  /** A parser would read the same. */
  readonly isSure: boolean;
}

export const readLines = (text: string): Lines => {
  const cursor: Cursor = { text, lines: splitLines(text), at: 0, isSure: true };
  const trees: Tree[] = [];
  let isOpen = true;
  while (cursor.at < cursor.lines.length) {
    const before = cursor.at;
    skipEmpty(cursor);
    const line = cursor.lines[cursor.at];
    if (line === undefined) break;
    const content = contentOf(cursor, line);
    if (isBoundary(content)) {
      if (!/^(?:---|\.\.\.)(?:\s+#.*)?$/.test(content)) cursor.isSure = false;
      isOpen = true;
      cursor.at++;
    } else {
      // A second tree in one document: what was at the left before is not any more.
      if (!isOpen) cursor.isSure = false;
      isOpen = false;
      trees.push(takeNode(cursor, line.indent, 0));
    }
    if (cursor.at === before) cursor.at++;
  }
  return { trees, isSure: cursor.isSure };
};
