/** Hostile texts: no crash, no more work than a text of its length may cost, and what is planted in them is found. */
import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/detect/compile.ts";
import { visitDecoded } from "../../src/detect/decode/visit.ts";
import { createFourGrams } from "../../src/detect/prefilter/four-grams.ts";
import { createProposer } from "../../src/detect/propose.ts";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { decodeText } from "../../src/lib/text.ts";
import { blobId } from "../../src/model/ids.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { makeHostileTexts } from "../support/hostile-texts.ts";
import { drawBelow } from "../../scripts/attack/sample-pattern.ts";
import { DETECTOR, RULES } from "../support/scanner.ts";

const TOKEN = expandTemplate("ghp_{{b62 30 seed=fuzz | crc-b62}}");
/** Characters on each side of what is planted. */
const HALF = 25_000;
/**
 * Characters that rules may be asked about and decoders may make, of a text: so many for each of its own, and some rules'
 * whole budgets (src/detect/propose.ts), since their windows are as long as a key.
 */
const STEPS_PER_BYTE = 200;
const STEPS_FLOOR = 4 * 4 * 1024 * 1024;

const compiled = compileRules(RULES);
const propose = createProposer(compiled, createFourGrams(compiled.literals));
const samples = RULES.flatMap((rule) => [...rule.examples, ...rule.counterexamples].map(expandTemplate));
const literals = compiled.literals.map(({ text }) => text);

const detect = (bytes: Buffer) => DETECTOR.detect({ id: blobId("fuzz"), bytes, provenance: null });

const countSteps = (bytes: Buffer): number => {
  let steps = 0;
  const add = (count: number): void => void (steps += count);
  const ignore = (): void => undefined;
  visitDecoded(decodeText(bytes), (text) => {
    add(text.length);
    propose(text, ignore, ignore, add);
  });
  return steps;
};

/** Findings that stand nowhere in the text, lines included. */
const findStray = (bytes: Buffer): readonly string[] => {
  const text = decodeText(bytes);
  const lines = text.reduce((count, byte) => count + Number(byte === 0x0a), 1);
  return detect(bytes)
    .findings.filter(
      ({ span, region, secret }) =>
        span.start < 0 ||
        span.end <= span.start ||
        span.end > text.length ||
        region.line < 1 ||
        region.endLine > lines ||
        secret.reveal() === "",
    )
    .map(({ rule, span }) => `${rule} at ${span.start} to ${span.end} of ${text.length}`);
};

const findsToken = (bytes: Buffer): boolean => {
  const { findings, isCutShort } = detect(bytes);
  // What is not read to its end says so.
  return isCutShort || findings.some(({ secret }) => secret.reveal() === TOKEN);
};

const HOSTILE = makeHostileTexts(HALF, { samples, literals });

describe("a hostile text", () => {
  it.each(HOSTILE)("costs a bounded number of steps and hides nothing: $title", ({ text }) => {
    const bytes = Buffer.from(`${text} ${TOKEN} ${text}`, "latin1");
    expect(countSteps(bytes)).toBeLessThan(STEPS_PER_BYTE * bytes.length + STEPS_FLOOR);
    expect(findsToken(bytes)).toBe(true);
  });

  it.each([
    ["a hundred thousand assignments", "password=".repeat(50_000)],
    [
      "a line of a megabyte",
      makeHostileTexts(500_000, { samples, literals }).find(({ title }) => title.startsWith("a bundle"))
        ?.text ?? "",
    ],
  ])("may be long: %s", (_, text) => {
    const bytes = Buffer.from(`${text} ${TOKEN} ${text}`, "latin1");
    expect(bytes.length).toBeGreaterThan(900_000);
    expect(countSteps(bytes)).toBeLessThan(STEPS_PER_BYTE * bytes.length + STEPS_FLOOR);
    expect(findsToken(bytes)).toBe(true);
  });

  it("stops a rule that is asked too often, says so, and hears the others", () => {
    const heads = "-----BEGIN RSA PRIVATE KEY-----\n".repeat(4000);
    const { findings, overBudget } = detect(Buffer.from(`${heads} ${TOKEN} \n${heads}`));
    expect(overBudget.length).toBeGreaterThan(0);
    expect(findings.map(({ secret }) => secret.reveal())).toContain(TOKEN);
  });
});

describe("a broken text", () => {
  const text = `a = "ä" # ${TOKEN} ünd so weiter\n`.repeat(3);

  it.each([
    ["UTF-16, cut in a character", Buffer.from(text, "utf16le").subarray(0, -1)],
    [
      "UTF-16 with its mark, cut",
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]).subarray(0, -3),
    ],
    ["UTF-16, big endian", Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["UTF-8, cut in a character", Buffer.from(`${text}ä`).subarray(0, -1)],
    ["UTF-8 with its mark", Buffer.from(`\ufeff${text}`)],
    ["NULs in it", Buffer.from(`\0\0${text}\0`)],
    ["Latin-1", Buffer.from(text, "latin1")],
  ])("is read as far as it goes: %s", (_, bytes) => {
    expect(findsToken(bytes)).toBe(true);
    expect(findStray(bytes)).toEqual([]);
  });

  it("of random bytes, or of examples with random bytes in them, gives places that are there", () => {
    const random = createSeededRandom("broken texts");
    for (let round = 0; round < 400; round++) {
      const sample = Buffer.from(samples[drawBelow(random, samples.length)] ?? "");
      for (let flips = round % 4; flips > 0 && sample.length > 0; flips--)
        sample[drawBelow(random, sample.length)] = drawBelow(random, 256);
      const noise = Buffer.from(random.bytes(drawBelow(random, 300)));
      const bytes = Buffer.concat(round % 2 === 0 ? [noise, sample] : [sample, noise, sample]);
      expect(findStray(bytes)).toEqual([]);
    }
  });
});
