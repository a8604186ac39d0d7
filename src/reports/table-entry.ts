/** One entry of the table: what it is, where it lives, and where it belongs. */
import { compareKeys, compareText } from "../lib/compare-text.ts";
import type { Entry, EntryLocation } from "../model/inventory.ts";
import type { Introduction } from "../model/provenance.ts";
import type { Usage } from "../model/usage.ts";
import { sortLocations } from "./order.ts";
import { describePlace, introductionOf, isAtHead, isPast, pathOf, variableOf } from "./place.ts";
import {
  atMostPairs,
  type Canvas,
  countOf,
  formatNumber,
  item,
  type Pair,
  paragraph,
  row,
  SEVERITY_STYLES,
} from "./table-text.ts";
import { describeRoles, describeSteps, describeTarget } from "./table-vault.ts";

const MOST_PLACES = 4;
const MOST_JOBS = 8;
const MOST_OWNERS = 4;

/** What an entry needs to know of the report around it. */
export interface EntryContext {
  readonly canvas: Canvas;
  /** Full path of a target id. */
  readonly pathOfTarget: (id: string) => string;
  /** False when the only target is a folder everybody knows: its path before each place would be noise. */
  readonly showsTargets: boolean;
}

const STARTING_SEVERITY = /: this kind starts as [a-z]+\.$/;

/**
 * What the heading and the places say already is left out: the kind, and the target when there is only one. Of several
 * sentences each keeps what is the matter; what follows from it, after the colon, is the same for many secrets.
 */
const describeReasons = ({ reasons, locations }: Entry): readonly string[] => {
  const [first = "", ...others] = reasons;
  const told = others.length > 0 && STARTING_SEVERITY.test(first) ? others : reasons;
  const [target = "", ...more] = new Set(locations.map(({ targetPath }) => targetPath));
  const placeless = told.map((reason) => (more.length > 0 ? reason : reason.replace(` of ${target}:`, ":")));
  const short = placeless.length === 1 ? placeless : placeless.map((reason) => reason.replace(/: .*/s, "."));
  return short.length === 0 ? [] : [short.join(" ")];
};

/** Locations of one file or variable, however often it holds the value. */
const groupByPlace = (locations: readonly EntryLocation[]): readonly (readonly EntryLocation[])[] => {
  const keyOf = ({ target, provenance }: EntryLocation): string =>
    JSON.stringify([target, provenance.kind, pathOf(provenance), variableOf(provenance)]);
  return [...Map.groupBy(sortLocations(locations), keyOf).values()];
};

const describeAgain = (others: number): string =>
  others === 0 ? "" : others === 1 ? " (and once more)" : ` (and ${countOf(others, "more time")})`;

/** The target and the place in it, for each place. */
const listPlaces = (entry: Entry, showsTargets: boolean): readonly Pair[] =>
  groupByPlace(entry.locations).flatMap(([first, ...others]): readonly Pair[] => {
    if (first === undefined) return [];
    return [[showsTargets ? first.targetPath : "", describePlace(first) + describeAgain(others.length)]];
  });

const describePlaces = (entry: Entry, { showsTargets }: EntryContext): readonly string[] =>
  atMostPairs(MOST_PLACES, listPlaces(entry, showsTargets), "place");

/** By time, not by text: authors' clocks have different offsets. A date nobody can read is no oldest one. */
const oldest = (introductions: readonly Introduction[]): Introduction | undefined =>
  introductions
    .map((introduction) => {
      const time = Date.parse(introduction.date);
      return { introduction, key: [Number.isNaN(time) ? Number.MAX_VALUE : time, introduction.commit] };
    })
    .sort((a, b) => compareKeys(a.key, b.key))[0]?.introduction;

const describeSeen = (entry: Entry): readonly string[] => {
  const provenances = entry.locations.map((location) => location.provenance);
  const first = oldest(provenances.flatMap((provenance) => introductionOf(provenance) ?? []));
  const date = first?.date ?? entry.firstSeen;
  const since = first === undefined ? [] : [`commit ${first.commit.slice(0, 12)} by ${first.author}`];
  const presence = provenances.some(isAtHead)
    ? ["still at HEAD"]
    : provenances.some(isPast)
      ? ["only in history"]
      : [];
  return date === null ? [] : [[date.slice(0, 10), ...since, ...presence].join(", ")];
};

