import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findLiterals } from "../../../../src/detect/literals/literals.ts";
import { parseDocuments } from "../../../../src/detect/literals/yaml/parse.ts";
import { readLines } from "../../../../src/detect/literals/yaml/lines.ts";
import type { Tree } from "../../../../src/detect/literals/yaml/tree.ts";
import { readSamples } from "../samples.ts";

/** Texts with their places; what is empty says nothing. */
const show = (tree: Tree | null): unknown => {
  if (tree === null) return null;
  if (tree.kind === "scalar")
    return tree.text.text.trim() === "" ? null : [tree.text.text.trimEnd(), tree.text.startOf(0)];
  const parts =
    tree.kind === "list" ? tree.items.map(show) : tree.entries.map(({ key, value }) => [key, show(value)]);
  return parts.length === 0 ? null : parts;
};

const showAll = (trees: readonly Tree[]): readonly unknown[] =>
  trees.map(show).filter((tree) => tree !== null);

const PATTERNS = join(import.meta.dirname, "../../../../patterns");

/** YAML of many hands and styles that every checkout has. */
const FILES: readonly (readonly [name: string, text: string])[] = [
  ...readSamples()
    .filter(({ path }) => /\.ya?ml$/.test(path))
    .map(({ name, text }) => [`the ${name} sample`, text] as const),
  ...readdirSync(PATTERNS)
    .filter((file) => file.endsWith(".yml"))
    .map((file) => [`patterns/${file}`, readFileSync(join(PATTERNS, file), "utf8")] as const),
];

const PIECES: Readonly<Record<string, string>> = {
  "a list in the column of its key": "a:\n- b\n- c\nd: e\n",
  "lists of lists": "a:\n  - - b\n    - c\n  - d\n",
  "maps in lists": "- a: b\n  c: d\n- e:\n    f: g\n  h: i\n",
  "comments and blank lines": "# x\n\na: b # c\n\n  # d\ne:\n  # f\n  g: 'h' # i\n",
  documents: "a: b\n---\nc: d\n...\n---\n- e\n",
  "anchors and tags": "a: &b\n  c: d\ne: *b\nf: !g h\ni:\n  <<: *b\n  j: k\n",
  "flow collections": "a: [b, \"c, d\", 'e']\nf: { g: h, i: j }\nk: []\nl: {}\n",
  "Windows line ends": "a: b\r\nc: |\r\n  d\r\n  e\r\nf: g\r\n",
  blocks: "a: |\n  b\n\n  c\nd: >-\n  e\n  f\ng:\n  - |\n    h\n    i\n  - j\n",
};
/** What lines do not tell: they must say so. */
const UNSURE: Readonly<Record<string, string>> = {
  "plain text over two lines": "a: b\n  c\n",
  "a flow collection over two lines": "a: [b,\n  c]\n",
  "nested flow collections": "a: { b: [c] }\n",
  "text behind a quote": "a: 'b' c\n",
  "a quote without an end": 'a: "b\n',
  "complex keys": "? a\n: b\n",
  "a key with quotes inside": 'a "b": c\n',
  "an anchor before a map in a list": "- &a b: c\n",
  "a line that is no entry": "a: b\nc\nd: e\n",
  "content on the line of a document's start": "--- a\n",
};

describe("YAML read line by line", () => {
  for (const [name, text] of [...FILES, ...Object.entries(PIECES)])
    it(`is what the parser reads, or not sure: ${name}`, () => {
      const { trees, isSure } = readLines(text);
      const parsed = isSure ? parseDocuments(text) : null;
      expect(showAll(trees)).toEqual(showAll(parsed ?? trees));
    });

  it("is sure of nearly every file", () => {
    expect(FILES.filter(([, text]) => readLines(text).isSure).length).toBeGreaterThan(FILES.length * 0.8);
  });

  for (const [what, text] of Object.entries(PIECES))
    it(`is sure of ${what}`, () => expect(readLines(text).isSure).toBe(true));

  for (const [what, text] of Object.entries(UNSURE))
    it(`is not sure of ${what}`, () => expect(readLines(text).isSure).toBe(false));

  it("leaves what it is not sure of to the parser", () => {
    const text = "job: { variables: { A_PASSWORD: hunter2, B: [c] } }\n";
    expect(findLiterals(".gitlab-ci.yml", text)).toMatchObject([{ name: "A_PASSWORD", job: "job" }]);
  });

  it("goes on behind a broken line", () => {
    const text =
      'variables:\n  A_PASSWORD: hunter2\n  broken: [a, "b\n  : : :\njob:\n  script:\n    - mysql -phunter3\n';
    expect(findLiterals(".gitlab-ci.yml", text).map(({ value }) => value)).toEqual(["hunter2", "hunter3"]);
  });

  it("keeps documents apart", () => {
    const text = `{{- if .Values.x }}\nkind: ConfigMap\napiVersion: v1\ndata:\n  password: aHVudGVyMg==\n---\nkind: Secret\napiVersion: v1\ndata:\n  password: aHVudGVyMg==\n`;
    expect(findLiterals("chart/templates/a.yaml", text).map(({ value }) => value)).toEqual([
      "aHVudGVyMg==",
      "hunter2",
    ]);
  });
});
