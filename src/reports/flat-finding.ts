/** One place of one secret as a flat record: the published contract docs/schema/findings.v1.json. */
import type { Entry, EntryLocation } from "../model/inventory.ts";
import { isResource, type SourceKind } from "../model/provenance.ts";
import type { Confidence, Severity } from "../model/severity.ts";
import { introductionOf, nameOfResource, pathOf, variableOf } from "./place.ts";

/** Fields in published order. One that does not apply is undefined here and absent in the output. */
export interface FlatFinding {
  readonly secretId: string;
  readonly rule: string;
  readonly provider: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly source: SourceKind;
  readonly group: string | undefined;
  readonly project: string | undefined;
  readonly path: string | undefined;
  readonly key: string | undefined;
  readonly environmentScope: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly endLine: number | undefined;
  readonly endColumn: number | undefined;
  readonly commit: string | undefined;
  readonly url: string | undefined;
}

const groupOf = ({ targetKind, targetPath }: EntryLocation): string | undefined => {
  if (targetKind === "group") return targetPath;
  if (targetKind !== "project") return undefined;
  return targetPath.slice(0, Math.max(0, targetPath.lastIndexOf("/"))) || undefined;
};

export const toFlatFinding = (entry: Entry, location: EntryLocation): FlatFinding => {
  const { provenance, region } = location;
  const variable = variableOf(provenance);
  const isGiven = provenance.kind === "schedule" || provenance.kind === "pipeline-variable";
  const given = isGiven ? provenance.path : undefined;
  return {
    secretId: entry.id,
    rule: location.rule,
    provider: entry.provider,
    severity: entry.severity,
    confidence: location.confidence,
    source: provenance.kind,
    group: groupOf(location),
    project: location.targetKind === "project" ? location.targetPath : undefined,
    path: isResource(provenance) ? nameOfResource(provenance) : pathOf(provenance),
    key: given ?? variable?.key,
    // It reaches every job of the pipeline.
    environmentScope: given === undefined ? variable?.environmentScope : "*",
    line: region?.line,
    column: region?.column,
    endLine: region?.endLine,
    endColumn: region?.endColumn,
    commit: introductionOf(provenance)?.commit,
    url: location.url || undefined,
  };
};
