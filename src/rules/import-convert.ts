/** Turns a rule of another tool into one of ours, or says why it cannot be. */
import { ruleId } from "../model/ids.ts";
import type { Rule } from "../model/rule.ts";
import type { ForeignRule } from "./import-foreign.ts";
import { findKeywords, type Keywords } from "./import-keywords.ts";
import { findFault } from "./import-pack.ts";
import { printRegex } from "./import-print.ts";
import { readImportedRegex } from "./import-regex.ts";
import {
  boundRepeats,
  childrenOf,
  everySet,
  isUnbounded,
  longestOf,
  type RegexPart,
  somePart,
  spansLines,
} from "./import-regex-tree.ts";
import { foldCase, isFolded, one } from "./import-sets.ts";
import { sampleTemplates } from "./import-sample.ts";

export interface Conversion {
  readonly id: string;
  /** Without examples; null if it cannot be converted. */
  readonly rule: Rule | null;
  /** Why not, or in what it differs. */
  readonly notes: readonly string[];
  /** Templates of texts that it may find. */
  readonly samples: readonly string[];
}

class Refusal extends Error {}

const BOUNDS = [4096, 1024, 256, 128, 64, 32];
const LONGEST_MATCH = 16_384;
const LONGEST_BEFORE = 4095;
const SAMPLES = 40;

interface Tree {
  readonly root: RegexPart;
  readonly groups: number;
}

const read = (pattern: string): Tree & { readonly notes: readonly string[] } => {
  try {
    return readImportedRegex(pattern);
  } catch (error) {
    throw new Refusal(`its pattern has ${error instanceof Error ? error.message : "no form"}`);
  }
};

const groupsIn = (part: RegexPart): readonly Extract<RegexPart, { kind: "group" }>[] => [
  ...(part.kind === "group" ? [part] : []),
  ...childrenOf(part).flatMap(groupsIn),
];

/** Whether every match goes through the group. */
const isCertain = (part: RegexPart, index: number): boolean => {
  switch (part.kind) {
    case "group":
      return part.index === index || isCertain(part.body, index);
    case "sequence":
      return part.items.some((item) => isCertain(item, index));
    case "repeat":
      return part.min > 0 && isCertain(part.body, index);
    case "choice":
      return part.options.every((option) => isCertain(option, index));
    case "look":
    case "set":
    case "assert":
      return false;
  }
};

const chooseGroup = ({ root, groups }: Tree, secret: ForeignRule["secret"]): number => {
  if (secret === 0 || groups === 0) {
    if (typeof secret !== "number" || secret === 0) return 0;
    throw new Refusal(`its pattern has no group ${secret}`);
  }
  const all = groupsIn(root);
  const wanted = secret ?? all.find(({ name }) => name === "secret")?.index ?? 1;
  const group = all.find(({ index, name }) => index === wanted || name === wanted);
  if (group === undefined) throw new Refusal(`its pattern has no group ${wanted}`);
  if (secret === null && !isCertain(root, group.index))
    throw new Refusal("the secret may be in one group or in another; say which with secretGroup");
  return group.index;
};

/** Where a match may begin that far before its keyword, the expression is tried at every place between. */
const MOST_STEPS = 1_000_000;

const findProblem = (bounded: RegexPart, source: string, ignoreCase: boolean): string | null => {
  const length = longestOf(bounded);
  if (length > LONGEST_MATCH) return `may match ${length} bytes`;
  const before = findKeywords(bounded, ignoreCase)?.before ?? 0;
  if (before * length > MOST_STEPS) return `may begin ${before} bytes before any certain text`;
  return findFault(source, ignoreCase);
};

/** The largest bound for open repetitions with which the expression is quick. */
const bound = (root: RegexPart, print: (bounded: RegexPart) => string, ignoreCase: boolean) => {
  let reason = "";
  for (const limit of isUnbounded(root) ? BOUNDS : [0]) {
    const bounded = boundRepeats(root, limit);
    const source = print(bounded);
    const problem = findProblem(bounded, source, ignoreCase);
    if (problem === null)
      return {
        bounded,
        source,
        notes: limit === 0 ? [] : [`repetitions without an end stop at ${limit}`],
      };
    reason = problem;
  }
  throw new Refusal(`its pattern ${reason}`);
};

