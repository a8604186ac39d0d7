/** SARIF locations: a file as it is now is a physical one; what stands in no file of today is a logical one. */
import type {
  ArtifactLocation,
  Location,
  LogicalLocation,
  PhysicalLocation,
  Region as SarifRegion,
} from "sarif";
import type { Entry, EntryLocation } from "../model/inventory.ts";
import type { Provenance } from "../model/provenance.ts";
import type { Region } from "../model/region.ts";
import { nameOfResource, introductionOf, pathOf } from "./place.ts";

/** Relative URIs need a root; with several targets each has its own. */
export interface BaseIds {
  readonly of: (location: EntryLocation) => string;
  readonly declared: Readonly<Record<string, ArtifactLocation>>;
}

const ONLY_ROOT = "%SRCROOT%";

export const toBaseIds = (entries: readonly Entry[]): BaseIds => {
  const paths = new Map<string, string>();
  for (const { locations } of entries)
    for (const { target, targetPath } of locations) paths.set(target, targetPath);
  const isAlone = paths.size <= 1;
  const declared = [...paths]
    .map(([id, path]) => [isAlone ? ONLY_ROOT : id, { description: { text: path } }] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { of: ({ target }) => (isAlone ? ONLY_ROOT : target), declared: Object.fromEntries(declared) };
};

/**
 * A path as relative URI reference (RFC 3986), or null when it could lead out of its root: an empty segment may name
 * another host, a dot segment another folder. Hostile trees hold such names.
 */
export const toUri = (path: string): string | null => {
  const segments = path.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) return null;
  return segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join("/");
};

const toSarifRegion = (region: Region): SarifRegion => ({
  startLine: region.line,
  startColumn: region.column,
  endLine: region.endLine,
  endColumn: region.endColumn,
});

const toPhysical = (location: EntryLocation, baseIds: BaseIds): PhysicalLocation | undefined => {
  const uri = toUri(pathOf(location.provenance) ?? "");
  if (uri === null) return undefined;
  const artifactLocation = { uri, uriBaseId: baseIds.of(location) };
  // Lines of an old version mean nothing in the file of today.
  const isOld = location.provenance.kind === "history";
  return location.region === null || isOld
    ? { artifactLocation }
    : { artifactLocation, region: toSarifRegion(location.region) };
};

const toName = (provenance: Provenance): string => {
  switch (provenance.kind) {
    case "variable":
      return provenance.key;
    case "commit-message":
      return provenance.introduced?.commit ?? "commit message";
    case "pipeline":
      return provenance.job ?? provenance.path;
    case "worktree":
    case "history":
    case "stdin":
      return provenance.path;
    default:
      return nameOfResource(provenance);
  }
};

const toLogical = (location: EntryLocation): LogicalLocation => {
  const { provenance, targetPath, region } = location;
  const commit = introductionOf(provenance)?.commit;
  const name = toName(provenance);
  const at = provenance.kind === "history" && commit !== undefined ? `@${commit}` : "";
  const line = provenance.kind === "history" && region !== null ? `:${region.line}:${region.column}` : "";
  const scope = provenance.kind === "variable" ? `[${provenance.environmentScope}]` : "";
  return { name, fullyQualifiedName: `${targetPath}${at}:${name}${scope}${line}`, kind: provenance.kind };
};

/** A plain current file needs no second name; everything else is named logically too, or only. */
export const toLocation = (location: EntryLocation, baseIds: BaseIds): Location => {
  const physicalLocation = toPhysical(location, baseIds);
  const isPlainFile = physicalLocation !== undefined && location.provenance.kind === "worktree";
  return {
    ...(physicalLocation === undefined ? {} : { physicalLocation }),
    ...(isPlainFile ? {} : { logicalLocations: [toLogical(location)] }),
  };
};
