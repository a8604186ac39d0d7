/** A scanner with the shipped rules and a fixed key, for tests. */
import { fileURLToPath } from "node:url";
import { createDetector } from "../../src/detect/detector.ts";
import { loadRules } from "../../src/rules/load.ts";
import type { Scanner } from "../../src/run/scan-target.ts";
import { SOURCES } from "../../src/sources/registry.ts";

export const PATTERNS = fileURLToPath(new URL("../../patterns", import.meta.url));
export const TEST_KEY = Buffer.alloc(32, 7);
export const RULES = await loadRules(PATTERNS);
export const DETECTOR = createDetector(RULES);
export const SCANNER: Scanner = { detector: DETECTOR, key: TEST_KEY, sources: SOURCES };

export const makeGitContext = (signal = new AbortController().signal) => ({
  environment: process.env,
  signal,
});
