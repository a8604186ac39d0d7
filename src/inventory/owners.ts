/** Who is to be asked about a secret: the owners of its files, else of its project, else of the groups above. */
import type { TargetId } from "../model/ids.ts";
import type { Entry, EntryOwner } from "../model/inventory.ts";
import type { TargetFacts } from "../model/run.ts";
import type { Settings } from "../model/settings.ts";
import type { Target } from "../model/target.ts";
import type { PlacedFinding } from "./evidence.ts";
import { sortBy } from "./order.ts";

/** More are named by nobody who wants an answer. */
const MOST = 10;

const RANKS = ["code-owner", "owner", "maintainer"] as const satisfies readonly EntryOwner["role"][];

/** What is known of each target, looked up many times. */
interface Place {
  readonly target: Target;
  readonly settings: Settings;
  readonly ofPath: ReadonlyMap<string, readonly string[]>;
}

type Named = EntryOwner & { readonly others: number };

const toPlace = ({ target, settings = {} }: TargetFacts): Place => ({
  target,
  settings,
  ofPath: new Map(
    (settings.codeOwners ?? []).flatMap(({ owners, paths }) => paths.map((path) => [path, owners] as const)),
  ),
});

const listMembers = ({ target, settings: { owners } }: Place): readonly Named[] =>
  (owners?.members ?? []).map(({ user, role }) => ({
    name: `@${user}`,
    role,
    of: target.path,
    others: owners?.left ?? 0,
  }));

/** The place's own people, or those of the nearest group above that has any. */
const listPeople = (place: Place, places: ReadonlyMap<TargetId, Place>): readonly Named[] => {
  const above = "groups" in place.target ? place.target.groups.toReversed() : [];
  for (const each of [place, ...above.map((id) => places.get(id))]) {
    const members = each === undefined ? [] : listMembers(each);
    if (members.length > 0) return members;
  }
  return [];
};

const listCodeOwners = ({ finding, target }: PlacedFinding, place: Place): readonly Named[] => {
  const { provenance } = finding.location;
  const isFile = ["worktree", "history", "pipeline"].includes(provenance.kind);
  const owners = isFile && "path" in provenance ? place.ofPath.get(provenance.path) : undefined;
  return (owners ?? []).map((name) => ({ name, role: "code-owner", of: target.path, others: 0 }));
};

export type FindOwners = (findings: readonly PlacedFinding[]) => Pick<Entry, "owners" | "moreOwners">;

/** Of all the places together, each person once, by what makes them the closest. */
const unite = (all: readonly Named[]): ReturnType<FindOwners> => {
  const sorted = sortBy(all, ({ role, name, of }) => [RANKS.indexOf(role), name, of]);
  const first = new Map<string, Named>();
  for (const owner of sorted) if (!first.has(owner.name)) first.set(owner.name, owner);
  const people = [...first.values()];
  // Those a place did not even list are counted once per place.
  const unlisted = new Map(people.map(({ of, others }) => [of, others]));
  const more = Math.max(0, people.length - MOST) + [...unlisted.values()].reduce((sum, n) => sum + n, 0);
  return {
    owners: people.slice(0, MOST).map(({ name, role, of }) => ({ name, role, of })),
    ...(more === 0 ? {} : { moreOwners: more }),
  };
};

/** Where nothing is known of any owner, nothing is said: an empty list would look like an answer. */
export const createFindOwners = (facts: readonly TargetFacts[]): FindOwners => {
  const places = new Map(facts.map((item) => [item.target.id, toPlace(item)]));
  const isKnown = facts.some(({ settings }) => settings !== undefined);
  // Few groups of people are behind many secrets.
  const united = new Map<string, ReturnType<FindOwners>>();
  return (findings) => {
    if (!isKnown) return {};
    const all = new Map<string, Named>();
    const asked = new Set<TargetId>();
    for (const placed of findings) {
      const place = places.get(placed.target.id);
      if (place === undefined) continue;
      const named = listCodeOwners(placed, place);
      const isAsked = named.length === 0 && asked.has(place.target.id);
      if (named.length === 0) asked.add(place.target.id);
      const found = named.length > 0 || isAsked ? named : listPeople(place, places);
      for (const owner of found) all.set(JSON.stringify(owner), owner);
    }
    const key = [...all.keys()].sort().join("\n");
    const owners = united.get(key) ?? unite([...all.values()]);
    united.set(key, owners);
    return owners;
  };
};
