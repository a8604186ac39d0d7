/** Holds an inventory against what the sample company plants: what is missing, what is too much, what a gap explains. */
import { createHmac } from "node:crypto";
import type { Inventory } from "../../src/model/inventory.ts";
import { isResource } from "../../src/model/provenance.ts";
import type { Company } from "../sample-gitlab/company.ts";
import {
  type PlantedPlace,
  plantedDecoys,
  type PlantedSecret,
  plantedSecrets,
} from "../sample-gitlab/planted.ts";
import { TEST_KEY } from "./scanner.ts";

/** As the JSON report has them, too. */
export type Compared = Pick<Inventory, "entries" | "gaps">;
type Entry = Compared["entries"][number];
type Gap = Compared["gaps"][number];

/** A key id is one entry with its secret: that entry stands at both places. */
export const PARTNERS = new Map([["aws-access-key-id", "aws-secret-access-key"]]);
/** Known by name only: GitLab shows their values to nobody. */
const BY_NAME = new Set(["ci-variable-hidden", "gitlab-issued-credential"]);

/** Id of the entry of a value. */
export const idOf = (value: string): string =>
  createHmac("sha256", TEST_KEY).update(`secret\0${value}`).digest("hex");

export const isAt = (
  { targetPath, provenance }: Entry["locations"][number],
  place: PlantedPlace,
): boolean => {
  if (targetPath !== place.owner.path) return false;
  if (provenance.kind === "variable")
    return provenance.key === place.key && provenance.environmentScope === place.environmentScope;
  if (provenance.kind === "commit-message") return place.source === "commit-message";
  if (isResource(provenance) || place.item !== undefined)
    return (
      isResource(provenance) &&
      provenance.kind === place.source &&
      provenance.item === place.item &&
      provenance.path === place.path
    );
  const isCurrent = provenance.kind !== "history";
  return (
    "path" in provenance && provenance.path === place.path && isCurrent === (place.source === "worktree")
  );
};

const FROM_CLONE: readonly string[] = ["worktree", "history", "commit-message"];

/** Whether the gap says that nobody looked there. */
const explains = ({ targetPath, source, subject }: Gap, place: PlantedPlace): boolean => {
  if (targetPath !== place.owner.path) return false;
  if (source === "target") return true;
  if (FROM_CLONE.includes(place.source)) return source === "history";
  const { item = "", path = "" } = place;
  return source === place.source && ["", item, path, `${item} ${path}`].includes(subject);
};

interface Comparison {
  /** Places where a value stands that neither its entry nor a gap knows of: there must be none. */
  readonly missing: readonly string[];
  /** Places that are not found because of a gap. */
  readonly lost: readonly string[];
  /** Places that are found. */
  readonly found: readonly string[];
  /** Entries of nothing that was planted, and decoys: there must be none. */
  readonly wrong: readonly string[];
  /** Values with more than one entry: there must be none. */
  readonly twice: readonly string[];
}

const describePlace = (label: string, place: PlantedPlace): string =>
  [label, place.owner.path, place.source, place.item ?? "", place.path ?? place.key ?? ""]
    .filter((part) => part !== "")
    .join(" | ");

const entryOf = ({ entries }: Compared, all: readonly PlantedSecret[], label: string): Entry | undefined => {
  const secret = all.find((one) => one.label === (PARTNERS.get(label) ?? label));
  return entries.find(({ id }) => secret !== undefined && id === idOf(secret.value));
};

/** @param isInScope which groups and projects were swept, by path. */
export const compareWithPlanted = (
  inventory: Compared,
  company: Company,
  isInScope: (path: string) => boolean,
): Comparison => {
  const planted = plantedSecrets(company);
  const missing: string[] = [];
  const lost: string[] = [];
  const found: string[] = [];
  for (const { label, places } of planted)
    for (const place of places.filter(({ owner }) => isInScope(owner.path))) {
      const entry = entryOf(inventory, planted, label);
      const isGap = inventory.gaps.some((gap) => explains(gap, place));
      const isThere = entry?.locations.some((location) => isAt(location, place)) === true;
      (isThere ? found : isGap ? lost : missing).push(describePlace(label, place));
    }
  const known = new Set(planted.map(({ value }) => idOf(value)));
  const decoys = new Map(plantedDecoys(company).map(({ label, value }) => [idOf(value), label]));
  const ids = inventory.entries.map(({ id }) => id);
  return {
    missing,
    lost,
    found,
    wrong: inventory.entries
      .filter(({ id, kind }) => !known.has(id) && !BY_NAME.has(kind))
      .map(({ id, kind, locations }) => `${decoys.get(id) ?? kind} at ${locations[0]?.targetPath}`),
    twice: ids.filter((id, index) => ids.indexOf(id) !== index),
  };
};

/** One line per gap: `CODE | target | source | subject`. */
export const describeGaps = ({ gaps }: Compared): readonly string[] =>
  gaps
    .map(({ code, targetPath, source, subject }) => `${code} | ${targetPath} | ${source} | ${subject}`)
    .sort();
