/** The format of `patterns/<provider>.yml`, as a schema and as typed rules. */
import * as v from "valibot";
import { ruleId } from "../model/ids.ts";
import { ENGINES, type Rule, SPECIFICITIES } from "../model/rule.ts";
import { SEVERITIES } from "../model/severity.ts";

const kebab = v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be kebab-case"));
const text = v.pipe(v.string(), v.nonEmpty());

/** Bytes around a keyword hit: a token and its line fit; PEM blocks say more. */
const DEFAULT_WINDOW = { before: 64, after: 256, multiline: false };

const partnerSchema = v.pipe(
  v.strictObject({
    rules: v.optional(v.pipe(v.array(kebab), v.nonEmpty())),
    names: v.optional(text),
    value: v.optional(text),
    claims: v.optional(text),
  }),
  v.check(
    ({ rules, names, value, claims }) =>
      rules === undefined
        ? value !== undefined && claims === undefined
        : names === undefined && value === undefined,
    "needs rules, or a value",
  ),
);

const ruleSchema = v.strictObject({
  id: kebab,
  title: text,
  specificity: v.optional(v.picklist(SPECIFICITIES), "token"),
  keywords: v.optional(v.array(v.pipe(v.string(), v.minLength(3, "keywords need 3 characters"))), []),
  pattern: v.optional(text),
  names: v.optional(text),
  ignoreCase: v.optional(v.boolean(), false),
  window: v.optional(
    v.strictObject({
      before: v.optional(
        v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4096)),
        DEFAULT_WINDOW.before,
      ),
      after: v.optional(
        v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536)),
        DEFAULT_WINDOW.after,
      ),
      multiline: v.optional(v.boolean(), false),
    }),
    DEFAULT_WINDOW,
  ),
  entropy: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(8)), 0),
  checksum: v.optional(text),
  filters: v.optional(v.array(text), []),
  allow: v.optional(v.array(text), []),
  severity: v.optional(v.picklist(SEVERITIES), "high"),
  pair: v.optional(v.record(v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{1,30}$/)), partnerSchema)),
  vault: v.strictObject({
    engine: v.picklist(ENGINES),
    class: kebab,
    field: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9_]+$/)), "token"),
    store: v.optional(v.boolean(), true),
    rotation: text,
  }),
  examples: v.pipe(v.array(text), v.minLength(2, "needs 2 examples")),
  counterexamples: v.pipe(v.array(text), v.minLength(2, "needs 2 counterexamples")),
  references: v.pipe(v.array(v.pipe(v.string(), v.url())), v.nonEmpty()),
});

/** A rule finds values by a pattern around keywords, or takes those the judge approves of by their names. */
const wayOfFinding = v.check<v.InferOutput<typeof ruleSchema>, string>(
  ({ pattern, names, keywords }) =>
    (pattern === undefined) !== (names === undefined) && (pattern === undefined) === (keywords.length === 0),
  "needs a pattern with keywords, or names",
);

const fileSchema = v.strictObject({
  provider: kebab,
  title: text,
  rules: v.pipe(v.array(v.pipe(ruleSchema, wayOfFinding)), v.nonEmpty()),
});

/**
 * Reads one parsed rule file.
 * @param data YAML of the file, untrusted.
 * @throws Error whose message names the place (`rules.3.keywords.0`) and what is wrong there.
 */
export const parseRuleFile = (data: unknown): readonly Rule[] => {
  const result = v.safeParse(fileSchema, data);
  if (!result.success) {
    const issue = result.issues[0];
    throw new Error(`${v.getDotPath(issue) ?? "(top)"}: ${issue.message}`);
  }
  const { provider, rules } = result.output;
  return rules.map((rule) => ({
    ...rule,
    id: ruleId(rule.id),
    provider,
    pattern: rule.pattern ?? null,
    names: rule.names ?? null,
    checksum: rule.checksum ?? null,
  }));
};
