/** The named values around findings, each with its place in the structure of the text. Every line is read once. */
import { findLineEnd } from "../../lib/text.ts";
import type { Span } from "../../model/region.ts";
import { findNamed, type NamedText } from "./named-values.ts";
import { type Meaning, readName } from "./names.ts";
import { type Block, createWalker, type Place, type Walker } from "./structure.ts";

export interface NamedValue extends NamedText, Place {
  readonly meaning: Meaning | null;
  /** Distinguishes commands of one line; -1 for what is no option. */
  readonly command: number;
}

export interface Surroundings {
  /** By the start of their values; offsets are those of the text. */
  readonly named: readonly NamedValue[];
  placeOf(offset: number): Place | null;
}

/** Lines before and behind a finding that are read; more before, to see where blocks begin. */
const LINES_BEFORE = 30;
const LINES_AFTER = 7;
/** And never more than so many bytes each way. */
const BYTES = 4096;
const NEWLINE = 0x0a;
const FAR = 1000;

const findFrom = (bytes: Buffer, offset: number): number => {
  const limit = Math.max(0, offset - BYTES);
  let at = offset;
  for (let line = 0; line <= LINES_BEFORE && at > limit; line++)
    at = limit + bytes.subarray(limit, at - (line > 0 ? 1 : 0)).lastIndexOf(NEWLINE) + 1;
  return at;
};

const findTo = (bytes: Buffer, offset: number): number => {
  const limit = Math.min(bytes.length, offset + BYTES);
  let at = offset;
  for (let line = 0; line <= LINES_AFTER && at < limit; line++) at = findLineEnd(bytes, at, limit) + 1;
  return Math.min(at, limit);
};

/** Parts of the text to read, merged where they touch: none is read twice. */
const mergeParts = (bytes: Buffer, spans: readonly Span[]): readonly Span[] => {
  const parts: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = parts.at(-1);
    const to = findTo(bytes, Math.min(end, bytes.length));
    // Within what is read already, nothing before it has to be looked for.
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, to);
    else {
      const from = findFrom(bytes, start);
      if (last !== undefined && from <= last.end) last.end = Math.max(last.end, to);
      else parts.push({ start: from, end: to });
    }
  }
  return parts;
};

interface Mark {
  readonly at: number;
  readonly place: Place;
}

/** End of the string that begins at `at` on the line, or `at` if it is an apostrophe. */
const skipString = (line: string, at: number): number => {
  const quote = line.charAt(at);
  for (let end = line.indexOf(quote, at + 1); end !== -1; end = line.indexOf(quote, end + 1))
    if (line.charAt(end - 1) !== "\\") return end;
  return at;
};

const isSpecial = (character: string): boolean => "([{)]}\"'`".includes(character);
/** Signs between the commands of a line. */
const COMMAND_END = /[|;&]/g;

const countCommands = (line: string, before: number): number =>
  line.slice(0, before).match(COMMAND_END)?.length ?? 0;

interface Sink {
  readonly named: NamedValue[];
  readonly marks: Mark[];
  commands: number;
  listed: Listed | null;
  /** Names come again and again. */
  readonly meanings: Map<string, Meaning | null>;
}

const readMeaning = ({ meanings }: Sink, name: string): Meaning | null => {
  const known = meanings.get(name);
  if (known !== undefined) return known;
  const meaning = readName(name);
  meanings.set(name, meaning);
  return meaning;
};

/** Lists of variables: `name: USER`, `value: app`. */
const LIST_NAME = /^(?:name|key)$/i;
const LIST_VALUE = /^(?:value|val|default)$/i;

interface Listed {
  readonly block: Block;
  readonly name: string;
}

/** What an item is called, and where it belongs. */
const settle = (
  item: NamedText,
  walker: Walker,
  sink: Sink,
): { readonly name: string; readonly place: Place } => {
  if (item.isOption) return { name: item.name, place: walker.place() };
  const { listed } = sink;
  if (listed !== null && LIST_VALUE.test(item.name) && walker.place().block === listed.block)
    return { name: listed.name, place: walker.enterOuter(listed.name) };
  const place = walker.enter(item.name);
  if (LIST_NAME.test(item.name)) sink.listed = { block: place.block, name: item.value };
  return { name: item.name, place };
};

const readLine = (line: string, offset: number, { walker, sink }: { walker: Walker; sink: Sink }): void => {
  const found = findNamed(line);
  walker.enterLine(line);
  sink.marks.push({ at: offset, place: walker.place() });
  let next = 0;
  const nests = new Map<number, Place>();
  const add = (item: NamedText): void => {
    const nested = item.outer === -1 ? undefined : (nests.get(item.outer) ?? walker.nest());
    if (nested !== undefined) nests.set(item.outer, nested);
    const { name, place } =
      nested === undefined ? settle(item, walker, sink) : { name: item.name, place: nested };
    const command = item.isOption ? sink.commands + countCommands(line, item.start) : -1;
    const [nameStart, start, end] = [offset + item.nameStart, offset + item.start, offset + item.end];
    const meaning = readMeaning(sink, name);
    sink.named.push({ ...item, ...place, name, meaning, command, nameStart, start, end });
    if (nested === undefined) sink.marks.push({ at: offset + item.nameStart, place });
  };
  for (let at = 0; at < line.length; at++) {
    for (let item = found[next]; item !== undefined && item.nameStart <= at; item = found[++next]) add(item);
    const character = line.charAt(at);
    if (!isSpecial(character)) continue;
    if ("\"'`".includes(character)) at = skipString(line, at);
    else {
      walker.pass(character);
      sink.marks.push({ at: offset + at + 1, place: walker.place() });
    }
  }
  for (let item = found[next]; item !== undefined; item = found[++next]) add(item);
  // A command may go on in the next line.
  sink.commands += (/\\\r?$/.test(line) ? 0 : 1) + countCommands(line, line.length);
};

/** Last index whose item begins at or before the offset; -1 if none does. */
const findLast = (count: number, startOf: (index: number) => number, offset: number): number => {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startOf(middle) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

export const readSurroundings = (bytes: Buffer, spans: readonly Span[]): Surroundings => {
  const sink: Sink = { named: [], marks: [], commands: 0, listed: null, meanings: new Map() };
  const parts = mergeParts(bytes, spans);
  for (const { start, end } of parts) {
    // Lines of different parts are never near each other.
    const walker = createWalker(start === 0, (sink.marks.at(-1)?.place.line ?? 0) + FAR);
    for (let at = start; at < end;) {
      const stop = findLineEnd(bytes, at, end);
      readLine(bytes.toString("latin1", at, stop), at, { walker, sink });
      at = stop + 1;
    }
  }
  const { marks } = sink;
  const named = [...sink.named].sort((a, b) => a.start - b.start);
  const placeOf = (offset: number): Place | null => {
    const part = parts[findLast(parts.length, (index) => parts[index]?.start ?? 0, offset)];
    if (part === undefined || offset > part.end) return null;
    return marks[findLast(marks.length, (index) => marks[index]?.at ?? 0, offset)]?.place ?? null;
  };
  return { named, placeOf };
};
