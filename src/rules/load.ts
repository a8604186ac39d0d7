/** Reads every rule file of a folder. */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
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

interface RuleFile {
  readonly name: string;
  readonly text: string;
}

const readFiles = async (folder: string): Promise<readonly RuleFile[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yml")).sort();
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), "utf8") })));
};

const parseFiles = (folder: string, files: readonly RuleFile[]): readonly Rule[] => {
  const rules = files.flatMap(({ name, text }) => parseRules(name, text));
  const seen = new Set<string>();
  for (const rule of [...rules, ...DECLARED_RULES]) {
    if (seen.has(rule.id))
      throw makeError("RULES_INVALID", [{ file: folder, detail: `${rule.id} stands twice` }]);
    seen.add(rule.id);
  }
  return rules;
};

/** Raised when what is kept in the cache changes its form. */
const CACHE_FORM = 2;

const digest = (files: readonly RuleFile[]): string => {
  const hash = createHash("sha256").update(`form ${CACHE_FORM}`);
  for (const { name, text } of files) hash.update(`\0${name}\0${text}`);
  return hash.digest("hex");
};

/** Parsed rules of exactly these files, or null. The cache is ours, beside the program: as trusted as its code. */
const readCache = async (cache: string, key: string): Promise<readonly Rule[] | null> => {
  try {
    const kept = JSON.parse(await readFile(cache, "utf8")) as { key: string; rules: readonly Rule[] }; // see above
    return kept.key === key ? kept.rules : null;
  } catch {
    return null;
  }
};

/** Best effort: where nothing can be written, the next start parses again. */
const writeCache = async (cache: string, key: string, rules: readonly Rule[]): Promise<void> => {
  const draft = `${cache}.${key.slice(0, 12)}.part`;
  try {
    await mkdir(dirname(cache), { recursive: true });
    await writeFile(draft, JSON.stringify({ key, rules }));
    await rename(draft, cache);
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
};

/**
 * All rules of a folder of `*.yml`, files in name order, with the declared ones (no pattern) at the end.
 * @param cache file that keeps the parsed rules: parsing hundreds of YAML files takes a second.
 * @throws VaultboundError RULES_INVALID for a bad file or an id that stands twice.
 */
export const loadRules = async (folder: string, cache?: string): Promise<readonly Rule[]> => {
  const files = await readFiles(folder);
  if (cache === undefined) return [...parseFiles(folder, files), ...DECLARED_RULES];
  const key = digest(files);
  const kept = await readCache(cache, key);
  if (kept !== null) return [...kept, ...DECLARED_RULES];
  const rules = parseFiles(folder, files);
  await writeCache(cache, key, rules);
  return [...rules, ...DECLARED_RULES];
};

/** Rules by id, for those who explain findings. */
export const indexRules = (rules: readonly Rule[]): ReadonlyMap<Rule["id"], Rule> =>
  new Map(rules.map((rule) => [rule.id, rule]));
