/** What this sweep was told to leave out and an earlier one has read: it is not gone. */
import type { SecretId } from "../model/ids.ts";
import { isResource, type Resource } from "../model/provenance.ts";
import type { TargetFacts } from "../model/run.ts";
import { kindsOf } from "./keep-earlier.ts";
import type { Source } from "../sources/source.ts";

/** Of a thing that has several texts, such as a job with its artifacts. */
export const nameItem = ({ kind, item }: Resource): string => `${kind} ${item}`;

interface Read {
  /** Names of the items that were read now. */
  readonly items: ReadonlySet<string>;
  /** What was found now in texts of the source. */
  readonly secrets: ReadonlySet<SecretId>;
}

/**
 * Places of the source that were not read now and hold, as far as is known, what was found nowhere else in it: newer
 * logs have pushed the log with the token out of the newest ten, and the token still stands there.
 */
export const listLeftOut = (
  source: Source,
  earlier: TargetFacts | null,
  { items, secrets }: Read,
): readonly Resource[] => {
  const kinds = kindsOf(source);
  const places = new Map<string, Resource>();
  for (const { secretId, location } of earlier?.findings ?? []) {
    const { provenance } = location;
    if (!isResource(provenance) || !kinds.has(provenance.kind)) continue;
    if (items.has(nameItem(provenance)) || secrets.has(secretId)) continue;
    // A packed text is read with the file that holds it.
    const path = provenance.path.split("!/", 1)[0] ?? provenance.path;
    places.set(`${nameItem(provenance)} ${path}`, { ...provenance, path });
  }
  return [...places.values()];
};

/** What earlier sweeps know by sources that nobody chose this time. */
export const pickUnchosen = (
  sources: readonly Source[],
  facts: TargetFacts,
): Pick<TargetFacts, "findings" | "gaps"> & {
  readonly bounds: NonNullable<TargetFacts["coverage"]["bounds"]>;
  readonly marks: NonNullable<TargetFacts["mark"]>["sources"];
} => {
  const kinds = new Set<string>(sources.flatMap((source) => [...kindsOf(source)]));
  const names = new Set(sources.map(({ name }) => name));
  return {
    findings: facts.findings.filter(({ location }) => !kinds.has(location.provenance.kind)),
    gaps: facts.gaps.filter(
      ({ source }) => !kinds.has(source) && source !== "target" && source !== "settings",
    ),
    bounds: (facts.coverage.bounds ?? []).filter(({ source }) => !kinds.has(source)),
    marks: (facts.mark?.sources ?? []).filter(({ name }) => !names.has(name) && name !== "settings"),
  };
};
