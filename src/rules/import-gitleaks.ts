/** Reads a configuration of gitleaks or betterleaks (TOML), as their documentation describes the format. */
import { parse } from "smol-toml";
import * as v from "valibot";
import type { ForeignFile, ForeignRule, PathException } from "./import-foreign.ts";

const texts = v.optional(v.array(v.string()), []);

/** Unknown fields of a rule are looked at by name: some of them change what it finds. */
const allowlist = v.object({
  condition: v.optional(v.string(), "OR"),
  commits: texts,
  paths: texts,
  regexTarget: v.optional(v.string(), "secret"),
  regexes: texts,
  stopwords: texts,
  targetRules: texts,
});
type Allowlist = v.InferOutput<typeof allowlist>;

const allowlists = v.optional(
  v.union([
    v.array(allowlist),
    v.pipe(
      allowlist,
      v.transform((one) => [one]),
    ),
  ]),
  [],
);

const rule = v.looseObject({
  id: v.string(),
  description: v.optional(v.string(), ""),
  regex: v.optional(v.string(), ""),
  path: v.optional(v.string(), ""),
  secretGroup: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
  entropy: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  filter: v.optional(v.string(), ""),
  allowlist: allowlists,
  allowlists,
});
type TomlRule = v.InferOutput<typeof rule>;

const file = v.looseObject({
  rules: v.optional(v.array(v.unknown()), []),
  allowlist: allowlists,
  allowlists,
});

/** Fields that change what a rule finds, and that have no counterpart here. */
const MISSING: Readonly<Record<string, string>> = {
  required: "what it requires beside it was left out, so it finds more",
  components: "what it requires beside it was left out, so it finds more",
  tokenEfficiency: "its test of words was left out, so it finds more",
  validate: "its live check was left out",
  analyze: "its live check was left out",
};

interface Allowed {
  readonly allow: readonly string[];
  readonly words: readonly string[];
  readonly paths: readonly string[];
  readonly notes: readonly string[];
}

const readAllowlist = (list: Allowlist): Allowed => {
  const { commits, paths, regexes, stopwords, regexTarget } = list;
  const kinds = [commits, paths, regexes, stopwords].filter((items) => items.length > 0).length;
  const nothing = { allow: [], words: [], paths: [], notes: [] };
  if (/^(?:and|&&)$/i.test(list.condition) && kinds > 1)
    return { ...nothing, notes: ["an allowlist with several conditions at once was left out"] };
  const isOfSecret = regexTarget === "" || regexTarget === "secret";
  return {
    allow: isOfSecret ? regexes : [],
    words: stopwords,
    paths,
    notes: [
      ...(isOfSecret || regexes.length === 0 ? [] : [`an allowlist about the ${regexTarget} was left out`]),
      ...(commits.length === 0 ? [] : ["an allowlist of commits was left out"]),
    ],
  };
};

/** `entropy(finding.secret) <= 3.5` alone, in either spelling, is a number here. */
const ENTROPY_FILTER =
  /^\s*(?:filter\.)?entropy\(\s*finding(?:\.secret|\["secret"\])\s*\)\s*<=?\s*(\d{1,2}(?:\.\d{1,4})?)\s*$/;

const readFilter = (filter: string): { readonly entropy: number; readonly notes: readonly string[] } => {
  if (filter.trim() === "") return { entropy: 0, notes: [] };
  const entropy = ENTROPY_FILTER.exec(filter)?.[1];
  return entropy === undefined
    ? { entropy: 0, notes: ["its filter expression was left out, so it finds more"] }
    : { entropy: Number(entropy), notes: [] };
};

const toForeign = (item: TomlRule, lists: readonly Allowed[]): ForeignRule => {
  const filter = readFilter(item.filter);
  const missing = Object.entries(MISSING).filter(
    ([name]) => item[name] !== undefined && item[name] !== false,
  );
  return {
    id: item.id,
    title: item.description.trim() || item.id,
    pattern: item.regex,
    secret: item.secretGroup === undefined || item.secretGroup === 0 ? null : item.secretGroup,
    entropy: Math.min(8, Math.max(item.entropy, filter.entropy)),
    allow: lists.flatMap(({ allow }) => allow),
    words: lists.flatMap(({ words }) => words),
    notes: [
      ...(item.path === "" ? [] : ["it was for some paths only; here it is for all"]),
      ...filter.notes,
      ...missing.map(([, note]) => note),
      ...lists.flatMap(({ notes }) => notes),
    ],
  };
};

const describeProblem = (index: number, id: unknown): { readonly id: string; readonly why: string } => ({
  id: typeof id === "string" ? id : `rule ${index + 1}`,
  why: "it is not written as the documentation says",
});

const idOf = (item: unknown): unknown =>
  typeof item === "object" && item !== null && "id" in item ? item.id : undefined;

/** @throws Error for a text that is no such configuration, without quoting it. */
export const readGitleaks = (text: string): ForeignFile => {
  let data: unknown;
  try {
    data = parse(text);
  } catch (error) {
    const at = error instanceof Error && "line" in error ? ` (line ${String(error.line)})` : "";
    throw new Error(`it is not valid TOML${at}`, { cause: error });
  }
  const top = v.safeParse(file, data);
  if (!top.success)
    throw new Error(`${v.getDotPath(top.issues[0]) ?? "it"} is not what the documentation describes`);
  const { rules: items, ...rest } = top.output;
  const global = [...rest.allowlist, ...rest.allowlists];
  const notes = ["extend", "prefilter", "filter"]
    .filter((name) => rest[name] !== undefined)
    .map((name) => `${name} was left out: only the rules that stand in this file are read`);
  const refused: { id: string; why: string }[] = [];
  const exceptions: PathException[] = [];
  const rules = items.flatMap((item, index): readonly ForeignRule[] => {
    const result = v.safeParse(rule, item);
    if (!result.success) {
      refused.push(describeProblem(index, idOf(item)));
      return [];
    }
    const own = result.output;
    if (own.regex === "") {
      const why =
        own.path === ""
          ? "it has no pattern, it changes a rule of another file"
          : "it finds files by their names only";
      refused.push({ id: own.id, why });
      return [];
    }
    const lists = [
      ...own.allowlist,
      ...own.allowlists,
      ...global.filter(({ targetRules }) => targetRules.length === 0 || targetRules.includes(own.id)),
    ].map(readAllowlist);
    const paths = lists.flatMap((list) => list.paths);
    if (paths.length > 0) exceptions.push({ id: own.id, paths });
    return [toForeign(own, lists)];
  });
  return { rules, refused, exceptions, notes };
};
