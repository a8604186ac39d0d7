/** Takes the words of a command apart into the options a row of the table names, and arguments. */
import type { Word } from "../literal.ts";
import { sliceWord } from "../words.ts";
import { type OptionSpec, programOf, type RowMatch } from "./rows.ts";

interface Found {
  readonly value: Word;
  readonly next: number;
}

/** The option's value, if the word at `index` is this option. */
const readOption = (words: readonly Word[], index: number, { text, reach }: OptionSpec): Found | null => {
  const word = words[index];
  const written = word?.text.text ?? "";
  const isShort = /^-[^-]$/.test(text);
  const isSame = isShort ? written === text : written.toLowerCase() === text.toLowerCase();
  const beside = words[index + 1];
  if (isSame) {
    if (reach === "glued" || reach === "sign" || /[:=]$/.test(text) || beside === undefined) return null;
    return { value: beside, next: index + 2 };
  }
  if (word === undefined || reach === "beside") return null;
  const isBegun = isShort ? written.startsWith(text) : written.toLowerCase().startsWith(text.toLowerCase());
  if (!isBegun) return null;
  const sign = written[text.length] ?? "";
  if (isShort)
    return reach === "sign"
      ? null
      : { value: sliceWord(word, text.length + Number(sign === "=")), next: index + 1 };
  if (/[:=]$/.test(text)) return { value: sliceWord(word, text.length), next: index + 1 };
  return sign === "=" || (sign === ":" && /^[/-][a-z]/i.test(text))
    ? { value: sliceWord(word, text.length + 1), next: index + 1 }
    : null;
};

/** Programs whose short options may be written together with a value behind the last. */
const CLUSTERING = new Set(["curl"]);

/** curl's `-sSfu user:password`: the last of several letters is the option. */
const readCluster = (words: readonly Word[], index: number, { text, reach }: OptionSpec): Found | null => {
  const beside = words[index + 1];
  const written = words[index]?.text.text ?? "";
  if (reach === "glued" || beside === undefined || !/^-[A-Za-z]$/.test(text)) return null;
  return /^-[A-Za-z]{2,6}$/.test(written) && written.endsWith(text.slice(1))
    ? { value: beside, next: index + 2 }
    : null;
};

/** A command line, sorted by what the row knows. */
export interface Parsed {
  readonly found: readonly { readonly what: string; readonly value: Word }[];
  /** Words that are no options. */
  readonly plain: readonly Word[];
  /** Letters of all short options. */
  readonly flags: string;
  /** What is piped in is the credential. */
  readonly hasStdin: boolean;
}

/** Goes over the words behind the subcommand. */
export const parseArguments = (words: readonly Word[], { row, from }: RowMatch): Parsed => {
  const found: { what: string; value: Word }[] = [];
  const plain: Word[] = [];
  let flags = "";
  let hasStdin = row.stdin?.text === "*";
  const isClustering = CLUSTERING.has(programOf(words[0]));
  for (let index = from; index < words.length;) {
    const written = words[index]?.text.text ?? "";
    let next = index + 1;
    for (const option of row.options) {
      const value =
        readOption(words, index, option) ?? (isClustering ? readCluster(words, index, option) : null);
      if (value === null) continue;
      found.push({ what: option.what, value: value.value });
      next = value.next;
      break;
    }
    if (next === index + 1) {
      const word = words[index];
      if (/^-[A-Za-z]+$/.test(written)) flags += written.slice(1);
      if (row.stdin !== null && written === row.stdin.text) hasStdin = true;
      if (word !== undefined && !/^-./.test(written)) plain.push(word);
    }
    index = next;
  }
  return { found, plain, flags, hasStdin };
};
