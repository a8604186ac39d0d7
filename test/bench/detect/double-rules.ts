/** Twice as many rules, to see what a rule costs: each one again, for keywords that look alike and are others. */
import { ruleId } from "../../../src/model/ids.ts";
import type { Rule } from "../../../src/model/rule.ts";

const NEXT: Readonly<Record<string, string>> = { z: "a", Z: "A", "9": "0" };

/** `akia_1` → `blbb_2` */
const shift = (keyword: string): string =>
  keyword.replaceAll(/[A-Za-z0-9]/g, (one) => NEXT[one] ?? String.fromCharCode(one.charCodeAt(0) + 1));

export const doubleRules = (rules: readonly Rule[]): readonly Rule[] => [
  ...rules,
  ...rules
    .filter(({ pattern }) => pattern !== null)
    .map((rule) => ({ ...rule, id: ruleId(`${rule.id}-again`), keywords: rule.keywords.map(shift) })),
];
