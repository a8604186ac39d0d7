/** Which kind a judged value is of: the first whose `names` fits its name. */
import type { Rule } from "../../model/rule.ts";
import type { Candidate } from "../candidate.ts";
import type { Value } from "./values.ts";

export interface Kind {
  readonly rule: Rule;
  readonly names: RegExp;
}

const BEFORE = 64;
const AFTER = 16;

export const compileKinds = (rules: readonly Rule[]): readonly Kind[] =>
  rules.flatMap((rule) => (rule.names === null ? [] : [{ rule, names: new RegExp(rule.names, "i") }]));

/** The value as a candidate of its kind; null where no kind wants values of such a name. */
export const toCandidate = (
  kinds: readonly Kind[],
  { found, span, confidence, because }: Value,
): Candidate | null => {
  const kind = kinds.find(({ names }) => names.test(found.name));
  if (kind === undefined) return null;
  const end = found.start + found.value.length;
  return {
    rule: kind.rule,
    span,
    value: found.value,
    match: found.value,
    window: found.line,
    before: found.line.slice(Math.max(0, found.start - BEFORE), found.start),
    after: found.line.slice(end, end + AFTER),
    prefix: "",
    judged: { name: found.name, confidence: confidence ?? "low", reasons: because },
  };
};
