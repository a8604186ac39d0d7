/** Reads strangers' YAML: bounded, with line numbers, never quoting it. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";

/** A mistake at a line, in words that hold nothing of the file. */
export class YamlProblem extends Error {
  readonly line: number;

  constructor(line: number, detail: string) {
    super(detail);
    this.line = line;
  }
}

export interface YamlFile {
  readonly root: Node | null;
  lineOf(node: unknown): number;
}

const MAX_SIZE = 1024 * 1024;

/** @throws YamlProblem for what is no YAML, or too large. */
export const readYaml = (text: string): YamlFile => {
  if (text.length > MAX_SIZE) throw new YamlProblem(1, "the file is larger than 1 MB");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined)
    throw new YamlProblem(lines.linePos(error.pos[0]).line, error.code.toLowerCase().replaceAll("_", " "));
  const lineOf = (node: unknown): number =>
    // Every parsed node has a range; the type leaves room for made ones.
    lines.linePos((node as Node | null)?.range?.[0] ?? 0).line;
  return { root: document.contents, lineOf };
};

/** Items of a list. @throws YamlProblem if it is none. */
export const itemsOf = (file: YamlFile, node: unknown, what: string): readonly unknown[] => {
  if (!isSeq(node)) throw new YamlProblem(file.lineOf(node), `${what} must be a list`);
  return node.items;
};

/** @throws YamlProblem if it is none. */
export const mapOf = (file: YamlFile, node: unknown, what: string): YAMLMap => {
  if (!isMap(node)) throw new YamlProblem(file.lineOf(node), `${what} must be a mapping`);
  return node;
};

/** Text of a scalar; numbers as they are written. @throws YamlProblem if it is none. */
export const textOf = (file: YamlFile, node: unknown, what: string): string => {
  if (!isScalar(node) || node.value === null)
    throw new YamlProblem(file.lineOf(node), `${what} must be a text`);
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
};

/** Names and values of a mapping. @throws YamlProblem for a name that is not among the known ones. */
export const fieldsOf = (
  file: YamlFile,
  map: YAMLMap,
  known: readonly string[],
): ReadonlyMap<string, unknown> => {
  const fields = new Map<string, unknown>();
  for (const { key, value } of map.items) {
    const name = isScalar(key) && typeof key.value === "string" ? key.value : "";
    if (!known.includes(name))
      throw new YamlProblem(file.lineOf(key), `only these may stand here: ${known.join(", ")}`);
    fields.set(name, value);
  }
  return fields;
};

/** No list is longer: each item costs time for every finding. */
export const MOST_ITEMS = 1000;

/** A list of texts (or one alone), each made into something. @throws YamlProblem with the line of the text that `make` refuses. */
export const mapTexts = <T>(
  file: YamlFile,
  node: unknown,
  what: string,
  make: (text: string) => T,
): readonly T[] => {
  const items = isScalar(node) ? [node] : itemsOf(file, node, what);
  if (items.length === 0) throw new YamlProblem(file.lineOf(node), `${what} is empty`);
  if (items.length > MOST_ITEMS)
    throw new YamlProblem(file.lineOf(node), `${what} has more than ${MOST_ITEMS} items`);
  return items.map((item) => {
    const text = textOf(file, item, `each of ${what}`);
    try {
      return make(text);
    } catch (error) {
      const detail = error instanceof Error ? error.message : "unreadable";
      throw new YamlProblem(file.lineOf(item), `${what}: ${detail}`);
    }
  });
};

/** Runs for every item; an item that is wrong becomes a problem, the others count. */
export const readItems = <T>(
  items: readonly unknown[],
  read: (item: unknown) => readonly T[],
): { readonly values: readonly T[]; readonly problems: readonly YamlProblem[] } => {
  const problems: YamlProblem[] = [];
  const values = items.flatMap((item) => {
    try {
      return read(item);
    } catch (error) {
      if (!(error instanceof YamlProblem)) throw error;
      problems.push(error);
      return [];
    }
  });
  return { values, problems };
};
