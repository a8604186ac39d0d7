/** Puts a score's parts into plain English. No sentence holds a part of the value. */
import type { ValueCandidate } from "../extract/candidate.ts";
import { FEATURE_GROUPS, FEATURE_NAMES, type Group, GROUPS } from "./features.ts";
import { weightOf } from "./linear.ts";
import type { GateModel } from "./model.ts";
import { splitWords } from "./split-words.ts";
import { hashesOfWord } from "./tokens.ts";
import type { WordModel } from "./word-model.ts";

export interface Contribution {
  readonly group: Group;
  readonly sentence: string;
  /** Share of the log-odds: positive speaks for a credential. */
  readonly weight: number;
}

export interface Account {
  readonly candidate: ValueCandidate;
  readonly row: Float64Array;
  /** Per feature, how much its tests changed the score. */
  readonly moves: Float64Array;
  readonly base: number;
  readonly gate: GateModel;
  readonly words: WordModel;
}

const valueOf = ({ row }: Account, name: string): number => row[FEATURE_NAMES.indexOf(name)] ?? 0;

const MAX_BEFORE = 80;
const MAX_WORDS_BEFORE = 12;
const MAX_NAME_WORDS = 4;

/** The word that speaks loudest in the given direction, if it is an ordinary word: anything else could be a secret. */
const findWord = (account: Account, part: "name" | "beside", isFor: boolean): string | null => {
  const { candidate, gate, words } = account;
  const { name, line, start } = candidate;
  const text = part === "name" ? name : line.slice(Math.max(0, start - MAX_BEFORE), start);
  const list = splitWords(text, part === "name" ? MAX_NAME_WORDS : MAX_WORDS_BEFORE);
  let best: { word: string; weight: number } | null = null;
  for (const [index, word] of list.entries()) {
    if (!words.has(word)) continue;
    const hashes = hashesOfWord(part, word, index === list.length - 1);
    const sum = hashes.reduce((total, hash) => total + weightOf(gate.linear[part], hash), 0);
    const weight = isFor ? sum : -sum;
    if (weight > (best?.weight ?? 0)) best = { word, weight };
  }
  return best?.word ?? null;
};

/** Shapes by the feature that tells them, the most telling first. */
const SHAPES: readonly (readonly [feature: string, phrase: string])[] = [
  ["uuid", "a UUID"],
  ["jwt", "a JSON web token"],
  ["pem", "the beginning of a PEM block"],
  ["known prefix", "a token with a provider's prefix"],
  ["template", "a template or reference"],
  ["url", "a URL"],
  ["call", "a call in code"],
  ["address or version", "an address or a version"],
  ["type word", "the name of a type or constant"],
  ["domain", "a host or file name"],
  ["dotted path", "a path of names in code"],
  ["arrow", "an expression in code"],
  ["camel", "an identifier in camel case"],
  ["kebab", "words joined by dashes"],
  ["digits only", "a number"],
];

const shapeOf = (account: Account): string => {
  const known = SHAPES.find(([feature]) => valueOf(account, feature) > 0);
  if (known !== undefined) return `it has the shape of ${known[1]}`;
  if (valueOf(account, "hex size") >= 0) return "it is hexadecimal";
  if (valueOf(account, "spaces") > 0) return "it has spaces";
  return valueOf(account, "identifier") > 0 ? "it could be an identifier" : "it has no shape of its own";
};

const wordsOf = (account: Account): string => {
  const share = valueOf(account, "covered letters");
  if (share > 0.7) return "its letters form words";
  return share > 0.3 ? "some of its letters form words" : "few of its letters form words";
};

const standInOf = (account: Account): string => {
  const says = (kind: string): boolean => valueOf(account, `value says ${kind}`) > 0;
  if (valueOf(account, "mask") > 0) return "it is a mask";
  if (says("placeholder") || says("standIn")) return "it holds a word that people write as a stand-in";
  if (valueOf(account, "equals name") > 0) return "it repeats its name";
  if (says("stock") || says("pass") || says("secret")) return "it holds a stock password or a word for one";
  return says("type") || says("code") ? "it holds a word of code" : "it holds no stand-in or stock word";
};

const nameOf = (account: Account, isFor: boolean): string => {
  if (account.candidate.name === "") return "nothing names it";
  const word = findWord(account, "name", isFor);
  if (word !== null) return `its name says "${word}"`;
  return isFor ? "its name is like those of credentials" : "its name is unlike those of credentials";
};

const beforeOf = (account: Account, isFor: boolean): string => {
  const word = findWord(account, "beside", isFor);
  if (word !== null) return `"${word}" stands before it`;
  return isFor ? "the text beside it fits a credential" : "the text beside it does not fit a credential";
};

const SENTENCES: Readonly<Record<Group, (account: Account, isFor: boolean) => string>> = {
  randomness: (_, isFor) =>
    isFor
      ? "length and mix of its characters fit a credential"
      : "length and mix of its characters do not fit a credential",
  words: wordsOf,
  shape: shapeOf,
  "stand-in": standInOf,
  name: nameOf,
  before: beforeOf,
  layout: (_, isFor) =>
    isFor ? "it stands in the line as credentials do" : "it stands in the line as ordinary values do",
  characters: (_, isFor) =>
    isFor
      ? "its sequences of characters are like those of credentials"
      : "its sequences of characters are like those of ordinary values",
  base: () => "how rare credentials are among such values",
};

/** One sentence per group that moved the score, largest first; the weights sum to the log-odds. */
export const describe = (account: Account): readonly Contribution[] => {
  const sums = new Map<Group, number>(GROUPS.map((group) => [group, 0]));
  for (const [feature, move] of account.moves.entries()) {
    const group = FEATURE_GROUPS[feature] ?? "base";
    sums.set(group, (sums.get(group) ?? 0) + move);
  }
  sums.set("base", account.base);
  return [...sums]
    .filter(([, weight]) => weight !== 0)
    .map(([group, weight]) => ({ group, sentence: SENTENCES[group](account, weight > 0), weight }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
};
