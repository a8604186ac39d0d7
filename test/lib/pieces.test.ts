import { describe, expect, it } from "vitest";
import { createDetector } from "../../src/detect/detector.ts";
import { createPieceMaker } from "../../src/lib/pieces.ts";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { blobId } from "../../src/model/ids.ts";
import type { TextBlob } from "../../src/model/blob.ts";
import { parseRules } from "../../src/rules/load.ts";

const RULES = parseRules(
  "demo.yml",
  `
provider: demo
title: Demo
rules:
  - id: demo-token
    title: Demo token
    keywords: [demo_]
    pattern: 'demo_(?<secret>[0-9a-f]{16})'
    vault: { engine: kv, class: api-key, rotation: Make a new one. }
    examples: ['demo_{{hex 16 seed=1}}', 'demo_{{hex 16 seed=2}}']
    counterexamples: ['demo_{{hex 15 seed=1}}', 'demo-{{hex 16 seed=1}}']
    references: ['https://demo.example/tokens']
`,
);

const detector = createDetector(RULES);
const blob = (bytes: Buffer, part?: TextBlob["part"]): TextBlob => ({
  id: blobId("x"),
  bytes,
  provenance: null,
  ...(part === undefined ? {} : { part }),
});

describe("a text in pieces", () => {
  it("gives the same findings at the same places as the whole, wherever the seams are", () => {
    const random = createSeededRandom("pieces");
    const lines = Array.from({ length: 9000 }, (_, index) =>
      index % 7 === 0
        ? `é demo_${random.pick("0123456789abcdef", 16)} x`
        : random.pick("abcdefgh é \t", 1 + (index % 90)),
    );
    const whole = Buffer.from(`${lines.slice(0, 6000).join("\n")}${lines.slice(6000).join(" ")}`);
    const expected = detector.detect(blob(whole)).findings.map(({ region }) => region);
    expect(expected.length).toBeGreaterThan(1000);
    for (const size of [150_001, 262_144, 300_007, whole.length - 1]) {
      const makePiece = createPieceMaker();
      const found = [];
      for (let offset = 0; offset < whole.length; offset += size) {
        const chunk = whole.subarray(offset, offset + size);
        const { bytes, ...part } = makePiece(chunk, offset + size >= whole.length);
        found.push(...detector.detect(blob(bytes, part)).findings.map(({ region }) => region));
      }
      expect(found).toEqual(expected);
    }
  });
});
