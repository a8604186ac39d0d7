/** Reads an ignore file in either format: a mapping is ours, a list is Vault Radar's. */
import { isSeq } from "yaml";
import { readOwnRules } from "./read-own.ts";
import { readRadarRules } from "./read-radar.ts";
import type { IgnoreList, ReadIgnoreList } from "./rule.ts";
import { readYaml, YamlProblem } from "./yaml.ts";

/** Where a repository may say what to ignore: ours, then Vault Radar's. */
export const REPOSITORY_FILES = [".vaultbound-ignore.yml", ".hashicorp/vault-radar/ignore.yaml"] as const;

/** Never throws for what the file holds: what is not understood is a problem and ignores nothing. */
export const readIgnoreList = (text: string, source: Pick<IgnoreList, "origin" | "file">): ReadIgnoreList => {
  const empty = { ...source, salt: null, rules: [] };
  try {
    const file = readYaml(text);
    if (file.root === null) return { list: empty, problems: [] };
    const read = isSeq(file.root) ? { salt: null, ...readRadarRules(file) } : readOwnRules(file);
    return {
      list: { ...source, salt: read.salt, rules: read.rules },
      problems: read.problems.map(({ line, message }) => ({ line, detail: message })),
    };
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    return { list: empty, problems: [{ line: error.line, detail: error.message }] };
  }
};