const describeJobs = (usages: readonly Usage[]): string => {
  const jobs = [...new Set(usages.map((usage) => usage.job))].sort();
  const shown = jobs.slice(0, MOST_JOBS).join(", ");
  const more = jobs.length > MOST_JOBS ? ` and ${formatNumber(jobs.length - MOST_JOBS)} more` : "";
  return `${jobs.length === 1 ? "job" : "jobs"} ${shown}${more}`;
};

const describeUsages = (entry: Entry, { pathOfTarget, showsTargets }: EntryContext): readonly string[] => {
  const byTarget = [...Map.groupBy(entry.usages, (usage) => pathOfTarget(usage.target))];
  const lines = byTarget
    .sort(([a], [b]) => compareText(a, b))
    .map(([target, usages]) => [showsTargets ? target : "", describeJobs(usages)] as const);
  if (lines.length > 0) return atMostPairs(MOST_PLACES, lines, "project");
  return entry.locations.some(({ provenance }) => provenance.kind === "variable")
    ? ["no job was found that uses it"]
    : [];
};

const ROLES = { "code-owner": "code owners", owner: "owners", maintainer: "maintainers" } as const;

/** By what makes them the ones to ask: `@ada, @ben (maintainers of acme/shop)`. */
const describeOwners = ({ owners = [], moreOwners = 0 }: Entry): readonly string[] => {
  const shown = owners.slice(0, MOST_OWNERS);
  const groups = Map.groupBy(shown, ({ role, of }) => `${ROLES[role]} of ${of}`);
  const more = owners.length - shown.length + moreOwners;
  const texts = [...groups].map(([what, people]) => `${people.map(({ name }) => name).join(", ")} (${what})`);
  return shown.length === 0
    ? []
    : [`${texts.join("; ")}${more === 0 ? "" : ` and ${formatNumber(more)} more`}`];
};

/** The name it is assigned to stands in the Vault path already. */
const isTold = (name: string): boolean => name === "key";

const describeFacts = (entry: Entry): readonly string[] => {
  const told = Object.entries(entry.facts).filter(([name]) => !isTold(name));
  const facts = told.map(([name, value]) => `${name} ${value}`);
  const about = [
    ...(entry.activeness === "unknown" ? [] : [entry.activeness]),
    ...(entry.valueKnown ? [] : ["value hidden, known by name only"]),
    ...facts.sort(),
  ];
  return about.length === 0 ? [] : [about.join("; ")];
};

const paintHeading = (entry: Entry, { paint }: Canvas, lines: readonly string[]): readonly string[] => {
  const [first = "", ...rest] = lines;
  const word = entry.severity.toUpperCase();
  const title = paint("bold", first.slice(word.length));
  return [paint(SEVERITY_STYLES[entry.severity], word) + title, ...rest.map((line) => paint("bold", line))];
};

const drawHeading = (entry: Entry, canvas: Canvas, tail: string): readonly string[] => {
  const text = [entry.severity.toUpperCase(), entry.title, entry.preview, tail].join("  ");
  return paintHeading(entry, canvas, item(canvas, 0, text));
};

/** Everything a person needs to decide about the entry. */
export const drawEntry = (entry: Entry, context: EntryContext): readonly string[] => {
  const { canvas } = context;
  return [
    ...drawHeading(entry, canvas, `#${entry.id.slice(0, 12)}`),
    ...row(canvas, "why", describeReasons(entry)),
    ...row(canvas, "about", describeFacts(entry)),
    ...row(canvas, "where", describePlaces(entry, context)),
    ...row(canvas, "since", describeSeen(entry)),
    ...row(canvas, "used by", describeUsages(entry, context)),
    ...row(canvas, "ask", describeOwners(entry)),
    ...row(canvas, "vault", describeTarget(entry)),
    ...row(canvas, "access", describeRoles(entry)),
    ...row(canvas, "next", describeSteps(entry)),
  ];
};

/** A heading and its first place, for the milder entries of a long list. */
export const drawShortEntry = (entry: Entry, { canvas, showsTargets }: EntryContext): readonly string[] => {
  const [[target, place] = ["", "no place known"], ...others] = listPlaces(entry, showsTargets);
  const more = others.length === 0 ? "" : `, and ${countOf(others.length, "more place")}`;
  return [
    ...drawHeading(entry, canvas, `wave ${entry.wave}`),
    ...paragraph(canvas, 2, `${target === "" ? "" : `${target}  `}${place}${more}`),
  ];
};
