/** What every prefilter has to find: exactly what a naive search finds. */
import { describe, expect, it } from "vitest";
import type { CreatePrefilter, Literal } from "../../src/detect/prefilter/prefilter.ts";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";

const searchNaively = (bytes: Uint8Array, literals: readonly Literal[]): readonly string[] => {
  const text = Buffer.from(bytes).toString("latin1");
  const folded = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return literals
    .flatMap((literal, index) => {
      const places: string[] = [];
      const within = literal.ignoreCase ? folded : text;
      for (let at = within.indexOf(literal.text); at !== -1; at = within.indexOf(literal.text, at + 1))
        places.push(`${index}@${at}`);
      return places;
    })
    .sort();
};

const search = (
  create: CreatePrefilter,
  bytes: Uint8Array,
  literals: readonly Literal[],
): readonly string[] => {
  const hits: string[] = [];
  create(literals).scan(bytes, (literal, start) => hits.push(`${literal}@${start}`));
  return hits.sort();
};

export const prefilterContract = (name: string, create: CreatePrefilter): void => {
  describe(`prefilter ${name}`, () => {
    it("finds overlapping, nested and repeated literals", () => {
      const literals = ["he", "she", "his", "hers", "rs"].map((text) => ({ text, ignoreCase: false }));
      const bytes = Buffer.from("ushershishehers");
      expect(search(create, bytes, literals)).toEqual(searchNaively(bytes, literals));
    });

    it("minds the case of a literal, unless told otherwise", () => {
      const literals = [
        { text: "AKIA", ignoreCase: false },
        { text: "akia", ignoreCase: true },
        { text: "akia", ignoreCase: false },
      ];
      expect(search(create, Buffer.from("AKIA akia AkIa"), literals)).toEqual(
        ["0@0", "1@0", "1@10", "1@5", "2@5"].sort(),
      );
    });

    it("finds literals at both ends, in bytes above 127 and around NULs, and nothing in nothing", () => {
      const literals = [
        { text: "\u00e9t\u00e9", ignoreCase: false },
        { text: "end", ignoreCase: true },
      ];
      const bytes = Buffer.from("\u00e9t\u00e9\0\u00ff\u0080 END", "latin1");
      expect(search(create, bytes, literals)).toEqual(["0@0", "1@7"].sort());
      expect(search(create, new Uint8Array(), literals)).toEqual([]);
    });

    it("finds what a naive search finds in random texts over a small alphabet", () => {
      const random = createSeededRandom("prefilter");
      for (let round = 0; round < 200; round++) {
        const literals = Array.from({ length: 1 + (round % 12) }, (_, index) => ({
          text: random.pick(round % 2 === 0 ? "ab" : "abcABC_", 1 + (index % 5)),
          ignoreCase: false,
        })).map((literal, index) =>
          index % 3 === 0 ? { text: literal.text.toLowerCase(), ignoreCase: true } : literal,
        );
        const bytes = Buffer.from(random.pick(round % 2 === 0 ? "abAB" : "abcABC_-", 400));
        expect(search(create, bytes, literals)).toEqual(searchNaively(bytes, literals));
      }
    });
  });
};
