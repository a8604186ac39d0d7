/** Reads the table of commands once and finds the rows of a command line. */
import type { Word } from "../literal.ts";
import { COMMANDS } from "./table.ts";

/** How an option takes its value. */
type Reach = "any" | "glued" | "beside" | "sign";

export interface OptionSpec {
  /** As written on the command line, without the mark of its reach. */
  readonly text: string;
  readonly reach: Reach;
  /** What its value is: a form, or the name of the credential. */
  readonly what: string;
}

export interface CommandRow {
  /** Alternatives, each a sequence of words; none for the program itself. */
  readonly subcommands: readonly (readonly string[])[];
  readonly options: readonly OptionSpec[];
  readonly arguments: readonly string[];
  readonly flags: readonly string[];
  readonly stdin: OptionSpec | null;
}

/** Keys that say something about the row and are no credential. */
const OTHERS = new Set(["arguments", "flags", "stdin", "stdin-userpass"]);

const MARKS: Readonly<Record<string, Reach>> = { "+": "glued", _: "beside", "=": "sign" };

const parseOption = (text: string, what: string): OptionSpec => {
  const reach = MARKS[text.at(-1) ?? ""];
  return { text: reach === undefined ? text : text.slice(0, -1), reach: reach ?? "any", what };
};

const parseRow = (line: string): { readonly programs: readonly string[]; readonly row: CommandRow } => {
  const [programs = "", subcommands = "", ...rest] = line.split("|").map((part) => part.trim());
  const keys = new Map<string, readonly string[]>();
  for (const part of rest.join("|").split(";")) {
    const colon = part.indexOf(":");
    keys.set(
      part.slice(0, colon).trim(),
      part
        .slice(colon + 1)
        .trim()
        .split(/\s+/),
    );
  }
  const options = [...keys]
    .filter(([what]) => !OTHERS.has(what))
    .flatMap(([what, texts]) => texts.map((text) => parseOption(text, what)));
  const stdin = [...keys].find(([what]) => what.startsWith("stdin"));
  return {
    programs: programs.split(/\s+/),
    row: {
      subcommands: subcommands === "" ? [] : subcommands.split(",").map((words) => words.trim().split(/\s+/)),
      options,
      arguments: keys.get("arguments") ?? [],
      flags: keys.get("flags") ?? [],
      stdin: stdin === undefined ? null : { text: stdin[1][0] ?? "", reach: "any", what: stdin[0] },
    },
  };
};

/** Rows by program, in the table's order. */
export const ROWS: ReadonlyMap<string, readonly CommandRow[]> = (() => {
  const rows = new Map<string, CommandRow[]>();
  for (const line of COMMANDS.trim().split("\n")) {
    const { programs, row } = parseRow(line);
    for (const program of programs) rows.set(program, [...(rows.get(program) ?? []), row]);
  }
  return rows;
})();

/** `/usr/bin/mysql`, `"$MYSQL"`, `redis-cli.exe` → the name in the table. */
export const programOf = (word: Word | undefined): string => {
  const text = word?.text.text ?? "";
  if (/^[a-z][a-z0-9_-]{0,40}$/.test(text)) return text;
  return text
    .slice(-200)
    .replace(/^.*[/\\]/, "")
    .replace(/\.(?:exe|cmd|bat)$/i, "")
    .replace(/^\$\{?(\w+)\}?$/, "$1")
    .replace(/:[\w.-]+$/, "")
    .toLowerCase();
};

/** Options of the program itself may stand before its subcommand, with values. */
const MOST_WORDS_BEFORE = 4;

/** Index behind the subcommand's last word, or null if it is another one. */
const findSubcommand = (words: readonly Word[], subcommand: readonly string[]): number | null => {
  const plain = words
    .map((word, index) => ({ text: word.text.text.toLowerCase(), index }))
    .filter(({ text, index }) => index > 0 && !text.startsWith("-"));
  for (let from = 0; from <= Math.min(MOST_WORDS_BEFORE, plain.length - subcommand.length); from++)
    if (subcommand.every((part, index) => plain[from + index]?.text === part))
      return (plain[from + subcommand.length - 1]?.index ?? 0) + 1;
  return null;
};

export interface RowMatch {
  readonly row: CommandRow;
  /** Where the arguments begin. */
  readonly from: number;
}

/** @returns the rows that apply to the command line, in the table's order. */
export const findRows = (words: readonly Word[]): readonly RowMatch[] =>
  (ROWS.get(programOf(words[0])) ?? []).flatMap((row) => {
    if (row.subcommands.length === 0) return [{ row, from: 1 }];
    const from = row.subcommands
      .map((subcommand) => findSubcommand(words, subcommand))
      .find((found) => found !== null);
    return from === undefined || from === null ? [] : [{ row, from }];
  });
