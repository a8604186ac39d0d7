/** Jenkinsfiles, TeamCity's Kotlin, Terraform: strings by the name, call or block they stand in. */
import { findDefaults, findInside } from "../connections.ts";
import { readHeader } from "../commands/forms.ts";
import { readData } from "../data.ts";
import type { Certainty, Sink, Word } from "../literal.ts";
import type { MappedText } from "../mapped-text.ts";
import { type DialectName } from "../shell/dialect.ts";
import { readShell } from "../shell/script.ts";
import { sliceWord, toWord, unquoteWord } from "../words.ts";
import { type Language, readTokens, type Token } from "./tokens.ts";

/** Calls and attributes whose string is shell text. */
const SCRIPTS: ReadonlyMap<string, DialectName | null> = new Map([
  ...[
    "sh",
    "script",
    "scriptcontent",
    "command",
    "inline",
    "user_data",
    "startup_script",
    "interpreter",
    "exec",
    "shell",
    "run",
  ].map((name) => [name, null] as const),
  ["bat", "cmd"],
  ["cmd", "cmd"],
  ["powershell", "powershell"],
  ["pwsh", "powershell"],
]);
const NAMES = /^(?:name|key|variable|env)$/i;
const VALUES = /^(?:value|default|defaultvalue|defaultpasswordvalue)$/i;
const CONSTANT = /^(?:env\.)?_?[A-Z][A-Z0-9_]+$/;

interface State {
  readonly sink: Sink;
  readonly language: Language;
  /** Names of the blocks and calls around, innermost last. */
  readonly blocks: Block[];
}

interface Block {
  readonly name: string;
  /** What `name:` says in it. */
  label: string;
  /** A value that came before its name. */
  early: Word | null;
  readonly isOpenEnvironment: boolean;
}

const offer = (name: string, word: Word, state: State): void => {
  const isVariable = CONSTANT.test(name) || state.blocks.some(({ isOpenEnvironment }) => isOpenEnvironment);
  const certainty: Certainty = isVariable ? "variable" : "setting";
  state.sink({ name, value: word, place: isVariable ? "variable" : "setting", certainty });
};

/** A string whose name is known. */
const readNamed = (name: string, value: MappedText, state: State): void => {
  const { sink, blocks } = state;
  const word = toWord(value);
  const last = name.split(".").at(-1) ?? name;
  // Jenkins' `docker { args '-e NAME=value' }`.
  if (/^(?:run)?args$/i.test(last)) return readShell(value, sink, { program: "docker create" });
  const dialect = SCRIPTS.get(last.toLowerCase());
  if (dialect !== undefined) return readShell(value, sink, dialect === null ? {} : { dialect });
  const block = blocks.at(-1);
  if (block !== undefined && NAMES.test(last)) {
    block.label = value.text;
    if (block.early !== null) offerLabelled(block.label, block.early, state);
    block.early = null;
  }
  if (block !== undefined && VALUES.test(last) && block.label !== "") {
    offerLabelled(block.label, word, state);
  } else if (block !== undefined && VALUES.test(last)) block.early = word;
  else offer(name.replace(/^(?:env|system)\./, ""), word, state);
  readOther(word, name, sink);
};

const offerLabelled = (label: string, value: Word, { sink }: State): void => {
  const name = label.split(".").at(-1) ?? "";
  sink({ name, value, place: "variable", certainty: "variable" });
  if (/authorization/i.test(name)) readAuthorization(value, sink);
};

/** Jenkins' customHeaders: name and value stand apart. */
const readAuthorization = (word: Word, sink: Sink): void => {
  const scheme = /^(?:Bearer|Basic|Token) +/i.exec(word.text.text)?.[0].length;
  if (scheme !== undefined)
    sink({ name: "authorization token", value: sliceWord(word, scheme), place: "header", certainty: "sure" });
};

/** What any string may hold. */
const readOther = (word: Word, name: string, sink: Sink): void => {
  findInside(word, name, sink);
  findDefaults(word, sink);
  const { text } = word.text;
  if (text.includes("\n") || /^\s*[{[]/.test(text)) readData(word, sink);
};

/** `withEnv(['NAME=value'])`, "PRIVATE-TOKEN: x". */
const readLoose = (value: MappedText, { sink }: State): void => {
  const word = toWord(value);
  const assignment = /^([A-Za-z_]\w{0,100})=/.exec(value.text);
  if (assignment !== null)
    sink({
      name: assignment[1] ?? "",
      value: unquoteWord(sliceWord(word, assignment[0].length)),
      place: "variable",
      certainty: "variable",
    });
  if (/^[\w-]{2,60}: \S/.test(value.text))
    readHeader(word, { sink, place: "header", user: undefined, host: undefined, readShell: () => {} });
  readOther(word, assignment?.[1] ?? "", sink);
};

const isSign = (token: Token | undefined, signs: string): boolean =>
  token?.kind === "sign" && signs.includes(token.text);

/** The name right before a string: `name = "x"`, `name: "x"`, `"name": "x"`, `name "x"`, `name("x"`, `name("key", "x"`. */
const findNameBefore = (before: readonly Token[], state: State): string | null => {
  const [third, second, first] = [before.at(-3), before.at(-2), before.at(-1)];
  if (isSign(first, "=:") && second !== undefined && second.kind !== "sign") {
    // `a == "x"`, `a != "x"`, `a ? b : "x"`.
    return isSign(third, "?") ? null : second.text;
  }
  if (isSign(first, "=") && (isSign(second, "+") || isSign(second, "]")))
    return before.findLast(({ kind }) => kind !== "sign")?.text ?? null;
  if (isSign(first, "(") && second?.kind === "name")
    return SCRIPTS.has(second.text.toLowerCase()) ? second.text : null;
  if (
    first?.kind === "name" &&
    state.language === "groovy" &&
    (SCRIPTS.has(first.text.toLowerCase()) || first.text === "args")
  )
    return first.text;
  // param("env.NAME", "value"), put("password", "value")
  if (isSign(first, ",") && second?.kind === "string" && isSign(third, "(")) return second.text;
  if (
    isSign(first, "[") &&
    isSign(second, "=:") &&
    third?.kind === "name" &&
    SCRIPTS.has(third.text.toLowerCase())
  )
    return third.text;
  return null;
};

const trackBlocks = (token: Token, before: readonly Token[], state: State): void => {
  if (isSign(token, "{([")) {
    const name = before.findLast(({ kind }) => kind === "name")?.text ?? "";
    const label =
      state.language === "hcl" ? (before.findLast(({ kind }) => kind === "string")?.text ?? "") : "";
    const isOpenEnvironment =
      /^(?:environment|variables|env|withEnv|params)$/.test(name) && isSign(token, "{");
    // variable "name" { … }: the label is the name of what it declares.
    const isDeclared = before.at(-1)?.kind === "string" && name === "variable";
    state.blocks.push({ name, label: isDeclared ? label : "", early: null, isOpenEnvironment });
  } else if (isSign(token, "})]")) state.blocks.pop();
};

/** Deeper nesting is not code that anybody wrote. */
const MAX_BLOCKS = 500;

export const readSource = (text: string, language: Language, sink: Sink): void => {
  const state: State = { sink, language, blocks: [] };
  const before: Token[] = [];
  for (const token of readTokens(text, language)) {
    if (token.kind === "string") {
      const name = findNameBefore(before, state);
      if (name === null) readLoose(token.value, state);
      else readNamed(name, token.value, state);
    } else if (state.blocks.length < MAX_BLOCKS || isSign(token, "})]")) trackBlocks(token, before, state);
    before.push(token);
    if (before.length > 4) before.shift();
  }
};
