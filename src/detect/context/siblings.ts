/** What stands beside a secret under names that belong to its own: its user, host, port, database, address. */
import type { Role } from "./names.ts";
import { type Facts, readFacts } from "./public-values.ts";
import type { Block } from "./structure.ts";
import type { NamedValue } from "./surroundings.ts";

/** Furthest line. */
export const REACH = 6;
/** Most values that are looked at on each side, and how far they stand. */
const MOST = 40;
const MOST_BYTES = 4096;

const WANTED: Readonly<Record<"password" | "token", readonly Role[]>> = {
  password: ["username", "host", "port", "database", "url"],
  token: ["username", "host", "url"],
};

/** In code a bare word is a variable: it counts where the secret stands bare as well, or in a file of settings. */
const isLiteral = (named: NamedValue, own: NamedValue): boolean =>
  named.isQuoted ||
  !own.isQuoted ||
  /^\d+$/.test(named.value) ||
  (!named.block.isBracket && (named.sign === "=" || named.sign.startsWith(":")));

/** By block, by two names: whether each record that has the one has the other. */
const REGULAR = new WeakMap<Block, Map<string, boolean>>();

/** Where records follow each other in one block, only regular ones show where they begin: seen whole, and all alike. */
const isRegular = ({ block, name }: NamedValue, own: NamedValue): boolean => {
  if (!block.repeats) return true;
  if (block.isCut) return false;
  const known = REGULAR.get(block) ?? new Map<string, boolean>();
  REGULAR.set(block, known);
  const [needed, given] = [name.toLowerCase(), own.name.toLowerCase()];
  const key = `${given} ${needed}`;
  const isAlike = known.get(key) ?? block.shapes.every((names) => !names.has(given) || names.has(needed));
  known.set(key, isAlike);
  return isAlike;
};

const isBeside = (named: NamedValue, own: NamedValue, affix: string): boolean =>
  named.block === own.block &&
  named.command === own.command &&
  Math.abs(named.line - own.line) <= REACH &&
  isRegular(named, own) &&
  (named.record === own.record || affix !== "") &&
  isLiteral(named, own);

/**
 * Without a common name: a server that listens somewhere has keys beside it, and statements of a program that follow
 * each other need not belong together. The address in one object of settings does.
 */
const isOfToken = (role: Role, { block, sign, isQuoted }: NamedValue): boolean =>
  role === "url" ? block.isBracket || !isQuoted || sign.startsWith(":") : role !== "host";

interface Found {
  readonly facts: Facts;
  readonly isSameRecord: boolean;
}

/** Those of its own record, if there are any; undefined where they do not agree. */
const choose = (found: readonly Found[]): Facts | undefined => {
  const near = found.filter(({ isSameRecord }) => isSameRecord);
  const [first, ...others] = near.length > 0 ? near : found;
  const text = JSON.stringify(first?.facts);
  return others.every(({ facts }) => JSON.stringify(facts) === text) ? first?.facts : undefined;
};

/** Named values on both sides of the one at `index`, nearest first on each. */
export function* walkAround(
  named: readonly NamedValue[],
  index: number,
  { line, start }: Pick<NamedValue, "line" | "start">,
): Generator<NamedValue> {
  for (const step of [-1, 1])
    for (let at = index + step, count = 0; count < MOST; at += step, count++) {
      const item = named[at];
      if (item === undefined || Math.abs(item.line - line) > REACH) break;
      if (Math.abs(item.start - start) > MOST_BYTES) break;
      yield item;
    }
}

/**
 * @param own the secret's own named value.
 * @param around the named values near it.
 */
export const readSiblings = (own: NamedValue, around: Iterable<NamedValue>): Facts => {
  const { meaning } = own;
  if (meaning === null || (meaning.role !== "password" && meaning.role !== "token")) return {};
  const wanted = WANTED[meaning.role];
  const byRole = new Map<Role, Found[]>();
  for (const item of around) {
    const other = item.meaning;
    if (other === null || !wanted.includes(other.role)) continue;
    if (other.affix !== meaning.affix && other.other !== meaning.affix) continue;
    if (meaning.role === "token" && meaning.affix === "" && !isOfToken(other.role, item)) continue;
    if (!isBeside(item, own, meaning.affix)) continue;
    const facts = readFacts(other.role, item.value);
    const found = byRole.get(other.role) ?? [];
    found.push({ facts, isSameRecord: item.record === own.record });
    byRole.set(other.role, found);
  }
  // What has its own name stands before what an address says.
  const order = [...byRole].sort(([a], [b]) => wanted.indexOf(b) - wanted.indexOf(a));
  return Object.assign({}, ...order.map(([, found]) => choose(found))) as Facts; // all of them are facts
};
