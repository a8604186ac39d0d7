/** Command lines in YAML maps: `command`, `entrypoint` and `args`, as text or as lists of words. */
import type { Sink, Word } from "../literal.ts";
import { pseudoWords, readShell, readWords } from "../shell/script.ts";
import { toWord, trimWord } from "../words.ts";
import { normaliseKey } from "./roles.ts";
import { roleIn, type Scope, sinkOf } from "./scope.ts";
import { type Entry, findEntry, scalarOf, textUnder, type Tree } from "./tree.ts";

/** As they follow each other on the command line. */
const ORDER = "entrypoint command cmd args arguments argv test command_line commandline win_command".split(
  " ",
);

/** The program an image is named after: `bitnami/redis:7` → redis. */
const readImage = (entries: readonly Entry[]): string =>
  (textUnder(entries, /^(?:image|name)$/) ?? "")
    .slice(0, 200)
    .replace(/@.*$/, "")
    .replace(/^.*\//, "")
    .replace(/:.*$/, "");

const wordsOf = (tree: Tree | null): readonly Word[] =>
  tree?.kind === "list"
    ? tree.items.flatMap((item) => (item?.kind === "scalar" ? [toWord(item.text)] : []))
    : [];

/** A list of words, of one command and all its parts. */
const readList = (words: readonly Word[], entries: readonly Entry[], sink: Sink): void => {
  const first = words[0];
  if (first === undefined) return;
  const { text } = first.text;
  // Compose's and Docker's healthcheck.test.
  if (text === "CMD-SHELL") for (const word of words.slice(1)) readShell(word.text, sink);
  else if (text === "CMD") readWords(words.slice(1), sink);
  else {
    const isBare = text.startsWith("-") || findEntry(entries, /^(?:entrypoint|command)$/) === null;
    const program = textUnder(entries, /^path$/) ?? (isBare ? readImage(entries) : "");
    readWords([...pseudoWords(program.replaceAll(/\s/g, ""), first.text), ...words], sink);
  }
};

/** Reads what the map says of its command; maps under these keys are left to the caller. */
export const readCommands = (entries: readonly Entry[], scope: Scope): void => {
  const sink = sinkOf(scope);
  const words: Word[] = [];
  const found = entries
    .filter((entry) => roleIn(entry, scope) === "command")
    .sort((a, b) => ORDER.indexOf(normaliseKey(a.key)) - ORDER.indexOf(normaliseKey(b.key)));
  for (const { value, key } of found) {
    const text = scalarOf(value)?.text;
    const listed = wordsOf(value);
    if (text !== undefined && found.length > 1 && !/\s/.test(text.text.trim()))
      words.push(trimWord(toWord(text)));
    else if (text !== undefined) {
      const isOptions = /^\s*-/.test(text.text);
      readShell(text, sink, isOptions ? { program: readImage(entries) || "program" } : {});
    } else if (/\s/.test(listed[0]?.text.text ?? "") && normaliseKey(key) !== "args") {
      // Buildkite's list of commands.
      for (const word of listed) readShell(word.text, sink);
    } else words.push(...listed);
  }
  readList(words, entries, sink);
};
