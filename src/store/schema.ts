/** The tables as Kysely sees them; schema.sql says what they mean. */

export interface RunTable {
  id: string;
  scope: string;
  started_at: string;
  finished_at: string | null;
}

interface TargetRunTable {
  run: string;
  target: string;
  done_at: string;
}

export interface TargetTable {
  scope: string;
  id: string;
  path: string;
  target_json: string;
  coverage_json: string;
  mark_json: string | null;
  settings_json: string | null;
}

export interface SightingTable {
  scope: string;
  target: string;
  fingerprint: string;
  rule: string;
  secret_id: string;
  /** Digest of the finding as it was last seen. */
  state: string;
  first_seen: string;
  last_seen: string;
  gone_at: string | null;
  back_at: string | null;
  changed_at: string | null;
}

export interface TargetSightingTable {
  scope: string;
  target: string;
  path: string;
  first_seen: string;
  gone_at: string | null;
  earlier_path: string | null;
  moved_at: string | null;
}

/** Columns of every table whose rows belong to a target; `position` is the place in the sorted list. */
interface FactTable {
  scope: string;
  target: string;
  position: number;
}

export interface FindingTable extends FactTable {
  rule: string;
  secret_id: string;
  fingerprint: string;
  preview: string;
  confidence: string;
  tags_json: string;
  facts_json: string;
  source: string;
  path: string | null;
  line: number | null;
  location_json: string;
}

export interface UsageTable extends FactTable {
  variable: string;
  path: string;
  line: number;
  usage_json: string;
}

export interface GapTable extends FactTable {
  code: string;
  source: string;
  gap_json: string;
}

/** Kysely's own list of the migrations that were applied. */
interface MigrationTable {
  name: string;
  timestamp: string;
}

export interface Schema {
  run: RunTable;
  target_run: TargetRunTable;
  target: TargetTable;
  finding: FindingTable;
  usage: UsageTable;
  gap: GapTable;
  sighting: SightingTable;
  target_sighting: TargetSightingTable;
  vaultbound_migration: MigrationTable;
}
