-- What a store holds. Documentation: the tables are made by migrations.ts, and a test keeps the two equal.
--
-- Facts only: no column holds the value of a secret. Times are ISO 8601 UTC. `*_json` columns hold JSON of the type in
-- src/model/ of that name and are what the program reads back; `source`, `path`, `line`, `variable` and the like repeat
-- parts of it for queries, with characters that not every database keeps (NUL, lone surrogates) replaced by U+FFFD.

-- Migrations that were applied, and Kysely's lock for applying them.
CREATE TABLE "vaultbound_migration" (
  "name" varchar(255) not null primary key,
  "timestamp" varchar(255) not null
);
CREATE TABLE "vaultbound_migration_lock" (
  "id" varchar(255) not null primary key,
  "is_locked" integer default 0 not null
);

-- One sweep or scan. At most one run of a scope is unfinished.
CREATE TABLE "run" (
  "id" text not null primary key,
  "scope" text not null,
  "started_at" text not null,
  "finished_at" text
);

-- Which targets a run has stored. Marks of earlier runs go when a later run of the scope finishes.
CREATE TABLE "target_run" (
  "run" text not null references "run" ("id") on delete cascade,
  "target" text not null,
  "done_at" text not null,
  constraint "target_run_key" primary key ("run", "target")
);

-- What was scanned, as the last run that stored it saw it. `coverage_json` says how much was read, `mark_json` what the
-- next sweep need not read again (null: everything), `settings_json` how it is set up (null: nothing is known).
CREATE TABLE "target" (
  "scope" text not null,
  "id" text not null,
  "path" text not null,
  "target_json" text not null,
  "coverage_json" text not null,
  "mark_json" text,
  "settings_json" text,
  constraint "target_key" primary key ("scope", "id")
);

-- `position` is the place in the target's list, sorted by JSON text.

-- A secret at a place. `secret_id` is the keyed hash of its value; `path` of a variable is its key.
CREATE TABLE "finding" (
  "scope" text not null,
  "target" text not null,
  "position" integer not null,
  "rule" text not null,
  "secret_id" text not null,
  "fingerprint" text not null,
  "preview" text not null,
  "confidence" text not null,
  "tags_json" text not null,
  "facts_json" text not null,
  "source" text not null,
  "path" text,
  "line" integer,
  "location_json" text not null,
  constraint "finding_key" primary key ("target", "scope", "position"),
  constraint "finding_target" foreign key ("scope", "target")
    references "target" ("scope", "id") on delete cascade
);
CREATE INDEX "finding_secret" on "finding" ("secret_id");

-- A job uses a variable.
CREATE TABLE "usage" (
  "scope" text not null,
  "target" text not null,
  "position" integer not null,
  "variable" text not null,
  "path" text not null,
  "line" integer not null,
  "usage_json" text not null,
  constraint "usage_key" primary key ("target", "scope", "position"),
  constraint "usage_target" foreign key ("scope", "target")
    references "target" ("scope", "id") on delete cascade
);

-- Something that was not scanned, and why.
CREATE TABLE "gap" (
  "scope" text not null,
  "target" text not null,
  "position" integer not null,
  "code" text not null,
  "source" text not null,
  "gap_json" text not null,
  constraint "gap_key" primary key ("target", "scope", "position"),
  constraint "gap_target" foreign key ("scope", "target")
    references "target" ("scope", "id") on delete cascade
);

-- When each finding was first and last seen: the beginnings of runs. Kept when the target goes; `state` is a digest of the
-- finding, so that a change is noticed.
CREATE TABLE "sighting" (
  "scope" text not null,
  "target" text not null,
  "fingerprint" text not null,
  "rule" text not null,
  "secret_id" text not null,
  "state" text not null,
  "first_seen" text not null,
  "last_seen" text not null,
  "gone_at" text,
  "back_at" text,
  "changed_at" text,
  constraint "sighting_key" primary key ("scope", "target", "fingerprint")
);

-- Where each target is or was when it was last seen, and where it was before it was renamed or moved. Kept when it goes.
CREATE TABLE "target_sighting" (
  "scope" text not null,
  "target" text not null,
  "path" text not null,
  "first_seen" text not null,
  "gone_at" text,
  "earlier_path" text,
  "moved_at" text,
  constraint "target_sighting_key" primary key ("scope", "target")
);
