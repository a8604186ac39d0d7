/** Pairs as the rules declare them (`pair`): a secret and the public id that goes with it. */
import type { Span } from "../../model/region.ts";
import type { Partner, Rule } from "../../model/rule.ts";
import { CHECKSUMS } from "../checksums/registry.ts";
import type { Kept } from "../overlaps.ts";
import { type Half, matchPairs } from "./match-pairs.ts";
import { readAffix } from "./names.ts";
import { walkAround } from "./siblings.ts";
import type { NamedValue } from "./surroundings.ts";

/** One fact of one rule, compiled. */
interface Declared {
  readonly rule: Rule;
  readonly fact: string;
  readonly partner: Partner;
  readonly names: RegExp | null;
  readonly value: RegExp | null;
  readonly claims: RegExp | null;
  /** Equal for rules whose secrets compete for the same ids. */
  readonly key: string;
}

const whole = (source: string | undefined): RegExp | null =>
  source === undefined ? null : new RegExp(`^(?:${source})$`);

export const compilePairs = (rules: readonly Rule[]): readonly Declared[] =>
  rules.flatMap((rule) =>
    Object.entries(rule.pair ?? {}).map(([fact, partner]) => ({
      rule,
      fact,
      partner,
      names: partner.names === undefined ? null : new RegExp(partner.names),
      value: whole(partner.value),
      claims: whole(partner.claims),
      key: JSON.stringify([fact, partner.rules, rule.vault.field]),
    })),
  );

/** A finding with what stands around it. */
export interface Situated {
  readonly kept: Kept;
  /** Index of its own named value, or -1. */
  readonly own: number;
  readonly half: Omit<Half, "isSecret"> | null;
}

export interface Pairing {
  readonly secret: Situated;
  readonly fact: string;
  readonly value: string;
  /** The finding that becomes part of the secret's, if it is one. */
  readonly id: Situated | null;
  /** Where the id stands that is none. */
  readonly span: Span | null;
  /** The kind the pair shows the secret to be, where it was none of its own. */
  readonly rule: Rule | null;
}

const MOST_VALUE = 200;
/** Text of a line in which an id without a name is looked for. */
const MOST_LINE = 2000;

const isClaimed = ({ claims, rule }: Declared, { candidate }: Kept): boolean =>
  claims !== null &&
  candidate.rule.specificity === "generic" &&
  candidate.value.length <= MOST_VALUE &&
  claims.test(candidate.value) &&
  CHECKSUMS[rule.checksum ?? ""]?.(candidate.value).valid !== false;

/** Public by its documentation, but taken for a secret where it stands alone: its ends tell it from others. */
export const shortenId = (value: string): string =>
  value.length < 12 ? value.slice(0, 4) : `${value.slice(0, 4)}…${value.slice(-4)}`;

/** Ids that are findings themselves. */
function* pairFindings(group: readonly Declared[], all: readonly Situated[]): Generator<Pairing> {
  const [first] = group;
  if (first?.partner.rules === undefined) return;
  const ids = new Set<string>(first.partner.rules);
  const ruleOf = new Map(group.map((declared) => [declared.rule.id, declared]));
  const halves = new Map<Half, Situated>();
  const claimed = new Map<Situated, Rule>();
  let hasId = false;
  for (const item of all) {
    if (item.half === null) continue;
    const { rule } = item.kept.candidate;
    const isId = ids.has(rule.id);
    hasId ||= isId;
    const claimer =
      isId || ruleOf.has(rule.id) ? undefined : group.find((declared) => isClaimed(declared, item.kept));
    if (claimer !== undefined) claimed.set(item, claimer.rule);
    if (isId || ruleOf.has(rule.id) || claimer !== undefined)
      halves.set({ ...item.half, isSecret: !isId }, item);
  }
  if (!hasId) return;
  for (const [secretHalf, idHalf] of matchPairs([...halves.keys()])) {
    const [secret, id] = [halves.get(secretHalf), halves.get(idHalf)];
    if (secret === undefined || id === undefined) continue;
    const rule = claimed.get(secret) ?? null;
    // What only looks like the other half has to stand right with it.
    if (rule !== null && secretHalf.record !== idHalf.record) continue;
    yield { secret, fact: first.fact, value: shortenId(id.kept.candidate.value), id, span: null, rule };
  }
}

/** Ids that are named values: those of the secret's own record and name. */
function* pairNamed(
  declared: Declared,
  all: readonly Situated[],
  named: readonly NamedValue[],
): Generator<Pairing> {
  const { names, value } = declared;
  if (names === null || value === null) return;
  for (const secret of all) {
    const own = named[secret.own];
    if (secret.kept.candidate.rule.id !== declared.rule.id || own === undefined) continue;
    const affix = own.meaning?.affix ?? "";
    const found = new Map<string, Span>();
    for (const item of walkAround(named, secret.own, own)) {
      if (item.block !== own.block || (item.block.isCut && item.block.repeats)) continue;
      if (item.value.length > MOST_VALUE || !value.test(item.value)) continue;
      const other = readAffix(item.name, names);
      if (other === affix && (item.record === own.record || affix !== "")) found.set(item.value, item);
    }
    const [only] = found;
    if (only !== undefined && found.size === 1) {
      const [id, { start, end }] = only;
      yield { secret, fact: declared.fact, value: id, id: null, span: { start, end }, rule: null };
    }
  }
}

/** Ids that stand without a name in the text that the rule looked at. */
function* pairOnLine(declared: Declared, all: readonly Situated[]): Generator<Pairing> {
  const { names, partner } = declared;
  if (names !== null || partner.value === undefined) return;
  const form = new RegExp(`(?<![0-9A-Za-z_])(?:${partner.value})(?![0-9A-Za-z_])`, "g");
  for (const secret of all) {
    const { rule, window } = secret.kept.candidate;
    if (rule.id !== declared.rule.id) continue;
    const [only, ...others] = new Set(window.slice(0, MOST_LINE).match(form));
    if (only !== undefined && others.length === 0)
      yield { secret, fact: declared.fact, value: only, id: null, span: null, rule: null };
  }
}

export const findPairings = (
  pairs: readonly Declared[],
  all: readonly Situated[],
  named: readonly NamedValue[],
): readonly Pairing[] => {
  const rules = new Set<string>(all.map(({ kept }) => kept.candidate.rule.id));
  const found: Pairing[] = [];
  for (const group of Map.groupBy(pairs, ({ key }) => key).values())
    if (group.some(({ partner }) => partner.rules?.some((id) => rules.has(id))))
      found.push(...pairFindings(group, all));
  for (const declared of pairs)
    if (rules.has(declared.rule.id))
      found.push(...pairNamed(declared, all, named), ...pairOnLine(declared, all));
  return found;
};
