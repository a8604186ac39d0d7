/** How sightings are read. */
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { expect, it } from "vitest";
import { migrate } from "../../src/store/migrations.ts";
import { createNodeSqliteDialect } from "../../src/store/node-sqlite-dialect.ts";
import type { Schema } from "../../src/store/schema.ts";
import { readSightingRows } from "../../src/store/sighting-rows.ts";

it("goes on from its place by the index, instead of reading again what came before", async () => {
  const database = new DatabaseSync(":memory:");
  const statements: string[] = [];
  const db = new Kysely<Schema>({
    dialect: createNodeSqliteDialect(database),
    log: ({ query }) => void statements.push(query.sql),
  });
  await migrate(db, { text: "text" });
  await readSightingRows(db, { scope: "s", after: { target: "project:1", fingerprint: "f" }, most: 500 });
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${statements.at(-1)}`).all("s", "project:1", "f", 500);
  expect(plan.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(
      /^SEARCH sighting USING INDEX \S+ \(scope=\? AND \(target,fingerprint\)>\(\?,\?\)\)$/,
    ),
  ]);
  await db.destroy();
});
