/** Synthetic candidates, written as templates, on which trainer and scanner must agree. */
import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { ValueCandidate } from "../../src/detect/extract/candidate.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import type { Example } from "./examples.ts";

const TemplateSchema = v.object({
  gate: v.picklist(["named", "run"]),
  name: v.string(),
  /** The line; « and » stand around the value. */
  line: v.string(),
  quote: v.string(),
  separator: v.string(),
  extension: v.string(),
});
export type CandidateTemplate = Readonly<v.InferOutput<typeof TemplateSchema>>;

export const readTemplates = (file: string): readonly CandidateTemplate[] =>
  v.parse(v.array(TemplateSchema), JSON.parse(readFileSync(file, "utf8")));

export const toCandidate = ({ line, ...rest }: CandidateTemplate): ValueCandidate => {
  const text = expandTemplate(line);
  const [start, end] = [text.indexOf("«"), text.indexOf("»")];
  const value = text.slice(start + 1, end);
  return { ...rest, value, start, line: text.slice(0, start) + value + text.slice(end + 1) };
};

export const toExample = (template: CandidateTemplate): Example => ({
  candidate: toCandidate(template),
  target: 0,
  weight: 0,
  fold: 0,
  repo: "",
});