const findAllKeywords = (root: RegexPart, ignoreCase: boolean): Keywords => {
  const keywords = findKeywords(root, ignoreCase);
  if (keywords === null)
    throw new Refusal("no text of three characters is certain to stand in what its pattern matches");
  if (keywords.before > LONGEST_BEFORE)
    throw new Refusal(`its pattern may begin ${keywords.before} bytes before any certain text`);
  return keywords;
};

/** A word in any case, as a pattern. */
const toWordTree = (word: string): RegexPart => ({
  kind: "sequence",
  items: [...Buffer.from(word)].map((code) => ({ kind: "set", set: foldCase(one(code)) })),
});

interface Allowed {
  readonly trees: readonly RegexPart[];
  readonly notes: readonly string[];
}

const readAllowed = ({ allow, words }: ForeignRule): Allowed => {
  const notes: string[] = [];
  const trees = allow.flatMap((pattern, index) => {
    try {
      return [read(pattern).root];
    } catch (error) {
      const why = error instanceof Error ? error.message : "";
      notes.push(`allowed pattern ${index + 1} was left out: ${why}`);
      return [];
    }
  });
  return { trees: [...trees, ...words.filter((word) => word !== "").map(toWordTree)], notes };
};

const printAllowed = (
  { trees, notes }: Allowed,
  ignoreCase: boolean,
): { sources: string[]; notes: string[] } => {
  const all = [...notes];
  const sources = trees.flatMap((tree, index) => {
    try {
      const print = (root: RegexPart): string => printRegex(root, { ignoreCase, secret: null });
      return [bound(tree, print, ignoreCase).source];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      all.push(`allowed pattern ${index + 1} was left out: ${error.message}`);
      return [];
    }
  });
  return { sources, notes: all };
};

/** A window that ends with its line would take every line for the whole text. */
const isTextEdge = (part: RegexPart): boolean =>
  part.kind === "assert" && (part.at === "text-start" || part.at === "text-end");

const isCaseless = (root: RegexPart): boolean => everySet(root, isFolded);

const convert = (foreign: ForeignRule, id: string, provider: string, reference: string): Conversion => {
  const tree = read(foreign.pattern);
  const secret = chooseGroup(tree, foreign.secret);
  const allowed = readAllowed(foreign);
  // One switch for all expressions of a rule: only if none of them cares.
  const ignoreCase = [tree.root, ...allowed.trees].every(isCaseless);
  const print = (root: RegexPart): string => printRegex(root, { ignoreCase, secret });
  const { bounded, source, notes } = bound(tree.root, print, ignoreCase);
  const keywords = findAllKeywords(bounded, ignoreCase);
  const { sources, notes: allowNotes } = printAllowed(allowed, ignoreCase);
  const hasLooks = somePart(bounded, (part) => part.kind === "look");
  const rule: Rule = {
    id: ruleId(id),
    title: foreign.title,
    provider,
    specificity: "token",
    keywords: keywords.texts,
    pattern: source,
    names: null,
    ignoreCase,
    // One more than the match needs, so that what stands before and after it is seen.
    window: {
      before: Math.min(4096, keywords.before + (hasLooks ? 64 : 1)),
      after: longestOf(bounded) + (hasLooks ? 64 : 1),
      multiline: spansLines(bounded) || somePart(bounded, isTextEdge),
    },
    entropy: foreign.entropy,
    checksum: null,
    filters: [],
    allow: sources,
    severity: "high",
    vault: {
      engine: "kv",
      class: "imported",
      field: "token",
      store: true,
      rotation: "Make a new one where it was issued, store that, then withdraw this one.",
    },
    examples: [],
    counterexamples: [],
    references: [reference],
  };
  const all = [...foreign.notes, ...tree.notes, ...notes, ...allowNotes];
  return { id, rule, notes: all, samples: sampleTemplates(bounded, SAMPLES) };
};

/** Words joined by hyphens; "" if nothing is left. */
export const toKebab = (text: string): string =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 80);

/** @param from provider of the pack, whose name all ids begin with, and a reference to where it came from. */
export const convertRule = (
  foreign: ForeignRule,
  from: { readonly provider: string; readonly reference: string },
): Conversion => {
  const own = toKebab(foreign.id);
  const id = own.startsWith(`${from.provider}-`) ? own : `${from.provider}-${own || "rule"}`;
  try {
    return convert(foreign, id, from.provider, from.reference);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id, rule: null, notes: [...foreign.notes, error.message], samples: [] };
  }
};
