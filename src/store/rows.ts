/** Facts to table rows and back. */
import type { Insertable, Selectable } from "kysely";
import type { Gap } from "../model/gap.ts";
import type { Provenance } from "../model/provenance.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import type { Usage } from "../model/usage.ts";
import { parseFacts, parseRun } from "./facts-schema.ts";
import type { FindingTable, GapTable, RunTable, TargetTable, UsageTable } from "./schema.ts";
import { shareParts } from "./share.ts";

/** PostgreSQL's integers end there; the JSON beside it has the number as it is. */
const MOST_LINE = 2 ** 31 - 1;
const toLine = (line: number): number => Math.min(line, MOST_LINE);

/** What tells a row of a fact table from the others. */
interface Place {
  readonly scope: string;
  readonly target: string;
  readonly position: number;
}

/**
 * Columns that repeat a part of the JSON beside them are there to be queried. Text from outside may hold what no
 * database keeps (lone surrogates; NUL in PostgreSQL), JSON writes both as escapes: the JSON is what is read back.
 */
const toColumn = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

/** The path, or for a variable its key. */
const placeOf = (provenance: Provenance): string | null => {
  if (provenance.kind === "variable") return toColumn(provenance.key);
  return "path" in provenance ? toColumn(provenance.path) : null;
};

export const toTargetRow = (
  scope: string,
  { target, coverage, settings, mark }: TargetFacts,
): Insertable<TargetTable> => ({
  scope,
  id: target.id,
  path: toColumn(target.path),
  target_json: JSON.stringify(target),
  coverage_json: JSON.stringify(coverage),
  mark_json: mark === undefined ? null : JSON.stringify(mark),
  settings_json: settings === undefined ? null : JSON.stringify(settings),
});

export const toFindingRow = (finding: SealedFinding, place: Place): Insertable<FindingTable> => ({
  scope: place.scope,
  target: place.target,
  position: place.position,
  rule: finding.rule,
  secret_id: finding.secretId,
  fingerprint: finding.fingerprint,
  preview: finding.preview,
  confidence: finding.confidence,
  tags_json: JSON.stringify(finding.tags),
  facts_json: JSON.stringify(finding.facts),
  source: finding.location.provenance.kind,
  path: placeOf(finding.location.provenance),
  line: finding.location.region === null ? null : toLine(finding.location.region.line),
  location_json: JSON.stringify(finding.location),
});

export const toUsageRow = (usage: Usage, place: Place): Insertable<UsageTable> => ({
  scope: place.scope,
  target: place.target,
  position: place.position,
  variable: toColumn(usage.variable),
  path: toColumn(usage.path),
  line: toLine(usage.line),
  usage_json: JSON.stringify(usage),
});

export const toGapRow = (gap: Gap, place: Place): Insertable<GapTable> => ({
  scope: place.scope,
  target: place.target,
  position: place.position,
  code: gap.code,
  source: gap.source,
  gap_json: JSON.stringify(gap),
});

/** All rows of one target. */
export interface TargetRows {
  readonly target: Selectable<TargetTable>;
  readonly findings: readonly Selectable<FindingTable>[];
  readonly usages: readonly Selectable<UsageTable>[];
  readonly gaps: readonly Selectable<GapTable>[];
}

const fromFindingRow = (row: Selectable<FindingTable>): unknown => ({
  rule: row.rule,
  secretId: row.secret_id,
  fingerprint: row.fingerprint,
  preview: row.preview,
  confidence: row.confidence,
  tags: JSON.parse(row.tags_json),
  facts: JSON.parse(row.facts_json),
  location: JSON.parse(row.location_json),
});

/** @throws Error if a row is not what this version writes. */
export const fromTargetRows = (rows: TargetRows): TargetFacts => {
  try {
    const facts = parseFacts({
      target: JSON.parse(rows.target.target_json),
      findings: rows.findings.map(fromFindingRow),
      usages: rows.usages.map((row) => JSON.parse(row.usage_json)),
      gaps: rows.gaps.map((row) => JSON.parse(row.gap_json)),
      coverage: JSON.parse(rows.target.coverage_json),
      ...(rows.target.settings_json === null ? {} : { settings: JSON.parse(rows.target.settings_json) }),
      ...(rows.target.mark_json === null ? {} : { mark: JSON.parse(rows.target.mark_json) }),
    });
    return shareParts(facts);
  } catch (error) {
    // A SyntaxError of JSON.parse quotes the text; a TypeError of the schema names the field only.
    const detail = error instanceof TypeError ? error.message : "a column does not hold JSON";
    throw new Error(`the facts of ${rows.target.id} cannot be read (${detail})`, { cause: error });
  }
};

/** @throws Error as {@link fromTargetRows}. */
export const fromRunRow = (row: Selectable<RunTable>): Run => {
  try {
    return parseRun({
      id: row.id,
      scope: row.scope,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
    });
  } catch (error) {
    throw new Error("a run cannot be read", { cause: error });
  }
};
