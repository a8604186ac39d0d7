/** Reads one word of shell text: quotes, escapes, expansions. */
import type { Word } from "../literal.ts";
import { createTextBuilder, type MappedText, sliceText, type TextBuilder } from "../mapped-text.ts";
import { findOpens } from "../references.ts";
import type { Dialect } from "./dialect.ts";
import { endOfExpansion } from "./expansion.ts";

/** Where a reader stands in its text, and what it has come across. */
export interface Reading {
  readonly source: MappedText;
  readonly dialect: Dialect;
  at: number;
  /** Characters it may still look at: ends what would go over the same text again and again. */
  steps: number;
  /** Command substitutions, to be read as scripts of their own. */
  /** How deep the expansion stands in others. */
  depth: number;
  readonly nested: MappedText[];
  /** `${NAME:-value}` and the like. */
  readonly defaults: { readonly name: string; readonly value: Word }[];
}

/** @returns whether there is text up to `limit` and leave to look at it. */
export const takeStep = (reading: Reading, limit: number): boolean => {
  reading.steps--;
  return reading.at < limit && reading.steps > 0;
};

interface Draft {
  readonly builder: TextBuilder;
  readonly opens: number[];
  /** The word ends here at the latest. */
  readonly limit: number;
}

const VAIN_STEPS = 1000;
const MAX_DEPTH = 8;

