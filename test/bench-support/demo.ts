/** A probe with one easy rule, and rows made up around its tokens. */
import { createProbe } from "../bench/accuracy/probe.ts";
import type { Example, Label, LabelledValue, PipelinePlace } from "../bench/accuracy/rows.ts";
import { DEMO_SCANNER, demoToken } from "../support/demo-rules.ts";

export const PROBE = createProbe(DEMO_SCANNER.detector);

/** What the demo rule reports as the secret: its token without the prefix. */
export const demoValue = (name: string): string => demoToken(name).slice("demo_".length);

export const makeExample = (part: Partial<Example>): Example => ({
  id: "made-up/rule#1",
  source: "made-up",
  provider: "demo",
  expect: "secret",
  text: "",
  ...part,
});

export const makeLabel = (part: Partial<Label>): Label => ({
  line: 1,
  endLine: part.line ?? 1,
  label: "T",
  start: -1,
  end: -1,
  category: "Token",
  core: part.label === undefined || part.label === "T",
  tier: "strong",
  ...part,
});

/** A row whose value is the first occurrence of `value` in `context`. */
export const makeValue = (
  context: string,
  value: string,
  part: Partial<LabelledValue> = {},
): LabelledValue => ({
  id: "made-up#1",
  path: "a.txt",
  label: "T",
  core: true,
  tier: "strong",
  category: "Token",
  span: "label",
  context,
  valueStart: context.indexOf(value),
  valueEnd: context.indexOf(value) + value.length,
  fold: 0,
  ...part,
});

export const makePipelinePlace = (line: number, label: "T" | "F", note = "name: a role"): PipelinePlace => ({
  file: "ci-corpus/001.yml",
  line,
  endLine: line,
  label,
  tier: label === "T" ? "weak" : null,
  where: "variables",
  note,
});
