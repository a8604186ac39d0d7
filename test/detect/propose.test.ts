/** The fast way from a text to its candidates, and the plain one: every keyword searched for, every expression run. */
import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/detect/compile.ts";
import { matchAround } from "../../src/detect/match.ts";
import { createFourGrams } from "../../src/detect/prefilter/four-grams.ts";
import { createProposer } from "../../src/detect/propose.ts";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { drawBelow } from "../../scripts/attack/sample-pattern.ts";
import { RULES } from "../support/scanner.ts";

const compiled = compileRules(RULES);
const propose = createProposer(compiled, createFourGrams(compiled.literals));
const ignore = (): void => undefined;

const proposeFast = (bytes: Buffer): readonly string[] => {
  const found: string[] = [];
  propose(
    bytes,
    ({ rule }, { span, value }) => found.push(`${rule.id} ${span.start}-${span.end} ${value}`),
    ignore,
  );
  return found.sort();
};

const findAll = (text: string, part: string): readonly number[] => {
  const places: number[] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) places.push(at);
  return places;
};

const proposePlainly = (bytes: Buffer): readonly string[] => {
  const text = bytes.toString("latin1");
  const folded = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const found = new Set<string>();
  compiled.literals.forEach((literal, index) => {
    for (const start of findAll(literal.ignoreCase ? folded : text, literal.text))
      for (const rule of compiled.rulesOf[index] ?? []) {
        const running = { compiled: rule, demands: [], spend: ignore };
        for (const { span, value } of matchAround(bytes, { start, length: literal.text.length }, running))
          found.add(`${rule.rule.id} ${span.start}-${span.end} ${value}`);
      }
  });
  return [...found].sort();
};

const SAMPLES = RULES.flatMap((rule) => [...rule.examples, ...rule.counterexamples].map(expandTemplate));

describe("candidates", () => {
  it("are the same however they are looked for: examples of all rules, many to a line, some broken", () => {
    const random = createSeededRandom("proposals");
    let count = 0;
    for (let at = 0; at < SAMPLES.length; at += 8) {
      const parts = SAMPLES.slice(at, at + 8).map((sample) => {
        const cut = drawBelow(random, 3) === 0 ? drawBelow(random, sample.length) : sample.length;
        return sample.slice(0, cut) + random.pick(' \n;"', drawBelow(random, 3)) + sample.slice(cut + 1);
      });
      const bytes = Buffer.from(parts.join(random.pick(" \n,", 1)));
      const fast = proposeFast(bytes);
      count += fast.length;
      expect(fast).toEqual(proposePlainly(bytes));
    }
    expect(count).toBeGreaterThan(RULES.length);
  });

  it("of one place are reported once for each rule", () => {
    const sample = SAMPLES.find((text) => proposeFast(Buffer.from(text)).length > 0) ?? "";
    const found = proposeFast(Buffer.from(`${sample}\n${sample}`));
    expect(found.length).toBe(new Set(found).size);
    expect(found.length).toBeGreaterThan(1);
  });
});
