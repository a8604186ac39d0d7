/** HCP Vault Radar's ignore rules ("Ignore rules", "Write global ignore rules"), read as they are documented. */
import { createGlobMatcher, createPatternMatcher, type Matcher } from "./matcher.ts";
import { type IgnoreRule, NO_CONDITIONS } from "./rule.ts";
import { fieldsOf, itemsOf, mapOf, mapTexts, readItems, type YamlFile, YamlProblem } from "./yaml.ts";

const CONDITIONS = ["paths", "secret_values", "secret_types"];
const FOR_REPOSITORY = ["repo_url", "rules"];
const MOST_RULES = 1000;

/**
 * "If the risk value matches the regex": the documented example calls that equal to `==`, so the pattern must describe
 * the whole value. That ignores less than a search would.
 */
const matchWhole = (text: string): Matcher => createPatternMatcher(text, "whole");

/** Radar's types are lower case with underscores; ours are rule ids with hyphens. */
const matchType = (text: string): Matcher => {
  const matches = matchWhole(text);
  return (rule, budget) => matches(rule.replaceAll("-", "_"), budget) || matches(rule, budget);
};

const readRule = (
  file: YamlFile,
  node: unknown,
  repositories: readonly Matcher[] | null,
): readonly IgnoreRule[] => {
  const known = repositories === null ? [...CONDITIONS, ...FOR_REPOSITORY] : CONDITIONS;
  const fields = fieldsOf(file, mapOf(file, node, "each rule"), known);
  if (fields.size === 0)
    throw new YamlProblem(file.lineOf(node), `a rule needs one of: ${CONDITIONS.join(", ")}`);
  if (FOR_REPOSITORY.some((name) => fields.has(name))) {
    if (fields.size !== 2 || FOR_REPOSITORY.some((name) => !fields.has(name)))
      throw new YamlProblem(file.lineOf(node), "repo_url and rules stand together, with nothing beside them");
    const urls = mapTexts(file, fields.get("repo_url"), "repo_url", matchWhole);
    return itemsOf(file, fields.get("rules"), "rules").flatMap((item) => readRule(file, item, urls));
  }
  const read = (name: string, make: (text: string) => Matcher): readonly Matcher[] | null =>
    fields.has(name) ? mapTexts(file, fields.get(name), name, make) : null;
  return [
    {
      ...NO_CONDITIONS,
      line: file.lineOf(node),
      // "Each entry can be a concrete file path or a glob mask."
      paths: read("paths", createGlobMatcher),
      values: read("secret_values", matchWhole),
      rules: read("secret_types", matchType),
      repositories,
    },
  ];
};

/** @throws YamlProblem for a file that is no list. */
export const readRadarRules = (
  file: YamlFile,
): { readonly rules: readonly IgnoreRule[]; readonly problems: readonly YamlProblem[] } => {
  const items = itemsOf(file, file.root, "the file");
  const { values: rules, problems } = readItems(items, (item) => readRule(file, item, null));
  if (rules.length > MOST_RULES) throw new YamlProblem(1, `there are more than ${MOST_RULES} rules`);
  return { rules, problems };
};
