/** Reads shell text: assignments, commands, what is piped and written, and the scripts inside. */
import { applyCommand } from "../commands/apply.ts";
import { programOf } from "../commands/rows.ts";
import { readData } from "../data.ts";
import { findInside } from "../connections.ts";
import type { Place, Sink, Word } from "../literal.ts";
import { type MappedText, plainText } from "../mapped-text.ts";
import { sliceWord, toWord } from "../words.ts";
import { type DialectName, DIALECTS, guessDialect } from "./dialect.ts";
import { readScript, type Statement } from "./lexer.ts";
import { type Inner, skipReserved, unwrap } from "./wrappers.ts";

export interface ShellOptions {
  /** Guessed from the text if it is not known. */
  readonly dialect?: DialectName;
  /** Words that the text goes on: an image's program whose options it holds. */
  readonly program?: string;
  readonly depth?: number;
}

/** Scripts inside scripts: `ssh host "sh -c '…'"`, `$( $( ) )`. */
const MAX_DEPTH = 6;
/** Commands that run commands: `sudo timeout 5 docker exec db mysql`. */
const MAX_WRAPPED = 10;

const DECLARE = new Set(
  "export declare local readonly typeset set setenv setx unset env printenv".split(" "),
);
const SHELLS = /^(?:sh|bash|zsh|dash|ash|ksh|ssh|su|sudo)$/;
const ASSIGNMENT = /^\$?(?:env:|global:|script:)?([A-Za-z_]\w{0,120})(?:\[["']?(\w{1,60})["']?\])?\+?=/i;

interface Reader {
  readonly sink: Sink;
  readonly dialect: DialectName;
  readonly depth: number;
  /** How many commands around this one run it. */
  readonly wrapped: number;
}

const offerAssignment = (word: Word, { sink }: Reader, place: Place = "variable"): boolean => {
  const match = ASSIGNMENT.exec(word.text.text);
  if (match === null) return false;
  const value = sliceWord(word, match[0].length);
  const name = match[2] ?? match[1] ?? "";
  // `token=next`: what a script calls so for itself is often something else.
  sink({ name, value, place, certainty: /[A-Z]/.test(name) ? "variable" : "setting" });
  findInside(value, name, sink);
  if (/^\s*[{[]/.test(value.text.text)) readData(value, sink);
  return true;
};

/** `export A=b C=d`, `set -x A b`, `setenv A b`, `setx A b`. */
const offerDeclared = (words: readonly Word[], reader: Reader): void => {
  const rest = words.slice(1).filter(({ text }) => !/^[-/]/.test(text.text));
  if (rest.some((word) => offerAssignment(word, reader))) {
    for (const word of rest.slice(1)) offerAssignment(word, reader);
    return;
  }
  const [name, value] = rest;
  if (name === undefined || value === undefined || !/^[A-Za-z_]\w*$/.test(name.text.text)) return;
  if (/^set(?:x|env)?$/i.test(programOf(words[0])))
    reader.sink({ name: name.text.text, value, place: "variable", certainty: "variable" });
};

/** PowerShell: `$env:A = "b"`, `$a = Command …`, `Key = "value"` of a hash table. */
const readPowershell = (words: readonly Word[], reader: Reader): boolean => {
  const [left, sign, value] = words;
  if (left === undefined || sign?.text.text !== "=" || value === undefined) return false;
  const name = left.text.text.replace(/^(?:\[[\w.]+\])?\$?(?:env:|global:|script:)?/i, "");
  if (value.isQuoted === true) {
    reader.sink({ name, value, place: "variable", certainty: "variable" });
    findInside(value, name, reader.sink);
  } else readCommand(words.slice(2), reader, null, []);
  return true;
};

/** `ConvertTo-SecureString "x" -AsPlainText`: the string is the secret. */
const readSecureString = (words: readonly Word[], { sink }: Reader): void => {
  if (!/^convertto-securestring$/i.test(words[0]?.text.text ?? "")) return;
  if (!words.some(({ text }) => /^-asplaintext$/i.test(text.text))) return;
  const value = words.slice(1).find(({ text }) => !text.text.startsWith("-"));
  if (value !== undefined) sink({ name: "password", value, place: "command", certainty: "sure" });
};

/** What a command prints, if it only prints. */
const readPrinted = (words: readonly Word[]): readonly Word[] =>
  /^(?:echo|printf|write-output|write-host|add-content|set-content|out-file)$/.test(programOf(words[0]))
    ? words.slice(1).filter(({ text }) => !/^-\w{1,10}$|^(?:%s(?:\\n)?)+$/.test(text.text))
    : [];

const readInner = (inner: readonly Inner[], reader: Reader, input: Word | null): void => {
  if (reader.wrapped >= MAX_WRAPPED) return;
  for (const { script, words } of inner) {
    if (script !== undefined) readNested(script.text, reader);
    if (words !== undefined) readCommand(words, { ...reader, wrapped: reader.wrapped + 1 }, input, []);
  }
};

const readNested = (text: MappedText, reader: Reader): void => {
  if (reader.depth < MAX_DEPTH) readShell(text, reader.sink, { depth: reader.depth + 1 });
};

const readCommand = (
  all: readonly Word[],
  reader: Reader,
  input: Word | null,
  bodies: readonly Word[],
): void => {
  let words = skipReserved(all);
  if (reader.dialect === "powershell" && readPowershell(words, reader)) return;
  while (words[0] !== undefined && words[0].isQuoted !== true && offerAssignment(words[0], reader))
    words = words.slice(1);
  const first = words[0];
  if (first === undefined) return;
  const program = programOf(first);
  if (DECLARE.has(program)) offerDeclared(words, reader);
  readSecureString(words, reader);
  const readShellWord = (word: Word): void => readNested(word.text, reader);
  const inner = unwrap(words);
  // A script among the words is read as one.
  const own = words.filter((word) => inner.every(({ script }) => script !== word));
  // What is run knows its options better than what runs it.
  readInner(inner, reader, input);
  if (program !== "env")
    applyCommand(own, { sink: reader.sink, readShell: readShellWord, input: input ?? bodies[0] ?? null });
};

const readBodies = ({ words, bodies, targets }: Statement, reader: Reader): void => {
  if (bodies.length === 0) return;
  const isScript =
    words.length === 0 ||
    words.some((word) => SHELLS.test(programOf(word))) ||
    targets.some(({ text }) => /\.(?:ba|z)?sh$/.test(text.text));
  for (const body of bodies) {
    if (isScript) readNested(body.text, reader);
    else readData(body, reader.sink);
  }
};

/** `echo NAME=value >> file`: what is written or piped is a file of some kind. */
const readWritten = (statement: Statement, printed: readonly Word[], { sink }: Reader): void => {
  if (statement.targets.length === 0 && !statement.isPiped) return;
  for (const word of printed) readData(word, sink, "data");
  const first = printed[0];
  if (first !== undefined && first.text.text === "machine") readNetrc(printed, sink);
};

/** `echo machine h login u password p > ~/.netrc`, without quotes. */
const readNetrc = (words: readonly Word[], sink: Sink): void => {
  const at = words.findIndex(({ text }) => text.text === "password");
  const value = words[at + 1];
  if (at !== -1 && value !== undefined) sink({ name: "password", value, place: "login", certainty: "sure" });
};

/** Words that stand nowhere: they say what the ones behind them belong to. */
export const pseudoWords = (text: string, near: MappedText): readonly Word[] =>
  text === "" ? [] : text.split(" ").map((part) => ({ text: plainText(part, near.startOf(0)), opens: [] }));

/** Reads words that are a command line already: a list of arguments. */
export const readWords = (words: readonly Word[], sink: Sink): void =>
  readCommand(words, { sink, dialect: "sh", depth: 0, wrapped: 0 }, null, []);

/** Calls back for every value in the text that stands where a credential could. */
export const readShell = (text: MappedText, sink: Sink, options: ShellOptions = {}): void => {
  const dialect = options.dialect ?? guessDialect(text.text);
  const reader: Reader = { sink, dialect, depth: options.depth ?? 0, wrapped: 0 };
  const script = readScript(text, DIALECTS[dialect]);
  for (const { name, value } of script.defaults) {
    sink({ name, value, place: "default", certainty: "variable" });
    findInside(value, name, sink);
  }
  for (const nested of script.nested) readNested(nested, reader);
  let input: Word | null = null;
  const program = [...pseudoWords(options.program ?? "", text)];
  let before = "";
  for (const statement of script.statements) {
    const words = [...program.splice(0), ...skipReserved(statement.words)];
    const printed = readPrinted(words);
    // [Environment]::SetEnvironmentVariable("NAME", "value"): the parenthesis ends a statement.
    if (/SetEnvironmentVariable$/i.test(before))
      offerDeclared([toWord(plainText("setx", 0)), ...words], reader);
    before = words.at(-1)?.text.text.slice(-40) ?? "";
    readCommand(words, reader, input, statement.bodies);
    readBodies(statement, reader);
    readWritten(statement, printed, reader);
    input = statement.isPiped && printed.length === 1 ? (printed[0] ?? null) : null;
  }
};
