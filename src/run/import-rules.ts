/** Converts a rule file of another tool and tries every rule on texts that its pattern matches. */
import { stringify } from "yaml";
import { createDetector } from "../detect/detector.ts";
import { computeBlobId } from "../model/blob.ts";
import type { Rule } from "../model/rule.ts";
import { convertRule, type Conversion } from "../rules/import-convert.ts";
import type { ForeignFile } from "../rules/import-foreign.ts";
import { expandTemplate } from "../rules/template.ts";

export interface ImportedRule {
  readonly id: string;
  readonly isConverted: boolean;
  /** In what it differs, or why it was refused. */
  readonly notes: readonly string[];
}

export interface ImportedPack {
  readonly rules: readonly ImportedRule[];
  readonly notes: readonly string[];
  /** A rule file, or null if no rule could be converted. */
  readonly pack: string | null;
  /** An ignore file with what the tool allows by path, or null. */
  readonly ignores: string | null;
}

const EXAMPLES = 2;

const countFound = (rule: Rule, template: string): number => {
  const bytes = Buffer.from(expandTemplate(template));
  return createDetector([rule]).detect({ id: computeBlobId(bytes), bytes, provenance: null }).findings.length;
};

/** Texts around the keyword without a value. */
const listCounterexamples = ({ keywords, title }: Rule): readonly string[] => {
  const [keyword = ""] = keywords;
  return [`${keyword} is not set`, `see ${keyword}`, title, "nothing to see here", "another line of text"];
};

type Tried = { readonly rule: Rule } | { readonly refused: string };

/** What cannot be shown to work is not written. */
const tryRule = (rule: Rule, samples: readonly string[]): Tried => {
  const examples: string[] = [];
  for (const sample of samples) {
    if (examples.length === EXAMPLES) break;
    if (countFound(rule, sample) > 0) examples.push(sample);
  }
  if (examples.length < EXAMPLES)
    return { refused: "no text could be made that it finds, so it cannot be tried" };
  const counterexamples = listCounterexamples(rule)
    .filter((text) => countFound(rule, text) === 0)
    .slice(0, EXAMPLES);
  if (counterexamples.length < EXAMPLES) return { refused: "it finds ordinary text" };
  return { rule: { ...rule, examples, counterexamples } };
};

/** Only what differs from the defaults of the format. */
const toYaml = (rule: Rule): object => ({
  id: rule.id,
  title: rule.title,
  keywords: rule.keywords,
  pattern: rule.pattern,
  ...(rule.ignoreCase ? { ignoreCase: true } : {}),
  window: rule.window,
  ...(rule.entropy > 0 ? { entropy: rule.entropy } : {}),
  ...(rule.allow.length > 0 ? { allow: rule.allow } : {}),
  vault: {
    engine: rule.vault.engine,
    class: rule.vault.class,
    field: rule.vault.field,
    rotation: rule.vault.rotation,
  },
  examples: rule.examples,
  counterexamples: rule.counterexamples,
  references: rule.references,
});

const write = (data: object): string => stringify(data, { lineWidth: 0 });

interface Outcome extends ImportedRule {
  readonly rule: Rule | null;
  readonly foreignId: string;
}

const settle = (foreignId: string, { id, rule, notes, samples }: Conversion, taken: Set<string>): Outcome => {
  const refuse = (why: string): Outcome => ({
    foreignId,
    id,
    isConverted: false,
    notes: [...notes, why],
    rule: null,
  });
  if (rule === null) return { foreignId, id, isConverted: false, notes, rule };
  if (taken.has(id)) return refuse("its id stands twice");
  const tried = tryRule(rule, samples);
  if ("refused" in tried) return refuse(tried.refused);
  taken.add(id);
  return { foreignId, id, isConverted: true, notes, rule: tried.rule };
};

/** @param from provider of the pack (kebab-case) and the name of the file, for its references. */
export const importRules = (
  file: ForeignFile,
  from: { readonly provider: string; readonly name: string },
): ImportedPack => {
  const reference = `file:${encodeURIComponent(from.name)}`;
  const taken = new Set<string>();
  const outcomes = file.rules.map((foreign) =>
    settle(foreign.id, convertRule(foreign, { provider: from.provider, reference }), taken),
  );
  const converted = outcomes.flatMap(({ rule }) => (rule === null ? [] : [rule]));
  const title = `Rules imported from ${from.name}`;
  const ignores = file.exceptions.flatMap(({ id, paths }) => {
    const own = outcomes.find((outcome) => outcome.foreignId === id && outcome.isConverted);
    return own === undefined ? [] : [{ rules: [own.id], path_patterns: paths }];
  });
  return {
    rules: [
      ...outcomes.map(({ id, isConverted, notes }) => ({ id, isConverted, notes })),
      ...file.refused.map(({ id, why }) => ({ id, isConverted: false, notes: [why] })),
    ],
    notes: file.notes,
    pack:
      converted.length === 0 ? null : write({ provider: from.provider, title, rules: converted.map(toYaml) }),
    ignores: ignores.length === 0 ? null : write({ version: 1, ignore: ignores }),
  };
};
