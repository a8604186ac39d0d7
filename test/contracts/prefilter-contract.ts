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

    it("finds literals that begin alike, lie in each other, or differ in what case hides, at every place", () => {
      const literals = [
        "to",
        "tok",
        "token",
        "token_",
        "oken",
        "en_x",
        "n_x",
        "[a_",
        "{a_",
        "@b_",
        "`b_",
      ].flatMap((text) => [
        { text, ignoreCase: false },
        { text, ignoreCase: true },
      ]);
      for (let shift = 0; shift < 9; shift++)
        for (const end of ["", "z", "zz", "zzz"]) {
          const bytes = Buffer.from(`${"-".repeat(shift)}Token_x tOKEN_X {A_[a_\`B_@b_ to${end}`);
          expect(search(create, bytes, literals)).toEqual(searchNaively(bytes, literals));
        }
    });

    it("reads no byte outside of the text it was given", () => {
      const around = Buffer.from("token_abc");
      const literals = [
        { text: "token_abc", ignoreCase: false },
        { text: "oken", ignoreCase: false },
      ];
      expect(search(create, around.subarray(1, 9), literals)).toEqual(["1@0"]);
      expect(search(create, around.subarray(0, 8), literals)).toEqual(["1@1"]);
    });

    it("finds what a naive search finds in random texts over a small alphabet", () => {
      const random = createSeededRandom("prefilter");
      for (let round = 0; round < 200; round++) {
        const literals = Array.from({ length: 1 + (round % 12) }, (_, index) => ({
          // Literals of one character in some rounds only: they may take another way.
          text: random.pick(round % 2 === 0 ? "ab" : "abcABC_", (round % 4 === 0 ? 1 : 2) + (index % 6)),
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
