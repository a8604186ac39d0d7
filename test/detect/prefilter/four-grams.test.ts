import { describe, expect, it } from "vitest";
import { compileRules } from "../../../src/detect/compile.ts";
import { createAhoCorasick } from "../../../src/detect/prefilter/aho-corasick.ts";
import { createFourGrams } from "../../../src/detect/prefilter/four-grams.ts";
import type { Prefilter } from "../../../src/detect/prefilter/prefilter.ts";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";
import { prefilterContract } from "../../contracts/prefilter-contract.ts";
import { drawBelow } from "../../../scripts/attack/sample-pattern.ts";
import { RULES } from "../../support/scanner.ts";

prefilterContract("four-grams", createFourGrams);

const { literals } = compileRules(RULES);

const hitsOf = (prefilter: Prefilter, bytes: Uint8Array): readonly string[] => {
  const hits: string[] = [];
  prefilter.scan(bytes, (literal, start) => hits.push(`${literal}@${start}`));
  return hits.sort();
};

describe("the literals of the shipped rules", () => {
  const [plain, fast] = [createAhoCorasick(literals), createFourGrams(literals)];

  it("are found each by itself, in either case", () => {
    for (const { text } of literals)
      for (const written of [text, text.toUpperCase(), text.toLowerCase()]) {
        const bytes = Buffer.from(`x${written}`, "latin1");
        expect(hitsOf(fast, bytes)).toEqual(hitsOf(plain, bytes));
      }
  });

  it("are found cut, glued and mixed as the plain prefilter finds them", () => {
    const random = createSeededRandom("shipped literals");
    let found = 0;
    for (let round = 0; round < 300; round++) {
      const parts = Array.from({ length: 60 }, () => {
        const text = literals[drawBelow(random, literals.length)]?.text ?? "";
        const cut = drawBelow(random, 4) === 0 ? drawBelow(random, text.length) : 0;
        const written = drawBelow(random, 3) === 0 ? text.toUpperCase() : text;
        return written.slice(cut) + random.pick(" \n_-=\"'aeiou0", drawBelow(random, 4));
      });
      const bytes = Buffer.from(parts.join(""), "latin1");
      const hits = hitsOf(fast, bytes);
      found += hits.length;
      expect(hits).toEqual(hitsOf(plain, bytes));
    }
    expect(found).toBeGreaterThan(10_000);
  });
});
