/** Finds credentials in the words of one command: by the table first, then by what speaks for itself. */
import { findDefaults, findInside } from "../connections.ts";
import { readData } from "../data.ts";
import type { Place, Sink, Word } from "../literal.ts";
import { applyForm, type FormContext, readAssignment, readHeader } from "./forms.ts";
import { applyGeneric, readSignedName } from "./generic.ts";
import { parseArguments } from "./options.ts";
import { type CommandRow, findRows, programOf, type RowMatch } from "./rows.ts";
import { findWritten } from "./sed.ts";

export interface CommandContext {
  readonly sink: Sink;
  readonly readShell: (word: Word) => void;
  /** What is piped into the command, or null. */
  readonly input: Word | null;
}

/** Commands whose words are text or patterns, not options with values. */
const TEXT_COMMANDS = new Set(
  "echo printf grep egrep fgrep sed gsed awk gawk perl test [ [[ jq yq cut tr expr logger write-host write-output write-verbose rem read alias case for foreach".split(
    " ",
  ),
);
/** Applies what the row says of arguments by position. */
const applyArguments = (row: CommandRow, plain: readonly Word[], context: FormContext): void => {
  let at = 0;
  let name: string | null = null;
  let { user, host } = context;
  for (let index = 0; index < row.arguments.length; index++) {
    const isRest = row.arguments[index] === "…";
    const what = (isRest ? row.arguments[index - 1] : row.arguments[index]) ?? ".";
    if (what.startsWith(">")) {
      at = plain.findIndex(({ text }) => text.text.startsWith(what.slice(1))) + 1;
      if (at === 0) return;
      continue;
    }
    const word = plain[at];
    if (word === undefined) return;
    at++;
    const { text } = word.text;
    if (what.startsWith("=")) {
      if (!text.startsWith(what.slice(1))) return;
    } else if (what === "name" && /^[^=\s]+=./.test(text)) readAssignment(word, context);
    else if (what === "name") name = text;
    else if (what === "value") applyNamed(name ?? "", word, context);
    else if (what === "user") user = word.opens.length > 0 ? undefined : text;
    else if (what === "host") host = word.opens.length > 0 ? undefined : text.replace(/^\w+:\/\//, "");
    else if (what !== ".") applyForm(what, word, { ...context, user, host });
    if (isRest && at < plain.length) index--;
  }
};

const applyNamed = (name: string, value: Word, context: FormContext): void => {
  if (/extraheader$/i.test(name)) return readHeader(value, context);
  context.sink({ name, value, place: context.place, certainty: "variable" });
  findInside(value, name, context.sink);
};

const placeOf = ({ subcommands }: CommandRow): Place =>
  subcommands.some((words) => words.some((word) => /login|auth/.test(word))) ? "login" : "command";

const literalText = (word: Word | undefined): string | undefined =>
  word === undefined || word.opens.length > 0 || word.text.text === "" ? undefined : word.text.text;

const applyRow = (words: readonly Word[], match: RowMatch, context: CommandContext): void => {
  const { row } = match;
  const { found, plain, flags, hasStdin } = parseArguments(words, match);
  const isFit = row.flags.every((flag) =>
    flag.startsWith("!") ? !flags.includes(flag.slice(1)) : flags.includes(flag),
  );
  if (!isFit) return;
  const place = placeOf(row);
  const forms: FormContext = {
    sink: context.sink,
    readShell: context.readShell,
    place,
    user: literalText(found.find(({ what }) => what === "user")?.value),
    host: place === "login" && row.arguments.length === 0 ? literalText(plain.at(-1)) : undefined,
  };
  for (const { what, value } of found) {
    if (what === "user" || what === "valued") continue;
    if (what === "named") applyNamed(nameOption(words), value, forms);
    else applyForm(what, value, forms);
  }
  applyArguments(row, plain, forms);
  if (hasStdin && context.input !== null)
    applyForm(row.stdin?.what === "stdin" ? "password" : "userpass", context.input, forms);
};

const nameOption = (words: readonly Word[]): string => {
  const at = words.findIndex(({ text }) => text.text === "--name" || text.text === "-n");
  const glued = words.find(({ text }) => text.text.startsWith("--name="))?.text.text.slice(7);
  return glued ?? (at === -1 ? "" : (words[at + 1]?.text.text ?? ""));
};

/** Looks at every word of a command. */
export const applyCommand = (words: readonly Word[], context: CommandContext): void => {
  const { sink } = context;
  const program = programOf(words[0]);
  for (const word of words) {
    const { text } = word.text;
    // Variables give what they hold their name; options do not.
    findInside(word, /^[A-Z_]{2}/.test(text) ? readSignedName(text) : "", sink);
    if (text.includes("{{")) findDefaults(word, sink);
  }
  if (/^g?sed$/.test(program))
    for (const word of words.slice(1)) for (const written of findWritten(word)) readData(written, sink);
  if (TEXT_COMMANDS.has(program)) return;
  // JSON and the like among the arguments: `--eval "db.createUser({ pwd: 'x' })"`.
  for (const word of words.slice(1))
    if (word.text.text.includes("{") && /["']/.test(word.text.text)) readData(word, sink);
  const rows = findRows(words);
  for (const match of rows) applyRow(words, match, context);
  const declared = new Set(rows.flatMap(({ row }) => row.options.map(({ text }) => text.toLowerCase())));
  applyGeneric(words.slice(1), declared, sink);
};
