/** One easy rule, so that tests of the conveyor do not depend on the shipped ones. */
import { createDetector } from "../../src/detect/detector.ts";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import { DECLARED_RULES } from "../../src/rules/declared.ts";
import { parseRules } from "../../src/rules/load.ts";
import type { Scanner } from "../../src/run/scan-target.ts";
import { SOURCES } from "../../src/sources/registry.ts";

export const DEMO_RULES = [
  ...parseRules(
    "demo.yml",
    `
provider: demo
title: Demo
rules:
  - id: demo-token
    title: Demo token
    keywords: [demo_]
    pattern: 'demo_(?<secret>[0-9a-f]{16})(?![0-9a-f])'
    vault: { engine: kv, class: api-key, rotation: Make a new one. }
    examples: ['demo_{{hex 16 seed=1}}', 'demo_{{hex 16 seed=2}}']
    counterexamples: ['demo_{{hex 15 seed=1}}', 'demo-{{hex 16 seed=1}}']
    references: ['https://demo.example/tokens']
`,
  ),
  ...DECLARED_RULES,
];

export const DEMO_SCANNER: Scanner = {
  detector: createDetector(DEMO_RULES),
  key: Buffer.alloc(32, 7),
  sources: SOURCES,
};

/** A synthetic token of the demo rule; the same name gives the same one. */
export const demoToken = (name: string): string =>
  `demo_${createSeededRandom(`demo ${name}`).pick("0123456789abcdef", 16)}`;
