/** SQLite databases: one text a table, in which each row is a line of `column = "value"`. */
import type { Budget } from "../budget.ts";
import type { Format, Inner, Unpacked } from "../format.ts";
import { isTextual, renderPair } from "../render.ts";
import { readColumns } from "./columns.ts";
import { type Database, LEAF_TABLE, openDatabase, readTreePage, walkTree } from "./pages.ts";
import { decodeValue, readRecord, type Row } from "./record.ts";

const MAGIC = Buffer.from("SQLite format 3\0");
/** A shorter blob holds no packed text worth a look of its own; in the file's raw bytes it is seen all the same. */
const LEAST_BLOB = 64;

interface Table {
  readonly name: string;
  readonly root: number;
  /** Latin-1, one character a byte. */
  readonly columns: readonly string[];
}

/** Columns of sqlite_schema (section 2.6). */
const SCHEMA = { type: 0, name: 1, root: 3, sql: 4 } as const;

interface Schema {
  readonly tables: readonly Table[];
  readonly statements: readonly string[];
}

const readSchema = (database: Database): Schema => {
  const tables: Table[] = [];
  const statements: string[] = [];
  for (const payload of walkTree(database, 1)) {
    const { values } = readRecord(payload);
    const find = (column: number): Buffer =>
      values.find((value) => value.column === column)?.bytes ?? Buffer.alloc(0);
    const textOf = (column: number): Buffer => decodeValue(database, find(column));
    const sql = textOf(SCHEMA.sql).toString("latin1");
    if (sql !== "") statements.push(`${sql};`);
    const root = find(SCHEMA.root);
    // Views and virtual tables have no tree; indexes repeat what tables hold.
    if (textOf(SCHEMA.type).toString("latin1") !== "table" || root.length === 0 || root.length > 6) continue;
    tables.push({
      name: textOf(SCHEMA.name).toString("utf8"),
      root: root.readUIntBE(0, root.length),
      columns: readColumns(sql),
    });
  }
  return { tables, statements };
};

/** Collects the rows of one table as lines. */
const createWriter = (database: Database, most: number) => {
  const lines: string[] = [];
  const blobs: Inner[] = [];
  let rows = 0;
  let size = 0;
  return {
    add: ({ values }: Row, columns: readonly string[]): void => {
      rows++;
      const line: string[] = [];
      const below: string[] = [];
      for (const { column, kind, bytes } of values) {
        if (kind === "number") continue;
        const name = columns[column] ?? `column ${column + 1}`;
        if (kind === "blob" && !isTextual(bytes)) {
          if (bytes.length >= LEAST_BLOB)
            blobs.push({ name: `${rows}/${Buffer.from(name, "latin1").toString("utf8")}`, bytes });
          continue;
        }
        const text = renderPair(
          name,
          (kind === "text" ? decodeValue(database, bytes) : bytes).toString("latin1"),
        );
        (text.includes("\n") ? below : line).push(text);
      }
      // Rows without text keep their line: its number is the row's, until a longer value comes.
      lines.push([line.join(", "), ...below].join("\n"));
      size += (lines.at(-1)?.length ?? 0) + 1;
    },
    isFull: () => size > most,
    finish: (name: string): readonly Inner[] => [
      ...(size > rows ? [{ name, bytes: Buffer.from(`${lines.join("\n")}\n`, "latin1") }] : []),
      ...blobs.map((blob) => ({ ...blob, name: `${name}/${blob.name}` })),
    ],
  };
};

function* readTable(database: Database, table: Table, budget: Budget): Generator<Unpacked> {
  const writer = createWriter(database, budget.allow(database.bytes.length));
  for (const payload of walkTree(database, table.root)) {
    writer.add(readRecord(payload), table.columns);
    if (!writer.isFull()) continue;
    yield { code: "ARCHIVE_TOO_LARGE", name: table.name, detail: budget.refuse(database.bytes.length) };
    break;
  }
  yield* writer.finish(table.name);
}

/** Rows of pages that no table holds any more: deleted ones, until their page is used again. */
function* readDeleted(database: Database, tables: readonly Table[], budget: Budget): Generator<Unpacked> {
  const writer = createWriter(database, budget.allow(database.bytes.length));
  // Whose row it was is not written anywhere: the number of its columns tells, if only one table has as many.
  const columnsOf = new Map<number, readonly string[]>();
  for (const { columns } of tables)
    columnsOf.set(columns.length, columnsOf.has(columns.length) ? [] : columns);
  for (let number = 2; number <= database.pageCount && !writer.isFull(); number++) {
    if (database.visited[number] === 1) continue;
    if (database.bytes[(number - 1) * database.pageSize] !== LEAF_TABLE) continue;
    for (const item of readTreePage(database, number) ?? []) {
      if (item.kind !== "row") continue;
      const row = readRecord(item.payload);
      writer.add(row, columnsOf.get(row.width) ?? []);
    }
  }
  yield* writer.finish("deleted rows");
}

function* unpackSqlite(bytes: Buffer, budget: Budget): Generator<Unpacked> {
  const database = openDatabase(bytes);
  if (database === null) {
    yield { code: "ARCHIVE_DAMAGED", name: "", detail: "its header is damaged" };
    return;
  }
  const { tables, statements } = readSchema(database);
  if (statements.length > 0)
    yield { name: "schema.sql", bytes: Buffer.from(statements.join("\n"), "latin1") };
  for (const table of tables) yield* readTable(database, table, budget);
  if (database.isDamaged)
    yield { code: "ARCHIVE_DAMAGED", name: "", detail: "some of its pages are damaged" };
  yield* readDeleted(database, tables, budget);
}

export const sqlite: Format = {
  name: "sqlite",
  recognise: (bytes) => bytes[0] === MAGIC[0] && bytes.subarray(0, MAGIC.length).equals(MAGIC),
  unpack: unpackSqlite,
};
