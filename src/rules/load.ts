/** Reads every rule file of a folder. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { makeError } from "../model/errors.ts";
import type { Rule } from "../model/rule.ts";
import { DECLARED_RULES } from "./declared.ts";
import { parseRuleFile } from "./schema.ts";

/** Parses one file's text. @throws VaultboundError RULES_INVALID naming the file and the place. */
export const parseRules = (file: string, text: string): readonly Rule[] => {
  try {
    return parseRuleFile(parse(text, { maxAliasCount: 0 }));
  } catch (cause) {
    const detail = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "unreadable";
    throw makeError("RULES_INVALID", [{ file, detail }], cause);
  }
};

/**
 * All rules of a folder of `*.yml`, files in name order, with the declared ones (no pattern) at the end.
 * @throws VaultboundError RULES_INVALID for a bad file or an id that stands twice.
 */
export const loadRules = async (folder: string): Promise<readonly Rule[]> => {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".yml")).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  const rules = files.flatMap((name, index) => parseRules(name, texts[index] ?? ""));
  const all = [...rules, ...DECLARED_RULES];
  const seen = new Set<string>();
  for (const rule of all) {
    if (seen.has(rule.id))
      throw makeError("RULES_INVALID", [{ file: folder, detail: `${rule.id} stands twice` }]);
    seen.add(rule.id);
  }
  return all;
};

/** Rules by id, for those who explain findings. */
export const indexRules = (rules: readonly Rule[]): ReadonlyMap<Rule["id"], Rule> =>
  new Map(rules.map((rule) => [rule.id, rule]));
