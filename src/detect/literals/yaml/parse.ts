/** YAML text → trees: by its lines where they say it all, by the YAML parser where they do not. */
import { isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { MappedText } from "../mapped-text.ts";
import { readLines } from "./lines.ts";
import { readBlockScalar, readFlowScalar } from "./scalar.ts";
import { type Entry, isPlainTag, type Tree } from "./tree.ts";

/** The parser takes seconds for more; the line reader does not. */
const MAX_PARSED = 256 * 1024;
const MAX_DEPTH = 60;
/** Templates in place of values or lines make YAML only when they have been rendered. */
const TEMPLATED = /^[ \t]*(?:-[ \t]+)*(?:["']?[\w./][\w.\-/ ]{0,100}["']?:[ \t]+)?\{[{%#]/m;
/** Nesting in block style that only an attack has; the parser is recursive. */
const NESTED = /^[ \t]*(?:[-?][ \t]+){60}|^[ \t]{1200}\S/m;

/** More brackets open at once than anybody writes, quoted ones included. */
const isDeep = (text: string): boolean => {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > MAX_DEPTH) return true;
    depth = Math.max(0, depth);
  }
  return false;
};

const readScalar = (text: string, [start, end]: readonly [number, number], type: string): MappedText => {
  const source = text.slice(start, end);
  if (type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED") return readBlockScalar(source, start);
  if (type === "QUOTE_DOUBLE") return readFlowScalar(source.slice(1, -1), start + 1, '"');
  if (type === "QUOTE_SINGLE") return readFlowScalar(source.slice(1, -1), start + 1, "'");
  return readFlowScalar(source, start, "");
};

const keyText = (key: unknown): string => (isScalar(key) ? String(key.value) : "");

const toTree = (text: string, node: unknown, depth: number): Tree | null => {
  if (!isNode(node) || isAlias(node) || depth > MAX_DEPTH || !isPlainTag(node.tag)) return null;
  if (isScalar(node)) {
    const [start, end] = node.range ?? [0, 0];
    const type = node.type ?? "PLAIN";
    return { kind: "scalar", text: readScalar(text, [start, end], type), isQuoted: type.startsWith("QUOTE") };
  }
  if (isSeq(node)) return { kind: "list", items: node.items.map((item) => toTree(text, item, depth + 1)) };
  if (!isMap(node)) return null;
  const entries: Entry[] = node.items.map(({ key, value }) => ({
    key: keyText(key),
    value: toTree(text, value, depth + 1),
  }));
  return { kind: "map", entries };
};

/** @returns null if the parser finds an error, or cannot read it at all. */
export const parseDocuments = (text: string): readonly Tree[] | null => {
  try {
    const documents = parseAllDocuments(text, {
      schema: "failsafe",
      uniqueKeys: false,
      strict: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return null;
    return documents.flatMap(({ contents }) => toTree(text, contents, 0) ?? []);
  } catch {
    // Too deep for the parser's recursion, or a defect in it: the text is untrusted, and lines can always be read.
    return null;
  }
};

/**
 * Never throws. Most files are plain enough to be read by their lines, which takes a fraction of the parser's time and
 * gives the same (a test compares them); the parser reads the others.
 * @returns one tree per document.
 */
export const parseYaml = (text: string): readonly Tree[] => {
  const lines = readLines(text);
  const isParsed =
    !lines.isSure &&
    text.length <= MAX_PARSED &&
    !TEMPLATED.test(text) &&
    !NESTED.test(text) &&
    !isDeep(text);
  return (isParsed ? parseDocuments(text) : null) ?? lines.trees;
};
