/** Tries rules on their own examples: what `rules test` shows and the tests of the rule files assert. */
import type { Detector } from "../detect/detector.ts";
import { computeBlobId, type TextBlob } from "../model/blob.ts";
import type { Rule } from "../model/rule.ts";
import { expandTemplate } from "../rules/template.ts";

export interface RuleCheck {
  readonly rule: Rule;
  /** One sentence each; none if the rule does what it says. */
  readonly problems: readonly string[];
}

const toBlob = (text: string): TextBlob => {
  const bytes = Buffer.from(text);
  return { id: computeBlobId(bytes), bytes, provenance: null };
};

const checkOne = (rule: Rule, detector: Detector): readonly string[] => {
  const finds = (template: string): readonly string[] =>
    detector.detect(toBlob(expandTemplate(template))).findings.map((finding) => finding.rule);
  const missed = rule.examples.flatMap((template, index) => {
    const rules = finds(template);
    if (rules.includes(rule.id)) return [];
    const others = rules.length === 0 ? "nothing is" : `only ${[...new Set(rules)].join(", ")} is`;
    return [`example ${index + 1} is not found: ${others}`];
  });
  const wrong = rule.counterexamples.flatMap((template, index) =>
    finds(template).includes(rule.id) ? [`counterexample ${index + 1} is found`] : [],
  );
  return [...missed, ...wrong];
};

/** @param detector with all rules, so that another rule that takes the finding shows. */
export const checkRules = (rules: readonly Rule[], detector: Detector): readonly RuleCheck[] =>
  rules.map((rule) => ({ rule, problems: checkOne(rule, detector) }));
