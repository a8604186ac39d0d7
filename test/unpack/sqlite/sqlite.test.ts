import { describe, expect, it } from "vitest";
import { makeSqlite } from "../../support/sqlite.ts";
import { unpackAll } from "../../support/unpacked.ts";

const tableOf = (bytes: Buffer, name: string): string | undefined =>
  unpackAll(bytes).texts.find(([table]) => table === name)?.[1];

describe("an SQLite database", () => {
  it("gives each table as a text, each row as a line that names the columns", () => {
    const bytes = makeSqlite(`
      create table users(id integer primary key, "login name" text, password varchar(20) not null);
      insert into users values (1, 'ada', 'first'), (2, null, 'second'), (3, 'eve', 7);
      create view v as select * from users;
      create index i on users(password);`);
    expect(unpackAll(bytes).limits).toEqual([]);
    expect(tableOf(bytes, "users")).toBe(
      'login_name = "ada", password = "first"\npassword = "second"\nlogin_name = "eve", password = "7"\n',
    );
    expect(unpackAll(bytes).texts.map(([name]) => name)).toEqual(["schema.sql", "users"]);
    expect(tableOf(bytes, "schema.sql")).toContain("CREATE TABLE users");
  });

  it.each([
    "page_size = 512",
    "page_size = 65536",
    "encoding = 'UTF-16le'",
    "encoding = 'UTF-16be'",
    "auto_vacuum = full",
  ])("is read whole with %s: many pages, long values, keys first where there are no row ids", (pragma) => {
    const bytes = makeSqlite(
      `pragma ${pragma};
        create table notes(body text, tag text);
        create table kv(val text, grp text, key text, primary key(grp, key)) without rowid;`,
      (database) => {
        const note = database.prepare("insert into notes values (?, ?)");
        const kv = database.prepare("insert into kv values (?, ?, ?)");
        for (let index = 0; index < 300; index++) {
          note.run(`start${index}${"ü".repeat(index * 20)}end`, "t");
          kv.run(`value${index}`, "g", String(index).padStart(3, "0"));
        }
      },
    );
    expect(unpackAll(bytes).limits).toEqual([]);
    const notes = Array.from(
      { length: 300 },
      (_, index) => `body = "start${index}${"ü".repeat(index * 20)}end", tag = "t"\n`,
    );
    expect(tableOf(bytes, "notes")).toBe(notes.join(""));
    const kv = Array.from(
      { length: 300 },
      (_, index) => `grp = "g", key = "${String(index).padStart(3, "0")}", val = "value${index}"\n`,
    );
    expect(tableOf(bytes, "kv")).toBe(kv.join(""));
  });

  it("writes values as they are: quotes are chosen around them, lines stay lines", () => {
    const bytes = makeSqlite(`
      create table t(a text, b text);
      insert into t values ('say "hi"', 'it''s'), ('both " and ''', 'two' || char(10) || 'lines');`);
    expect(tableOf(bytes, "t")).toBe(`a = 'say "hi"', b = "it's"\na = both " and '\nb =\ntwo\nlines\n`);
  });

  it("gives blobs that are text like texts, and others as files of their own", () => {
    const bytes = makeSqlite("create table t(b blob)", (database) => {
      const insert = database.prepare("insert into t values (?)");
      insert.run(Buffer.from("text in a blob"));
      insert.run(Buffer.alloc(100, 1));
    });
    const { texts } = unpackAll(bytes);
    expect(texts.slice(1)).toEqual([
      ["t", 'b = "text in a blob"\n\n'],
      ["t/2/b", "\u0001".repeat(100)],
    ]);
  });

  it("still has deleted rows whose pages were not used again, with their columns if only one table has as many", () => {
    const fill = Array.from({ length: 400 }, (_, index) => `('a${index}', 'b', 'gone${index}')`).join();
    const bytes = makeSqlite(`
      pragma secure_delete = off;
      pragma page_size = 512;
      create table three(x text, y text, token text);
      create table two(x text, y text);
      insert into three values ${fill};
      delete from three;`);
    const text = tableOf(bytes, "deleted rows") ?? "";
    expect(text).toMatch(/^x = "a\d+", y = "b", token = "gone\d+"$/m);
  });

  it("is not confused by what a statement may hold: comments, quotes, constraints, computed columns", () => {
    const bytes = makeSqlite(
      `
      create table "odd ""name"(
        [a x] text /* , not */ default 'x, y', -- nor, this
        "b ""q""" decimal(10, 2) check (length(b) in (1, 3)) , b text,
        twice text generated always as (b || b) virtual,
        kept text as (b || '!') stored,
        constraint u unique (b), foreign key (b) references "odd ""name"(b)
      );
      insert into "odd ""name"("b ""q""", b) values ('one', 'two');`,
    );
    expect(tableOf(bytes, 'odd "name')).toBe('a_x = "x, y", b_"q" = "one", b = "two", kept = "two!"\n');
  });

  it("says that pages are damaged, and reads the others", () => {
    const bytes = makeSqlite(
      "pragma page_size = 512; create table t(a text); create table u(a text);",
      (database) => {
        const insert = database.prepare("insert into t values (?)");
        for (let index = 0; index < 200; index++) insert.run(`value ${index}`);
        database.exec("insert into u values ('other')");
      },
    );
    // The root of the first table points to itself.
    bytes.writeUInt32BE(2, 512 + 8);
    const { texts, limits } = unpackAll(bytes);
    expect(limits).toEqual(["ARCHIVE_DAMAGED : some of its pages are damaged"]);
    expect(texts).toContainEqual(["u", 'a = "other"\n']);
    expect(unpackAll(bytes.subarray(0, 90)).limits).toEqual(["ARCHIVE_DAMAGED : its header is damaged"]);
  });
});
