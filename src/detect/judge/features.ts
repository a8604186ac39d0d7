/** All numbers the trees see, in their order: those of the candidate itself, then the three linear scores. */
import type { Look } from "./look.ts";
import { LAYOUT, LEFT_FLAGS, LINE_FLAGS_NAMES, writeLayout, writeLeft, writeName } from "./name-line.ts";
import { NAME_FLAGS, NAME_REST } from "./name-look.ts";
import { LINEAR_PARTS } from "./tokens.ts";
import { VALUE_NUMBERS, writeValueNumbers } from "./value-numbers.ts";
import { VALUE_SHAPE, writeValueShape } from "./value-shape.ts";
import { WORD_COVER, WORD_KINDS, writeWordCover, writeWordKinds } from "./word-kinds.ts";
import type { WordModel } from "./word-model.ts";

/** What a feature is about, for explanations. */
export const GROUPS = [
  "randomness",
  "words",
  "shape",
  "stand-in",
  "name",
  "before",
  "layout",
  "characters",
  "base",
] as const;
export type Group = (typeof GROUPS)[number];

const SECTIONS: readonly (readonly [Group, readonly string[]])[] = [
  ["randomness", VALUE_NUMBERS],
  ["shape", VALUE_SHAPE],
  ["words", WORD_COVER],
  ["stand-in", WORD_KINDS],
  ["name", NAME_FLAGS],
  ["name", NAME_REST],
  ["before", LEFT_FLAGS],
  ["before", LINE_FLAGS_NAMES],
  ["layout", LAYOUT],
  ["layout", ["gate"]],
  ["characters", ["linear value"]],
  ["name", ["linear name"]],
  ["before", ["linear beside"]],
];

export const FEATURE_NAMES: readonly string[] = SECTIONS.flatMap(([, names]) => names);
export const FEATURE_GROUPS: readonly Group[] = SECTIONS.flatMap(([group, names]) => names.map(() => group));
export const FEATURE_COUNT = FEATURE_NAMES.length;
/** The linear scores stand last. */
export const LINEAR_START = FEATURE_COUNT - LINEAR_PARTS.length;

const ENTROPY = FEATURE_NAMES.indexOf("entropy");
const TYPE_WORD = FEATURE_NAMES.indexOf("type word");

/** Writes all numbers but the linear scores. */
export const writeFeatures = (look: Look, words: WordModel, out: Float64Array): void => {
  let at = 0;
  writeValueNumbers(look, out, at);
  at += VALUE_NUMBERS.length;
  writeValueShape(look, out, at);
  at += VALUE_SHAPE.length;
  writeWordCover(look, words, { entropy: out[ENTROPY] ?? 0, isType: out[TYPE_WORD] ?? 0 }, [out, at]);
  at += WORD_COVER.length;
  writeWordKinds(look, out, at);
  at += WORD_KINDS.length;
  writeName(look, out, at);
  at += NAME_FLAGS.length + NAME_REST.length;
  writeLeft(look, out, at);
  at += LEFT_FLAGS.length + LINE_FLAGS_NAMES.length;
  writeLayout(look, out, at);
  out[at + LAYOUT.length] = Number(look.candidate.gate === "run");
};
