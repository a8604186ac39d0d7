/** Walks a YAML tree and offers every value that stands where a credential could. */
import type { Sink } from "../literal.ts";
import type { MappedText } from "../mapped-text.ts";
import { pseudoWords, readShell, readWords } from "../shell/script.ts";
import { toWord } from "../words.ts";
import { readCommands } from "./command.ts";
import { createPartnerFinder, type FindPartners } from "./partners.ts";
import { isJobList, type Role } from "./roles.ts";
import { enterKey, roleIn, type Scope, sinkOf, type WalkContext } from "./scope.ts";
import { readItem, readSetting, readVariables } from "./setting.ts";
import { type Entry, findEntry, textUnder, type Tree } from "./tree.ts";

/** `name` and `value`, as most platforms list variables; `default` of inputs and parameters. */
const NAME_KEYS = /^(?:name|key|variable|var|id|env|parameterkey|parameter)$/i;
const VALUE_KEYS = /^(?:value|default|defaultvalue|default_value|val|parametervalue|newvalue)$/i;
const JOB_NAMES = /^(?:name|job|deployment|label|stage|displayname|id|key)$/i;

/** Every text in a list, nested ones too. */
const readTexts = (tree: Tree | null, read: (text: MappedText) => void): void => {
  if (tree?.kind === "scalar") read(tree.text);
  else if (tree?.kind === "list") for (const item of tree.items) readTexts(item, read);
};

/** @returns whether the value is shell text, and has been read as such. */
const readAsScript = (tree: Tree, role: Role, sink: Sink): boolean => {
  if (role === "script") readTexts(tree, (text) => readShell(text, sink));
  else if (role === "powershell") readTexts(tree, (text) => readShell(text, sink, { dialect: role }));
  else if (role === "container-options")
    readTexts(tree, (text) => readShell(text, sink, { program: "docker create" }));
  else return false;
  return true;
};

const readEntry = (entry: Entry, findPartners: FindPartners, scope: Scope): void => {
  const { key, value } = entry;
  const role = roleIn(entry, scope);
  const inner = enterKey(scope, key, role);
  if (value === null || role === "skip" || (role === "command" && value.kind !== "map")) return;
  if (value.kind !== "map" && readAsScript(value, role, sinkOf(inner))) {
    // Lists of scripts hold maps, too: CircleCI's steps, AppVeyor's `- ps: …`.
    if (value.kind === "list")
      for (const item of value.items) if (item?.kind === "map") visit(item, key, inner);
  } else if (value.kind !== "scalar") visit(value, key, inner);
  else if (role === "variables") readVariables(value, inner);
  else readSetting(key, value, scope, findPartners(key));
};

/** A map that tells one value apart from its name: offers it under that name. */
const readPair = (value: Tree, name: string, scope: Scope): void => {
  const inner = { ...scope, isVariables: true };
  if (value.kind === "scalar") readSetting(name, value, inner);
  else visit(value, name, inner);
};

const readMap = (entries: readonly Entry[], key: string, scope: Scope): void => {
  const name = textUnder(entries, NAME_KEYS) ?? key;
  const pair = name === "" ? undefined : entries.find((entry) => VALUE_KEYS.test(entry.key));
  if (pair?.value) readPair(pair.value, name, scope);
  readCommands(entries, scope);
  const findPartners = createPartnerFinder(entries);
  for (const entry of entries) if (entry !== pair) readEntry(entry, findPartners, scope);
};

const readList = (items: readonly (Tree | null)[], key: string, scope: Scope): void => {
  const words = items.flatMap((item) => (item?.kind === "scalar" ? [toWord(item.text)] : []));
  // `- --option=value`: words of a command line whose program is not said.
  if (words.some(({ text }) => text.text.startsWith("-")) && words[0] !== undefined)
    readWords([...pseudoWords("program", words[0].text), ...words], sinkOf(scope));
  const isJobs = isJobList(scope.parents.at(-1) ?? "") || scope.parents.length === 0;
  for (const item of items) {
    if (item?.kind === "scalar") readItem(item, key, scope);
    else if (item?.kind === "map") {
      const job = scope.job ?? (isJobs ? textUnder(item.entries, JOB_NAMES) : undefined);
      readMap(item.entries, key, { ...scope, job });
    } else if (item !== null) visit(item, key, scope);
  }
};

const visit = (tree: Tree, key: string, scope: Scope): void => {
  if (tree.kind === "map") readMap(tree.entries, key, scope);
  else if (tree.kind === "list") readList(tree.items, key, scope);
  else readSetting(key, tree, scope);
};

const SECRET_KEYS: Readonly<Record<string, "encoded" | "plain">> = { data: "encoded", stringData: "plain" };

/** Kubernetes: what is in a Secret is one, base64 under `data`, plain under `stringData`. */
const readManifest = (entries: readonly Entry[], scope: Scope): void => {
  const metadata = findEntry(entries, /^metadata$/);
  const name = metadata?.kind === "map" ? textUnder(metadata.entries, /^name$/) : undefined;
  const job = name === undefined || /[{$]/.test(name) ? scope.job : name;
  const isSecret = textUnder(entries, /^kind$/) === "Secret";
  const findPartners = createPartnerFinder(entries);
  for (const entry of entries) {
    const secret = isSecret ? SECRET_KEYS[entry.key] : undefined;
    readEntry(entry, findPartners, { ...scope, job, ...(secret === undefined ? {} : { secret }) });
  }
};

export const walkTree = (tree: Tree, context: WalkContext): void => {
  const scope: Scope = { ...context, parents: [], job: undefined, isVariables: false };
  if (tree.kind === "map" && findEntry(tree.entries, /^apiVersion$/) !== null)
    readManifest(tree.entries, scope);
  else visit(tree, "", scope);
};
