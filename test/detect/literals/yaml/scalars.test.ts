import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseDocuments } from "../../../../src/detect/literals/yaml/parse.ts";
import { readLines } from "../../../../src/detect/literals/yaml/lines.ts";
import type { Tree } from "../../../../src/detect/literals/yaml/tree.ts";

const SCALARS: readonly string[] = [
  "plain",
  "plain with blanks",
  "plain over\n  two lines\n\n  and a paragraph",
  "'single ''quoted'' text'",
  "'folded\n  text'",
  '"double \\"quoted\\" \\t tab \\x41 \\u00e4 \\U0001F600"',
  '"joined \\\n  line"',
  '"folded\n\n  text"',
  "|\n  literal\n    indented\n  text\n",
  "|-\n  no end\n",
  "|+\n  kept\n\n",
  "|2\n    two more\n  text\n",
  ">\n  folded\n  text\n\n  paragraph\n",
  ">-\n  folded\n    indented\n  text\n",
  "|\n\n  blank first\n",
];

const valueOf = (trees: readonly Tree[]): Tree | null => {
  const [tree] = trees;
  return tree?.kind === "map" ? (tree.entries[0]?.value ?? null) : null;
};

describe("YAML scalars", () => {
  for (const scalar of SCALARS) {
    const text = `key: ${scalar}\nother: x\n`;

    it(`has the text the parser gives: ${JSON.stringify(scalar)}`, () => {
      const value = valueOf(parseDocuments(text) ?? []);
      const parsed = String((parse(text) as { key: unknown }).key); // a map with this key, as written above
      // How a block ends is of no interest.
      expect(value?.kind === "scalar" ? value.text.text.trimEnd() : null).toBe(parsed.trimEnd());
    });

    it(`knows where its characters stand: ${JSON.stringify(scalar)}`, () => {
      const value = valueOf(parseDocuments(text) ?? []);
      if (value?.kind !== "scalar") throw new Error("no scalar");
      const { text: own, startOf, endOf } = value.text;
      const places = Array.from(
        { length: own.length },
        (_, index) => [startOf(index), endOf(index)] as const,
      );
      expect(
        places.every(
          ([start, end], index) =>
            start >= (places[index - 1]?.[0] ?? 0) && end > start && end <= text.length,
        ),
      ).toBe(true);
      const letters = places.filter(
        ([start, end], index) => end - start === 1 && /[a-z]/.test(own[index] ?? ""),
      );
      expect(letters.map(([start, end]) => text.slice(start, end)).join("")).toBe(
        [...own]
          .filter((character, index) => /[a-z]/.test(character) && endOf(index) - startOf(index) === 1)
          .join(""),
      );
    });

    it(`reads the same line by line: ${JSON.stringify(scalar)}`, () => {
      const [parsed, read] = [valueOf(parseDocuments(text) ?? []), valueOf(readLines(text).trees)];
      if (parsed?.kind !== "scalar" || read?.kind !== "scalar") throw new Error("no scalar");
      // Plain text that goes on in the next line is the one thing lines do not tell.
      const expected = scalar.startsWith("plain over") ? "plain over" : parsed.text.text.trimEnd();
      expect(read.text.text.trimEnd()).toBe(expected);
    });
  }

  it("leaves out what a tag makes something else of, and aliases", () => {
    const text =
      "a: !vault |\n  x\nb: !Sub y\nc: !reference [d, e]\nf: &f z\ng: *f\nh: !!str s\ni: !unsafe u\n";
    for (const trees of [parseDocuments(text) ?? [], readLines(text).trees]) {
      const [tree] = trees;
      const values =
        tree?.kind === "map"
          ? tree.entries.map(({ value }) => (value?.kind === "scalar" ? value.text.text : null))
          : [];
      expect(values).toEqual([null, null, null, "z", null, "s", "u"]);
    }
  });
});
