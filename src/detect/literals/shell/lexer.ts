/** Takes shell text apart into commands of words, with positions. Nothing is run; what is broken is read as it stands. */
import type { Word } from "../literal.ts";
import { type MappedText, sliceText } from "../mapped-text.ts";
import type { Dialect } from "./dialect.ts";
import { endOfExpansion, findHereDocument } from "./expansion.ts";
import { type Reading, readRange, readWord, takeStep } from "./word.ts";

export interface Statement {
  readonly words: readonly Word[];
  /** Here-documents and here-strings. */
  readonly bodies: readonly Word[];
  /** Files it writes to. */
  readonly targets: readonly Word[];
  /** Its output feeds the next one. */
  readonly isPiped: boolean;
}

export interface Script {
  readonly statements: readonly Statement[];
  readonly nested: Reading["nested"];
  readonly defaults: Reading["defaults"];
}

const STEPS = 24;
const SPARE_STEPS = 100_000;

interface Draft {
  words: Word[];
  bodies: Word[];
  targets: Word[];
}

interface Waiting {
  readonly delimiter: string;
  readonly isQuoted: boolean;
  readonly draft: Draft;
}

const createDraft = (): Draft => ({ words: [], bodies: [], targets: [] });

const readRedirection = (reading: Reading, draft: Draft, waiting: Waiting[]): void => {
  const { text } = reading.source;
  const { dialect } = reading;
  const operator =
    /^(?:<<<|<<[-~]?|[<>]&|&?>>?\|?|<>?)/.exec(text.slice(reading.at, reading.at + 4))?.[0] ?? ">";
  reading.at += operator.length;
  while (reading.at < text.length && dialect.blanks.includes(text[reading.at] ?? "\n")) reading.at++;
  const begin = text[reading.at] ?? "";
  const word = readWord(reading);
  if (word.text.text === "") return;
  if (operator === "<<<") draft.bodies.push(word);
  else if (operator.startsWith("<<"))
    waiting.push({ delimiter: word.text.text, isQuoted: /["'\\]/.test(begin), draft });
  else if (operator.includes(">") && !operator.endsWith("&")) draft.targets.push(word);
};

/** The bodies of here-documents begin at the next line; `at` is at the line break, and then at the last one's. */
const takeHereDocuments = (reading: Reading, waiting: Waiting[]): void => {
  const { source } = reading;
  for (const { delimiter, isQuoted, draft } of waiting.splice(0)) {
    const from = reading.at + 1;
    const found = findHereDocument(source.text, from, delimiter);
    reading.steps -= (found?.next ?? source.text.length) - from;
    if (found === null) continue;
    draft.bodies.push(
      isQuoted
        ? { text: sliceText(source, from, found.end), opens: [] }
        : readRange(reading, from, found.end),
    );
    reading.at = found.next;
  }
};

/** Moves behind a comment that begins here. */
const skipComment = (reading: Reading, isFirst: boolean): boolean => {
  const { text } = reading.source;
  const { at, dialect } = reading;
  let end: number;
  if (dialect.name === "powershell" && text.startsWith("<#", at)) {
    end = text.indexOf("#>", at);
    end = end === -1 ? end : end + 2;
  } else if (
    dialect.name === "cmd" ? isFirst && /^(?:rem\b|::)/i.test(text.slice(at, at + 4)) : text[at] === "#"
  )
    end = text.indexOf("\n", at);
  else return false;
  reading.at = end === -1 ? text.length : end;
  return true;
};

/** Length of an escaped line break here, which joins two lines. */
const measureJoint = ({ source, at, dialect }: Reading): number => {
  if (source.text[at] !== dialect.escape) return 0;
  const length = /^\r?\n/.exec(source.text.slice(at + 1, at + 3))?.[0].length ?? 0;
  return length === 0 ? 0 : length + 1;
};

const takeWord = (reading: Reading, draft: Draft): void => {
  const { text } = reading.source;
  const before = reading.at;
  const word = readWord(reading);
  // `2>file`: a number right before a redirection belongs to it.
  const isDescriptor = /^\d$/.test(word.text.text) && /[<>]/.test(text[reading.at] ?? "");
  if (!isDescriptor && reading.at > before) draft.words.push(word);
  if (reading.at === before) reading.at++;
};

export const readScript = (source: MappedText, dialect: Dialect): Script => {
  const { text } = source;
  const reading: Reading = {
    source,
    dialect,
    at: 0,
    steps: STEPS * text.length + SPARE_STEPS,
    depth: 0,
    nested: [],
    defaults: [],
  };
  const statements: Statement[] = [];
  const waiting: Waiting[] = [];
  let draft = createDraft();
  const endStatement = (isPiped: boolean): void => {
    if (draft.words.length + draft.targets.length + draft.bodies.length + waiting.length > 0)
      statements.push({ ...draft, isPiped });
    draft = createDraft();
  };
  while (takeStep(reading, text.length)) {
    const character = text[reading.at] ?? "";
    const next = text[reading.at + 1] ?? "";
    const joint = measureJoint(reading);
    if (joint > 0 || dialect.blanks.includes(character)) reading.at += Math.max(1, joint);
    else if (skipComment(reading, draft.words.length === 0)) continue;
    else if (character === "\n") {
      takeHereDocuments(reading, waiting);
      endStatement(false);
      reading.at++;
    } else if (endOfExpansion(text, reading.at, dialect) !== null) takeWord(reading, draft);
    else if (character === "<" || character === ">" || (character === "&" && next === ">"))
      readRedirection(reading, draft, waiting);
    else if (dialect.separators.includes(character)) {
      const isPipe = character === "|" && next !== "|";
      endStatement(isPipe);
      reading.at += next === character || (isPipe && next === "&") ? 2 : 1;
    } else takeWord(reading, draft);
  }
  endStatement(false);
  return { statements, nested: reading.nested, defaults: reading.defaults };
};
