import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findLiterals } from "../../../src/detect/literals/literals.ts";
import { readMarked } from "./marked.ts";

const readCases = (file: string): readonly string[] =>
  readFileSync(join(import.meta.dirname, file), "utf8")
    .trimEnd()
    .split("\n");

describe("credentials on command lines", () => {
  for (const line of readCases("commands.txt")) {
    const { text, expected } = readMarked(line);
    it(`finds what is marked: ${line}`, () => {
      const found = findLiterals("run.sh", text).map(({ name, value, start, end }) => ({
        name,
        value,
        start,
        end,
      }));
      expect(found).toEqual(expected);
    });

    it(`finds the same in a pipeline's script: ${line}`, () => {
      const head = "job:\n  script:\n    - |\n      ";
      const found = findLiterals(".gitlab-ci.yml", `${head}${text}\n`);
      expect(found.map(({ name, value }) => ({ name, value }))).toEqual(
        expected.map(({ name, value }) => ({ name, value })),
      );
      expect(found.map(({ start }) => start)).toEqual(expected.map(({ start }) => start + head.length));
    });
  }

  for (const line of readCases("not-commands.txt"))
    it(`finds nothing: ${line}`, () => {
      expect(findLiterals("run.sh", `${line}\n`)).toEqual([]);
    });
});
