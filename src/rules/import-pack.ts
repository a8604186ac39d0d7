/** Loads rule packs of one's own: the format of `patterns/`, checked like a stranger's, mistakes with file and line. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { makeError } from "../model/errors.ts";
import type { Rule } from "../model/rule.ts";
import { findSlowShapes } from "./lint.ts";
import { parseRuleFile } from "./schema.ts";

/** A mistake at a place such as `rules.3.pattern`. */
class Mistake extends Error {
  readonly path: readonly string[];

  constructor(path: readonly string[], detail: string) {
    super(detail);
    this.path = path;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "unreadable");

/** Over a name or a value, whose length is bounded, an open end does no harm. */
const OPEN_END = "a repetition without an upper bound";

/** Why an expression cannot be used, or null. @param over what it runs over. */
export const findFault = (
  pattern: string,
  ignoreCase: boolean,
  over: "text" | "value" = "text",
): string | null => {
  try {
    void new RegExp(pattern, ignoreCase ? "dgi" : "dg");
  } catch {
    // The message quotes the expression, and is about characters of it.
    return "is not a regular expression";
  }
  try {
    const [slow] = findSlowShapes({ pattern, ignoreCase }).filter(
      (shape) => over === "text" || shape !== OPEN_END,
    );
    return slow === undefined ? null : `could be slow: ${slow}`;
  } catch (error) {
    return messageOf(error);
  }
};

/** Groups of a pattern that compiles. */
const groupsOf = (pattern: string): { readonly count: number; readonly names: readonly string[] } => {
  const match = new RegExp(`${pattern}|`).exec("");
  return { count: (match?.length ?? 1) - 1, names: Object.keys(match?.groups ?? {}) };
};

const checkRule = (rule: Rule, index: number): void => {
  const check = (at: readonly string[], fault: string | null): void => {
    if (fault !== null) throw new Mistake(["rules", String(index), ...at], fault);
  };
  const { pattern, names, allow, ignoreCase } = rule;
  if (pattern !== null) {
    check(["pattern"], findFault(pattern, ignoreCase));
    const groups = groupsOf(pattern);
    const isGood = groups.count === 1 && groups.names[0] === "secret";
    check(["pattern"], isGood ? null : "needs exactly one group, named secret");
  }
  if (names !== null) check(["names"], findFault(names, true, "value"));
  allow.forEach((form, place) => check(["allow", String(place)], findFault(form, ignoreCase, "value")));
};

/** Line of the place, or of what is around it if it is missing. */
const lineOf = (document: Document, lines: LineCounter, path: readonly string[]): number => {
  for (let length = path.length; length > 0; length--) {
    const keys = path.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node = document.getIn(keys, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
};

const readRules = (document: Document): readonly Rule[] => {
  let rules: readonly Rule[];
  try {
    rules = parseRuleFile(document.toJS({ maxAliasCount: 0 }));
  } catch (error) {
    const [, path = "", detail = messageOf(error)] = /^([\w.]+): (.*)$/s.exec(messageOf(error)) ?? [];
    throw new Mistake(path.split("."), `${path}: ${detail}`);
  }
  rules.forEach(checkRule);
  return rules;
};

const MAX_SIZE = 4 * 1024 * 1024;

/** @param taken ids of other files, by the file that has them; those of this one are added. */
const parsePack = (file: string, text: string, taken: Map<string, string>): readonly Rule[] => {
  const lines = new LineCounter();
  const fail = (line: number, detail: string, cause?: unknown): never => {
    throw makeError("RULES_INVALID", [{ file: `${file}:${line}`, detail }], cause);
  };
  if (text.length > MAX_SIZE) return fail(1, "it is larger than 4 MB");
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const [broken] = document.errors;
  if (broken !== undefined)
    return fail(lines.linePos(broken.pos[0]).line, broken.code.toLowerCase().replaceAll("_", " "));
  try {
    const rules = readRules(document);
    rules.forEach(({ id }, index) => {
      const other = taken.get(id);
      if (other !== undefined)
        throw new Mistake(["rules", String(index), "id"], `${id} stands in ${other} already`);
      taken.set(id, file);
    });
    return rules;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const what = error.message.startsWith(`${error.path.join(".")}:`) ? "" : `${error.path.join(".")}: `;
    return fail(lineOf(document, lines, error.path), `${what}${error.message}`, error);
  }
};

const readFailure = (path: string, cause: unknown): never => {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
  throw makeError("RULES_INVALID", [{ file: path, detail: `it cannot be read (${code})` }], cause);
};

const listFiles = async (path: string): Promise<readonly string[]> => {
  const info = await stat(path).catch((cause: unknown) => readFailure(path, cause));
  if (!info.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort();
  if (names.length === 0)
    throw makeError("RULES_INVALID", [{ file: path, detail: "the folder holds no *.yml" }]);
  return names.map((name) => join(path, name));
};

/**
 * Rules of the given files and folders, to stand beside the shipped ones.
 * @throws VaultboundError RULES_INVALID naming file and line.
 */
export const loadPacks = async (
  paths: readonly string[],
  shipped: readonly Rule[],
): Promise<readonly Rule[]> => {
  const taken = new Map<string, string>(shipped.map(({ id }) => [id, "the shipped rules"]));
  const rules: Rule[] = [];
  for (const path of paths)
    for (const file of await listFiles(path)) {
      const text = await readFile(file, "utf8").catch((cause: unknown) => readFailure(file, cause));
      rules.push(...parsePack(file, text, taken));
    }
  return rules;
};
