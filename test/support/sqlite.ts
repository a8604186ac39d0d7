/** Makes real SQLite databases and gives their bytes. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export const makeSqlite = (sql: string, fill?: (database: DatabaseSync) => void): Buffer => {
  const folder = mkdtempSync(join(tmpdir(), "vb-sqlite-"));
  try {
    const file = join(folder, "made.db");
    const database = new DatabaseSync(file);
    database.exec(sql);
    fill?.(database);
    database.close();
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
