/** Whatever the bytes are: no exception, no more than is allowed, and an end. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/unpack/budget.ts";
import { isLimit } from "../../src/unpack/format.ts";
import { unpack } from "../../src/unpack/unpack.ts";
import { makeSqlite } from "../support/sqlite.ts";
import { makePax, makeTar } from "../support/tar.ts";
import { makeZip } from "../support/zip.ts";

const LINES = "name = value\n".repeat(40);
const pyc = (version: string): Buffer =>
  readFileSync(new URL(`../../fixtures/unpack/sample-${version}.pyc`, import.meta.url));

const TAR = makeTar([
  { name: "a/b.txt", content: LINES },
  makePax({ path: "long/".repeat(30), size: "40" }),
  { name: "c", content: LINES },
  { name: "././@LongLink", type: "L", content: "longer/".repeat(20) },
  { name: "d", content: LINES, type: "S" },
]);
const ZIP = makeZip([
  { name: "a.txt", content: LINES },
  { name: "b.txt", content: LINES, method: 0, isZip64: true },
  { name: "c.txt", content: LINES, hasDescriptor: true },
  { name: "d.tar", content: TAR },
]);

/** Each format, as rich as it gets in some kilobytes. */
const SEEDS: Readonly<Record<string, Buffer>> = {
  zip: ZIP,
  "zip with a script": makeZip([{ name: "a", content: LINES }], { prefix: "#!/bin/sh\n" }),
  "office documents": makeZip(
    [
      [
        "word/document.xml",
        `<w:p>${"<w:tbl><w:tr><w:tc><w:p><w:t>a&amp;b</w:t></w:p></w:tc></w:tr></w:tbl>".repeat(5)}</w:p>`,
      ],
      [
        "xl/worksheets/s.xml",
        `<row>${'<c r="A1" t="s"><v>0</v></c><c><v>1</v></c>'.repeat(5)}</row>`.repeat(3),
      ],
      ["xl/sharedStrings.xml", "<sst><si><t>name</t></si><si><r><t>va</t></r><r><t>lue</t></r></si></sst>"],
    ].map(([name = "", content = ""]) => ({ name, content, method: 0 })),
  ),
  tar: TAR,
  gzip: gzipSync(ZIP),
  zstd: zstdCompressSync(TAR),
  sqlite: makeSqlite(
    `pragma page_size = 512; pragma secure_delete = off;
    create table t(id integer primary key, "a b" text, b blob);
    create table k(val text, key text, primary key(key)) without rowid;
    create index i on t(b);`,
    (database) => {
      const insert = database.prepare('insert into t("a b", b) values (?, ?)');
      const key = database.prepare("insert into k values (?, ?)");
      for (let row = 0; row < 25; row++) {
        insert.run(`text ${row}`.repeat(row * 3), Buffer.alloc(80, row));
        key.run("v".repeat(row * 20), `k${row}`);
      }
      database.exec("delete from t where id > 15");
    },
  ),
  "pyc 3.6": pyc("3.6"),
  "pyc 3.10": pyc("3.10"),
  "pyc 3.12": pyc("3.12"),
  "pyc 3.14": pyc("3.14"),
};

/** Numbers that mean something somewhere: none, all, signs, lengths far beyond the end. */
const TELLING = [0, 1, 0x7f, 0x80, 0xff];

/** Deterministic 32-bit numbers for one mutation of one format. */
const drawsOf = (label: string): ((below: number) => number) => {
  let pool = Buffer.alloc(0);
  let round = 0;
  return (below) => {
    if (pool.length < 4) pool = createHash("sha256").update(`${label} ${round++}`).digest();
    const value = pool.readUInt32LE(0);
    pool = pool.subarray(4);
    return value % below;
  };
};

const mutate = (seed: Buffer, label: string): Buffer => {
  const draw = drawsOf(label);
  let bytes: Buffer = Buffer.from(seed);
  for (let change = draw(6); change >= 0; change--) {
    const at = draw(bytes.length);
    const kind = draw(10);
    if (kind < 4) bytes[at] = draw(256);
    else if (kind < 7)
      bytes.fill(TELLING[draw(TELLING.length)] ?? 0, at, Math.min(bytes.length, at + 1 + draw(8)));
    else if (kind === 7) bytes = bytes.subarray(0, Math.max(1, at));
    else if (kind === 8) bytes.copy(bytes, at, draw(bytes.length), draw(bytes.length));
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(draw(bytes.length))]);
    if (bytes.length === 0) bytes = Buffer.from([0]);
  }
  return bytes;
};

const ROUNDS = 600;
/** Every second mutation leaves the beginning alone, by which a format is known. */
const HEADER = 24;

describe.each(Object.entries(SEEDS))("mutations of %s", (name, seed) => {
  it("never throw, never give more than is allowed, and end", () => {
    const seen = { texts: 0, limits: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const kept = round % 2 === 0 ? HEADER : 0;
      const rest = mutate(seed.subarray(kept), `${name} ${round}`);
      let size = 0;
      for (const item of unpack(Buffer.concat([seed.subarray(0, kept), rest])) ?? [])
        if (isLimit(item)) seen.limits++;
        else {
          size += item.bytes.length;
          seen.texts++;
        }
      expect(size).toBeLessThanOrEqual(LIMITS.total);
    }
    // Otherwise the mutations would only have tried the magic numbers.
    expect(seen.texts).toBeGreaterThan(ROUNDS / 20);
    expect(seen.limits).toBeGreaterThan(ROUNDS / 10);
  });
});
