/** Rules → literals and what to run where one is hit. Regular expressions are compiled when first needed. */
import type { Rule } from "../model/rule.ts";
import type { Checksum } from "./checksums/registry.ts";
import { CHECKSUMS } from "./checksums/registry.ts";
import type { Filter } from "./candidate.ts";
import { DEFAULT_FILTERS, FILTERS } from "./filters/registry.ts";
import type { Literal } from "./prefilter/prefilter.ts";
import { type Anchor, ANCHORS } from "./values/anchors.ts";

export interface CompiledRule {
  readonly rule: Rule;
  /** Global, with indices; over Latin-1 text, so `\w` and `\b` are ASCII. */
  readonly regex: () => RegExp;
  readonly filters: readonly Filter[];
  readonly allow: () => readonly RegExp[];
  readonly checksum: Checksum | null;
}

export interface CompiledRules {
  readonly literals: readonly Literal[];
  /** Per literal, the rules it can start. */
  readonly rulesOf: readonly (readonly CompiledRule[])[];
  /** Per literal: set if it marks a line whose values the judge is asked about. */
  readonly anchors: readonly (Anchor | undefined)[];
  readonly byId: ReadonlyMap<string, CompiledRule>;
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

const compileRule = (rule: Rule): CompiledRule => {
  const extra = rule.filters.map((name) => {
    const filter = FILTERS[name];
    if (filter === undefined) throw new Error(`rule ${rule.id} names an unknown filter: ${name}`);
    return filter;
  });
  const checksum = rule.checksum === null ? null : (CHECKSUMS[rule.checksum] ?? null);
  if (rule.checksum !== null && checksum === null)
    throw new Error(`rule ${rule.id} names an unknown checksum: ${rule.checksum}`);
  return {
    rule,
    regex: lazily(() => new RegExp(rule.pattern ?? "(?!)", rule.ignoreCase ? "dgi" : "dg")),
    filters: [...DEFAULT_FILTERS[rule.specificity], ...extra],
    allow: lazily(() => rule.allow.map((source) => new RegExp(source, rule.ignoreCase ? "i" : ""))),
    checksum,
  };
};

/** @throws Error naming the rule, if it asks for a filter or checksum that does not exist. */
export const compileRules = (rules: readonly Rule[]): CompiledRules => {
  const literals: Literal[] = [];
  const rulesOf: CompiledRule[][] = [];
  const anchors: Anchor[] = [];
  const places = new Map<string, number>();
  const byId = new Map<string, CompiledRule>();
  const placeOf = (keyword: string, ignoreCase: boolean): number => {
    const text = ignoreCase ? keyword.toLowerCase() : keyword;
    const name = `${ignoreCase ? "i" : "c"}:${text}`;
    const place = places.get(name) ?? literals.push({ text, ignoreCase }) - 1;
    places.set(name, place);
    return place;
  };
  if (rules.some((rule) => rule.names !== null))
    for (const anchor of ANCHORS) anchors[placeOf(anchor.text, true)] = anchor;
  for (const rule of rules) {
    const compiled = compileRule(rule);
    byId.set(rule.id, compiled);
    for (const keyword of rule.keywords) (rulesOf[placeOf(keyword, rule.ignoreCase)] ??= []).push(compiled);
  }
  return { literals, rulesOf, anchors, byId };
};
