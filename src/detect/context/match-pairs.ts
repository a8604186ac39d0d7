/** Which id belongs to which secret, where several of each stand in a text. What is not plain stays apart. */
import { REACH } from "./siblings.ts";
import { type Block, isWithin, type Place } from "./structure.ts";

export interface Half extends Place {
  readonly isSecret: boolean;
  readonly start: number;
  readonly value: string;
  /** What its name says it belongs to, or null. */
  readonly affix: string | null;
}

/** Neighbours of one kind with one value. */
interface Unit {
  readonly halves: Half[];
  readonly isSecret: boolean;
}

const linesBetween = (a: Half, b: Half): number => Math.abs(a.line - b.line);

/** Names that say different things are not of one pair, nor are values of blocks beside each other. */
const isCompatible = (a: Half, b: Half): boolean =>
  linesBetween(a, b) <= REACH &&
  isWithin(a.block, b.block) &&
  (a.affix === null || b.affix === null || a.affix === "" || b.affix === "" || a.affix === b.affix);

const toUnits = (halves: readonly Half[]): readonly Unit[] => {
  const units: Unit[] = [];
  for (const half of halves) {
    const last = units.at(-1);
    const previous = last?.halves.at(-1);
    if (last !== undefined && previous?.isSecret === half.isSecret && previous.value === half.value)
      last.halves.push(half);
    else units.push({ halves: [half], isSecret: half.isSecret });
  }
  return units;
};

const edge = (unit: Unit | undefined, side: "first" | "last"): Half | undefined =>
  side === "first" ? unit?.halves[0] : unit?.halves.at(-1);

type Pairs = Map<Half, Half>;

const join = (pairs: Pairs, a: Unit, b: Unit): void => {
  const [secrets, ids] = a.isSecret ? [a, b] : [b, a];
  const id = ids.halves[0];
  if (id !== undefined) for (const secret of secrets.halves) pairs.set(secret, id);
};

/** Distance of neighbours in lines, then in bytes; infinite for those that cannot be a pair. */
const measure = (left: Unit | undefined, right: Unit | undefined): number => {
  const [a, b] = [edge(left, "last"), edge(right, "first")];
  if (a === undefined || b === undefined || left?.isSecret === right?.isSecret || !isCompatible(a, b))
    return Infinity;
  return linesBetween(a, b) > 0 ? linesBetween(a, b) * 1e9 : b.start - a.start;
};

/** `id secret id secret` or `secret id secret id`: everyone has a partner, and there is one way for it. */
const pairInTurn = (units: readonly Unit[], pairs: Pairs): boolean => {
  if (units.length % 2 !== 0) return false;
  for (let at = 0; at < units.length; at += 2)
    if (measure(units[at], units[at + 1]) === Infinity) return false;
  for (let at = 1; at < units.length; at++) if (units[at]?.isSecret === units[at - 1]?.isSecret) return false;
  for (let at = 0; at < units.length; at += 2) {
    const [a, b] = [units[at], units[at + 1]];
    if (a !== undefined && b !== undefined) join(pairs, a, b);
  }
  return true;
};

/** Neighbours that are nearer to each other than to anybody else. */
const pairNearest = (units: readonly Unit[], pairs: Pairs): void => {
  const gaps = units.map((unit, at) => measure(unit, units[at + 1]));
  units.forEach((unit, at) => {
    const next = units[at + 1];
    const gap = gaps[at] ?? Infinity;
    if (next === undefined || gap === Infinity) return;
    if (gap < (gaps[at - 1] ?? Infinity) && gap < (gaps[at + 1] ?? Infinity)) join(pairs, unit, next);
  });
};

/** Stretches without a gap that is too wide to reach over. */
const cutRuns = (units: readonly Unit[]): readonly (readonly Unit[])[] => {
  const runs: Unit[][] = [];
  units.forEach((unit, at) => {
    const [a, b] = [edge(units[at - 1], "last"), edge(unit, "first")];
    if (a === undefined || b === undefined || linesBetween(a, b) > REACH) runs.push([]);
    runs.at(-1)?.push(unit);
  });
  return runs;
};

const pairGroup = (halves: readonly Half[], pairs: Pairs): void => {
  for (const run of cutRuns(toUnits(halves)))
    if (run.length > 1 && !pairInTurn(run, pairs)) pairNearest(run, pairs);
};

type Key = (half: Half) => Block | number | string | null;

/** What is near by its record comes first, then by its block, then by its name, and at last by lines alone. */
const LEVELS: readonly Key[] = [
  ({ record, block }) => (block.repeats ? null : record),
  ({ block }) => block,
  ({ affix }) => (affix === "" ? null : affix),
  () => 0,
];

/** Each secret's id. Halves that have a partner stand between the others: nobody is paired across them. */
export const matchPairs = (halves: readonly Half[]): ReadonlyMap<Half, Half> => {
  const pairs: Pairs = new Map();
  const isTaken = new Set<Half>();
  let open: readonly (readonly Half[])[] = [[...halves].sort((a, b) => a.start - b.start)];
  for (const key of LEVELS) {
    for (const stretch of open)
      for (const [group, members] of Map.groupBy(stretch, key)) if (group !== null) pairGroup(members, pairs);
    for (const [secret, id] of pairs) isTaken.add(secret).add(id);
    open = open.flatMap((stretch) => splitAt(stretch, isTaken));
  }
  return pairs;
};

const splitAt = (halves: readonly Half[], isTaken: ReadonlySet<Half>): readonly (readonly Half[])[] => {
  const stretches: Half[][] = [[]];
  for (const half of halves) {
    if (isTaken.has(half)) stretches.push([]);
    else stretches.at(-1)?.push(half);
  }
  return stretches.filter((stretch) => stretch.length > 1);
};
