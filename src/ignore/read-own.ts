/** Our ignore file: `.vaultbound-ignore.yml`. Format: docs/ignoring.md. */
import { createGlobMatcher, createNameMatcher, createPatternMatcher, type Matcher } from "./matcher.ts";
import { type IgnoreRule, NO_CONDITIONS } from "./rule.ts";
import { isHash, parseSalt } from "./slow-hash.ts";
import {
  fieldsOf,
  itemsOf,
  mapOf,
  mapTexts,
  MOST_ITEMS,
  readItems,
  textOf,
  type YamlFile,
  YamlProblem,
} from "./yaml.ts";

const TOP = ["version", "id", "ignore"];
const CONDITIONS = ["paths", "path_patterns", "rules", "tags", "secrets", "fingerprints", "values"] as const;
type Condition = (typeof CONDITIONS)[number];
const FIELDS = [...CONDITIONS, "reason"];

const must =
  (form: RegExp, message: string) =>
  (text: string): string => {
    if (!form.test(text)) throw new Error(message);
    return text;
  };

const readId = must(/^[0-9a-f]{12,64}$/, "ids are 12 to 64 hexadecimal digits, as reports show them");
const readHash = (text: string): string => {
  if (!isHash(text))
    throw new Error("only hashes may stand here, as `vaultbound rules ignore` makes them; never a value");
  return text;
};

const join = (a: readonly Matcher[] | null, b: readonly Matcher[]): readonly Matcher[] => [
  ...(a ?? []),
  ...b,
];

const readCondition = (rule: IgnoreRule, file: YamlFile, name: Condition, node: unknown): IgnoreRule => {
  switch (name) {
    case "paths":
      return { ...rule, paths: join(rule.paths, mapTexts(file, node, name, createGlobMatcher)) };
    case "path_patterns": {
      const matchers = mapTexts(file, node, name, (text) => createPatternMatcher(text, "part"));
      return { ...rule, paths: join(rule.paths, matchers) };
    }
    case "rules":
      return { ...rule, rules: mapTexts(file, node, name, createNameMatcher) };
    case "tags":
      return { ...rule, tags: mapTexts(file, node, name, (text) => text) };
    case "secrets":
      return { ...rule, secrets: mapTexts(file, node, name, readId) };
    case "fingerprints":
      return { ...rule, fingerprints: mapTexts(file, node, name, readId) };
    case "values":
      return { ...rule, hashes: new Set(mapTexts(file, node, name, readHash)) };
  }
};

const readRule = (file: YamlFile, node: unknown, hasSalt: boolean): IgnoreRule => {
  const fields = fieldsOf(file, mapOf(file, node, "each rule"), FIELDS);
  let rule: IgnoreRule = { ...NO_CONDITIONS, line: file.lineOf(node) };
  for (const name of CONDITIONS)
    if (fields.has(name)) rule = readCondition(rule, file, name, fields.get(name));
  // Written for those who read the file; never repeated, because nobody can tell what else it says.
  if (fields.has("reason")) textOf(file, fields.get("reason"), "reason");
  if (CONDITIONS.every((name) => !fields.has(name)))
    throw new YamlProblem(rule.line, `a rule needs one of: ${CONDITIONS.join(", ")}`);
  // Each value to compare with a hash costs the time of one: the rule's id keeps that to a few.
  if (rule.hashes !== null && rule.rules === null)
    throw new YamlProblem(rule.line, "values need the rules beside them that find the value");
  if (rule.hashes !== null && !hasSalt)
    throw new YamlProblem(rule.line, "values need the id of the file, their salt");
  return rule;
};

const readSalt = (file: YamlFile, node: unknown): Uint8Array | null => {
  if (node === undefined) return null;
  const salt = parseSalt(textOf(file, node, "id"));
  if (salt === null)
    throw new YamlProblem(file.lineOf(node), "id is not one that `vaultbound rules ignore` made");
  return salt;
};

export interface OwnRules {
  readonly salt: Uint8Array | null;
  readonly rules: readonly IgnoreRule[];
  readonly problems: readonly YamlProblem[];
}

/** @throws YamlProblem for a file that is not one of ours at all. */
export const readOwnRules = (file: YamlFile): OwnRules => {
  const fields = fieldsOf(file, mapOf(file, file.root, "the file"), TOP);
  if (fields.has("version") && textOf(file, fields.get("version"), "version") !== "1")
    throw new YamlProblem(file.lineOf(fields.get("version")), "only version 1 is known");
  const salt = readSalt(file, fields.get("id"));
  const items = fields.has("ignore") ? itemsOf(file, fields.get("ignore"), "ignore") : [];
  if (items.length > MOST_ITEMS) throw new YamlProblem(1, `there are more than ${MOST_ITEMS} rules`);
  const { values: rules, problems } = readItems(items, (item) => [readRule(file, item, salt !== null)]);
  return { salt, rules, problems };
};