const ASSIGNED = /^\$\{([A-Za-z_]\w*):?[-=]/;
/** Never more than themselves, in any shell. */
const ORDINARY = /[\w./:=@+~*?!-]+/y;

const createDraft = (reading: Reading, limit: number): Draft => ({
  builder: createTextBuilder(reading.source),
  opens: [],
  limit,
});

const finish = ({ builder, opens }: Draft, isQuoted = false): Word => ({
  text: builder.build(),
  opens,
  isQuoted,
});

/** What an expansion holds that is worth reading on its own. */
const lookInto = (reading: Reading, from: number, to: number): void => {
  const { source } = reading;
  const opening = source.text.slice(from, Math.min(to, from + 120));
  if (/^[$<>]\((?!\()/.test(opening)) reading.nested.push(sliceText(source, from + 2, to - 1));
  else if (opening.startsWith("`")) reading.nested.push(sliceText(source, from + 1, to - 1));
  const assigned = ASSIGNED.exec(opening);
  if (assigned === null || reading.depth >= MAX_DEPTH) return;
  const begin = from + assigned[0].length;
  const quote = source.text[begin] ?? "";
  const isQuoted = /["']/.test(quote) && to - 2 > begin && source.text[to - 2] === quote;
  reading.depth++;
  const value = readRange(reading, begin + Number(isQuoted), to - 1 - Number(isQuoted));
  reading.depth--;
  reading.defaults.push({ name: assigned[1] ?? "", value });
};

/** Takes an expansion whole, as it is written. */
const takeExpansion = (reading: Reading, draft: Draft): boolean => {
  const from = reading.at;
  const { text } = reading.source;
  const end = endOfExpansion(text, from, reading.dialect);
  if (end === null || end > draft.limit) {
    // The search for its end was in vain, and not free.
    if (/^(?:\$[({[]|`|\{[{%])/.test(text.slice(from, from + 2))) reading.steps -= VAIN_STEPS;
    return false;
  }
  reading.steps -= end - from;
  draft.opens.push(draft.builder.length);
  draft.builder.copy(from, end);
  lookInto(reading, from, end);
  reading.at = end;
  return true;
};

const takeSingleQuoted = (reading: Reading, { builder, limit }: Draft): boolean => {
  const { text } = reading.source;
  const before = builder.length;
  for (let from = reading.at + 1; ;) {
    const end = text.indexOf("'", from);
    reading.steps -= (end === -1 ? limit : end) - from;
    if (end === -1 || end >= limit) {
      builder.rewind(before);
      return false;
    }
    // PowerShell writes a quote inside quotes twice.
    const isDoubled = reading.dialect.name === "powershell" && text[end + 1] === "'";
    builder.copy(from, isDoubled ? end + 1 : end);
    reading.at = end + 1;
    if (!isDoubled) return true;
    from = end + 2;
  }
};

const isEscapable = (next: string, { name }: Dialect): boolean =>
  name === "sh" ? /["$`\\\n]/.test(next) : next !== "";

/** Between double quotes only the escape and expansions mean something. */
const takeDoubleQuoted = (reading: Reading, draft: Draft): boolean => {
  const { text } = reading.source;
  const { builder, opens, limit } = draft;
  const before = { at: reading.at, length: builder.length, opens: opens.length };
  reading.at++;
  while (takeStep(reading, limit)) {
    const character = text[reading.at] ?? "";
    const next = text[reading.at + 1] ?? "";
    const isDoubled = character === '"' && next === '"' && reading.dialect.name === "powershell";
    if (character === '"' && !isDoubled) {
      reading.at++;
      return true;
    }
    if (isDoubled || (character === reading.dialect.escape && isEscapable(next, reading.dialect))) {
      if (next !== "\n") builder.put(next, reading.at, reading.at + 2);
      reading.at += 2;
    } else if (!takeOrdinary(reading, draft) && !takeExpansion(reading, draft)) {
      builder.copy(reading.at, reading.at + 1);
      reading.at++;
    }
  }
  // No closing quote: the quote is a character like any other.
  reading.at = before.at;
  builder.rewind(before.length);
  opens.length = before.opens;
  return false;
};

const takeOrdinary = (reading: Reading, { builder, limit }: Draft): boolean => {
  ORDINARY.lastIndex = reading.at;
  const run = ORDINARY.exec(reading.source.text)?.[0] ?? "";
  const end = Math.min(limit, reading.at + run.length);
  if (end <= reading.at) return false;
  builder.copy(reading.at, end);
  reading.steps -= end - reading.at;
  reading.at = end;
  return true;
};

/** `C:\dir`, `dir\file`: a backslash in text whose shell was not told. */
const isWindowsPath = (text: string, at: number): boolean =>
  /[A-Za-z]:$/.test(text.slice(Math.max(0, at - 2), at)) && /\w/.test(text[at + 1] ?? "");

/** PowerShell's `@"` … `"@` over several lines. */
const takeHereString = (reading: Reading, { builder, opens, limit }: Draft): boolean => {
  const { text } = reading.source;
  const opening =
    reading.dialect.name === "powershell"
      ? /^@(["'])\r?\n/.exec(text.slice(reading.at, reading.at + 4))
      : null;
  if (opening === null) return false;
  const from = reading.at + opening[0].length;
  const end = text.indexOf(`\n${opening[1] ?? ""}@`, from - 1);
  reading.steps -= (end === -1 ? limit : end) - from;
  if (end === -1 || end >= limit) return false;
  if (opening[1] === '"')
    for (const open of findOpens(text.slice(from, end))) opens.push(builder.length + open);
  builder.copy(from, Math.max(from, end));
  reading.at = end + 3;
  return true;
};

/** @returns false at a joined line, where the word ends. */
const takeEscape = (reading: Reading, { builder }: Draft): boolean => {
  const { text } = reading.source;
  const { at } = reading;
  const next = text[at + 1] ?? "";
  if (next === "\n" || (next === "\r" && text[at + 2] === "\n")) return false;
  if (next === "" || isWindowsPath(text, at)) builder.copy(at, at + 1);
  else builder.put(next, at, at + 2);
  reading.at += next === "" || isWindowsPath(text, at) ? 1 : 2;
  return true;
};

const isEnd = (character: string, { blanks, separators }: Dialect): boolean =>
  character === "\n" ||
  character === "<" ||
  character === ">" ||
  blanks.includes(character) ||
  separators.includes(character);

/** Reads up to a blank or separator outside quotes; `reading.at` is behind the word then. */
export const readWord = (reading: Reading): Word => {
  const { source, dialect } = reading;
  const draft = createDraft(reading, source.text.length);
  const isQuoted = /^@?["']/.test(source.text.slice(reading.at, reading.at + 2));
  while (takeStep(reading, draft.limit)) {
    if (takeHereString(reading, draft) || takeOrdinary(reading, draft) || takeExpansion(reading, draft))
      continue;
    const character = source.text[reading.at] ?? "";
    if (isEnd(character, dialect)) break;
    if (character === "'" && dialect.hasSingleQuotes && takeSingleQuoted(reading, draft)) continue;
    if (character === '"' && takeDoubleQuoted(reading, draft)) continue;
    if (character === dialect.escape && dialect.name !== "cmd") {
      if (!takeEscape(reading, draft)) break;
      continue;
    }
    draft.builder.copy(reading.at, reading.at + 1);
    reading.at++;
  }
  return finish(draft, isQuoted);
};

/** Reads exactly this range: blanks and quotes are characters like any other, expansions are not. */
export const readRange = (reading: Reading, from: number, to: number): Word => {
  const before = reading.at;
  const draft = createDraft(reading, to);
  reading.at = from;
  while (takeStep(reading, draft.limit)) {
    if (takeOrdinary(reading, draft) || takeExpansion(reading, draft)) continue;
    draft.builder.copy(reading.at, reading.at + 1);
    reading.at++;
  }
  reading.at = before;
  return finish(draft);
};
