/** The stages of detection, each as an action over all texts that can be timed by itself. */
import { readFileSync } from "node:fs";
import { compileRules } from "../../../src/detect/compile.ts";
import { visitDecoded } from "../../../src/detect/decode/visit.ts";
import { createAhoCorasick } from "../../../src/detect/prefilter/aho-corasick.ts";
import { createFourGrams } from "../../../src/detect/prefilter/four-grams.ts";
import type { CreatePrefilter } from "../../../src/detect/prefilter/prefilter.ts";
import { createProposer } from "../../../src/detect/propose.ts";
import { blobId } from "../../../src/model/ids.ts";
import type { Rule } from "../../../src/model/rule.ts";
import { DETECTOR, RULES } from "../../support/scanner.ts";
import { doubleRules } from "./double-rules.ts";
import type { Texts } from "./texts.ts";

const ROUNDS = 5;
/** The clock of CPU time ticks in milliseconds: a short action is repeated for so many seconds. */
const LEAST_SECONDS = 0.2;

/** CPU seconds of an action on this thread, in the fastest of several rounds; the first one only warms up. */
export const measure = (action: () => void): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= ROUNDS; round++) {
    const before = process.threadCpuUsage();
    let [count, seconds] = [0, 0];
    while (seconds < LEAST_SECONDS) {
      action();
      const { user, system } = process.threadCpuUsage(before);
      count++;
      seconds = (user + system) / 1e6;
    }
    if (round > 0) best = Math.min(best, seconds / count);
  }
  return best;
};

const sumBytes = (bytes: Uint8Array): number => {
  // Read once: V8 13 takes four times as long if the loop asks for it at every step.
  const { length } = bytes;
  let sum = 0;
  for (let index = 0; index < length; index++) sum = (sum + (bytes[index] ?? 0)) | 0;
  return sum;
};

/** All literals as one regular expression, as one would write it without a prefilter. */
const createAlternation = (): RegExp => {
  const literals = new Set(compileRules(RULES).literals.map(({ text }) => text));
  const longestFirst = [...literals].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((text) => text.replaceAll(/[^\w ]/g, "\\$&")).join("|"), "gi");
};

/** Results have to go somewhere, or the compiler removes the work. */
export let sink = 0;

const prefilterStage =
  (create: CreatePrefilter) =>
  ({ texts }: Texts) => {
    const prefilter = create(compileRules(RULES).literals);
    return () => texts.forEach((text) => prefilter.scan(text, (literal) => void (sink += literal)));
  };

const proposeStage =
  (rules: readonly Rule[]) =>
  ({ texts }: Texts) => {
    const compiled = compileRules(rules);
    const propose = createProposer(compiled, createFourGrams(compiled.literals));
    const count = (): void => void sink++;
    return () => texts.forEach((text) => propose(text, count, count));
  };

export const STAGES: Readonly<Record<string, (texts: Texts) => () => void>> = {
  "read the files from the page cache": ({ paths }) => {
    return () => paths.forEach((path) => (sink += readFileSync(path).length));
  },
  "touch every byte": ({ texts }) => {
    return () => texts.forEach((text) => (sink += sumBytes(text)));
  },
  "all literals as one regular expression": ({ texts }) => {
    const strings = texts.map((text) => text.toString("latin1"));
    const alternation = createAlternation();
    return () =>
      strings.forEach((text) => {
        for (const match of text.matchAll(alternation)) sink += match.index;
      });
  },
  "prefilter, plain": prefilterStage(createAhoCorasick),
  prefilter: prefilterStage(createFourGrams),
  "prefilter and patterns": proposeStage(RULES),
  "prefilter and patterns, twice the rules": proposeStage(doubleRules(RULES)),
  decoders: ({ texts }) => {
    return () => texts.forEach((text) => visitDecoded(text, (piece) => void (sink += piece.length)));
  },
  detect: ({ texts }) => {
    const id = blobId("bench");
    return () =>
      texts.forEach((bytes) => (sink += DETECTOR.detect({ id, bytes, provenance: null }).findings.length));
  },
};
