/** Brings together what belongs together in one text: a secret with its id, its user, its host. Pure; linear in the findings. */
import type { Rule } from "../../model/rule.ts";
import { decodeSecretData } from "../kubernetes-data.ts";
import { createOverlapTest, type Kept } from "../overlaps.ts";
import { readAddress } from "./addresses.ts";
import { readCertificateOf } from "./certificates.ts";
import { compilePairs, findPairings, type Pairing, type Situated } from "./partners.ts";
import type { Facts } from "./public-values.ts";
import { createShield } from "./shield.ts";
import { readSiblings, walkAround } from "./siblings.ts";
import { type NamedValue, readSurroundings, type Surroundings } from "./surroundings.ts";

/**
 * @param bytes the text that is reported.
 * @param kept its findings, none over another.
 * @returns the findings with public facts of what belongs to them, without those that became part of another. Same order.
 */
type Relate = (bytes: Buffer, kept: readonly Kept[]) => readonly Kept[];

/** Certificates take time to read; a text with more keys is a test's or a dump's. */
const MOST_KEYS = 50;
/** What may stand around a value in its string: `Bearer `, an escape, a quote. */
const SLACK = 8;

/** Furthest of two options of a command. */
const GLUED_REACH = 200;

/** Last named value that begins at or before the offset, or -1. */
const findLastBefore = (named: readonly NamedValue[], start: number): number => {
  let [low, high] = [0, named.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((named[middle]?.start ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** Index of the named value whose value the finding is, or -1. Of a value in parts its name has the first. */
const findOwn = (named: readonly NamedValue[], { candidate: { span }, depth }: Kept): number => {
  const last = findLastBefore(named, span.start);
  for (let at = last; at >= Math.max(0, last - 2); at--) {
    const item = named[at];
    if (item === undefined || span.start - item.start > SLACK || item.end <= span.start) continue;
    if (Math.abs(item.end - span.end) <= SLACK || (depth > 0 && item.end < span.end)) return at;
  }
  return -1;
};

const situate = (kept: Kept, { named, placeOf }: Surroundings): Situated => {
  const { span, value } = kept.candidate;
  const own = findOwn(named, kept);
  const self = named[own];
  const place = self ?? placeOf(span.start);
  if (place === null) return { kept, own, half: null };
  const { line, block, record } = place;
  const affix = self === undefined ? null : readIdAffix(self);
  return { kept, own, half: { line, block, record, start: span.start, value, affix } };
};

/** Words that tell an id from its secret say nothing of whose they are. */
const KINDS = /\b(?:id|access|secret|key|token|sid|auth)\b/g;

const readIdAffix = ({ meaning }: NamedValue): string | null => {
  const affix = meaning?.affix ?? null;
  return affix === null ? null : affix.replaceAll(KINDS, "").replaceAll(/\s+/g, " ").trim();
};

/** `mysql -u app -pSECRET`: the password is glued to its option, and the other options stand beside it. */
const readGlued = (bytes: Buffer, { candidate }: Kept, named: readonly NamedValue[]): Facts => {
  const { span, before } = candidate;
  if (!/\s-p$/.test(before)) return {};
  const index = findLastBefore(named, span.start);
  for (const at of [index, index + 1]) {
    const beside = named[at];
    if (beside === undefined || !beside.isOption) continue;
    const between = bytes.subarray(Math.min(beside.end, span.end), Math.max(beside.start, span.start));
    if (between.length > GLUED_REACH || /[|;&\n]/.test(between.toString("latin1"))) continue;
    const own: NamedValue = {
      ...beside,
      meaning: { role: "password", affix: "" },
      start: span.start,
      end: span.end,
    };
    return readSiblings(own, [beside, ...walkAround(named, at, own)]);
  }
  return {};
};

/** In a Kubernetes Secret everything is encoded alike. */
function* decodeAll(around: Iterable<NamedValue>): Generator<NamedValue> {
  for (const item of around) yield { ...item, value: decodeSecretData(item.value) };
}

const readBeside = (bytes: Buffer, { kept, own }: Situated, named: readonly NamedValue[]): Facts => {
  const self = named[own];
  if (self === undefined) return readGlued(bytes, kept, named);
  const { value } = kept.candidate;
  const around = walkAround(named, own, self);
  const isEncoded = self.value !== value && decodeSecretData(self.value) === value;
  return readSiblings(self, isEncoded ? decodeAll(around) : around);
};

const readFactsOf = (bytes: Buffer, item: Situated, named: readonly NamedValue[]): Facts => {
  const beside = readBeside(bytes, item, named);
  const { kept } = item;
  return { ...beside, ...readAddress(kept.candidate) };
};

interface Draft {
  readonly item: Situated;
  readonly facts: Facts;
}

const withFacts = (kept: Kept, facts: Facts, rule: Rule | null): Kept => ({
  ...kept,
  candidate: rule === null ? kept.candidate : { ...kept.candidate, rule },
  proof: { ...kept.proof, facts: { ...facts, ...kept.proof.facts } },
});

const safeOnly = (facts: Facts, isSafe: (text: string) => boolean): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => isSafe(value)));

const keyOf = ({ candidate }: Kept): string => `${candidate.rule.id} ${candidate.value}`;

/** Findings that are ids, wherever the id stands, and nameless or judged ones that are but a part of one. */
const listAbsorbed = (pairings: readonly Pairing[], all: readonly Situated[]): ReadonlySet<Situated> => {
  const ids = new Set(pairings.flatMap(({ id }) => (id === null ? [] : [keyOf(id.kept)])));
  const isPart = createOverlapTest(pairings.flatMap(({ span }) => (span === null ? [] : [span])));
  return new Set(
    all.filter(
      ({ kept }) =>
        ids.has(keyOf(kept)) ||
        (kept.candidate.rule.specificity === "generic" && isPart(kept.candidate.span)),
    ),
  );
};

/** Where an id stands its secret is as good as shown: the place is one of the secret's. */
const standIns = (
  pairings: readonly Pairing[],
  absorbed: ReadonlySet<Situated>,
  related: ReadonlyMap<Situated, Kept>,
): readonly Kept[] => {
  const secretOf = new Map<string, Kept>();
  for (const { id, secret } of pairings) {
    const kept = related.get(secret);
    if (id !== null && kept !== undefined && !secretOf.has(keyOf(id.kept)))
      secretOf.set(keyOf(id.kept), kept);
  }
  return [...absorbed].flatMap(({ kept }) => {
    const secret = secretOf.get(keyOf(kept));
    if (secret === undefined) return [];
    const { span, before, after } = kept.candidate;
    return [{ ...secret, candidate: { ...secret.candidate, span, before, after } }];
  });
};

interface Settled {
  readonly pairings: readonly Pairing[];
  readonly absorbed: ReadonlySet<Situated>;
}

/** Pairs whose id may be shown: no secret that stays has it in it. */
const settlePairs = (pairings: readonly Pairing[], all: readonly Situated[]): Settled => {
  const absorbed = listAbsorbed(pairings, all);
  const isSafe = createShield(
    pairings.map(({ value }) => value),
    all.filter((item) => !absorbed.has(item)).map(({ kept }) => kept.candidate.value),
  );
  const safe = pairings.filter(({ value }) => isSafe(value));
  return { pairings: safe, absorbed: safe.length === pairings.length ? absorbed : listAbsorbed(safe, all) };
};

export const createRelate = (rules: readonly Rule[]): Relate => {
  const pairs = compilePairs(rules);
  return (bytes, kept) => {
    if (kept.length === 0) return kept;
    const surroundings = readSurroundings(
      bytes,
      kept.map(({ candidate }) => candidate.span),
    );
    const all = kept.map((item) => situate(item, surroundings));
    const { pairings, absorbed } = settlePairs(findPairings(pairs, all, surroundings.named), all);
    const pairingsOf = Map.groupBy(pairings, ({ secret }) => secret);
    const remaining = all.filter((item) => !absorbed.has(item));
    let keys = 0;
    const drafts = remaining.map((item): Draft => {
      const isKey = item.kept.candidate.value.startsWith("-----BEGIN ");
      const certificate = isKey && keys++ < MOST_KEYS ? readCertificateOf(bytes, item.kept) : {};
      return { item, facts: { ...readFactsOf(bytes, item, surroundings.named), ...certificate } };
    });
    const isSafe = createShield(
      drafts.flatMap(({ facts }) => Object.values(facts)),
      remaining.map(({ kept: { candidate } }) => candidate.value),
    );
    const related = new Map<Situated, Kept>();
    for (const { item, facts } of drafts) {
      const paired = pairingsOf.get(item) ?? [];
      // What its id says is said of it: the account.
      const own: Facts = Object.assign(
        {},
        ...paired.map(({ fact, value, id }) => ({ ...id?.kept.proof.facts, [fact]: value })),
      );
      const united = { ...safeOnly(facts, isSafe), ...own };
      const rule = paired.find((pairing) => pairing.rule !== null)?.rule ?? null;
      related.set(item, Object.keys(united).length === 0 ? item.kept : withFacts(item.kept, united, rule));
    }
    return [...related.values(), ...standIns(pairings, absorbed, related)].sort(
      (a, b) => a.candidate.span.start - b.candidate.span.start,
    );
  };
};
