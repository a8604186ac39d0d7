import { zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeZip, type ZipFile } from "../../support/zip.ts";
import { unpackAll } from "../../support/unpacked.ts";

const LONG = "a line that repeats\n".repeat(50);

describe("a ZIP file", () => {
  it("gives its files in order, stored and deflated, and passes over folders", () => {
    const { texts, limits } = unpackAll(
      makeZip([
        { name: "dir/", content: "", method: 0 },
        { name: "dir/a.txt", content: "stored", method: 0 },
        { name: "b.txt", content: LONG },
        { name: "empty", content: "" },
      ]),
    );
    expect(texts).toEqual([
      ["dir/a.txt", "stored"],
      ["b.txt", LONG],
      ["empty", ""],
    ]);
    expect(limits).toEqual([]);
  });

  it.each<[string, Partial<ZipFile>]>([
    ["sizes behind the data", { hasDescriptor: true }],
    ["zip64 fields", { isZip64: true }],
    ["both", { hasDescriptor: true, isZip64: true }],
  ])("is read with %s", (_, options) => {
    const files = [
      { name: "a", content: LONG, ...options },
      { name: "b", content: "two", ...options },
    ];
    expect(unpackAll(makeZip(files))).toEqual({
      texts: [
        ["a", LONG],
        ["b", "two"],
      ],
      limits: [],
    });
  });

  it("is read behind a start script, which is a text of the file itself, and before a comment", () => {
    const script = "#!/usr/bin/env python3\n";
    const files = [{ name: "a", content: "inside" }];
    expect(unpackAll(makeZip(files, { prefix: script })).texts).toEqual([
      ["", script],
      ["a", "inside"],
    ]);
    expect(unpackAll(makeZip(files, { comment: "PK\u0005\u0006 no end" })).texts).toEqual([["a", "inside"]]);
  });

  it("is read when it is empty", () => {
    expect(unpackAll(makeZip([]))).toEqual({ texts: [], limits: [] });
  });

  it("is read with Zstandard inside", () => {
    const packed = zstdCompressSync(Buffer.from(LONG));
    const { texts } = unpackAll(makeZip([{ name: "a", content: packed, method: 93, size: LONG.length }]));
    expect(texts).toEqual([["a", LONG]]);
  });

  it("keeps hostile names as names, without dots and slashes that say nothing", () => {
    const names = ["../../etc/passwd", "/root/x", "./a//b", "C:\\x", "\u001b[31m"];
    const { texts } = unpackAll(makeZip(names.map((name) => ({ name, content: "x" }))));
    expect(texts.map(([name]) => name)).toEqual(["../../etc/passwd", "root/x", "a/b", "C:\\x", "\u001b[31m"]);
  });

  it.each<[string, readonly ZipFile[], string]>([
    ["encrypted", [{ name: "x", content: "x", isEncrypted: true }], "ARCHIVE_ENCRYPTED x: it is encrypted"],
    ["encrypted with AES", [{ name: "x", content: "x", method: 99 }], "ARCHIVE_ENCRYPTED x: it is encrypted"],
    [
      "packed with an unknown method",
      [{ name: "x", content: "x", method: 14 }],
      "ARCHIVE_UNSUPPORTED x: compression method 14 is not read",
    ],
  ])("says which entry is %s, and reads the others", (_, files, limit) => {
    expect(unpackAll(makeZip([...files, { name: "y", content: "readable" }]))).toEqual({
      texts: [["y", "readable"]],
      limits: [limit],
    });
  });

  it("says that a checksum is wrong, and gives the text all the same", () => {
    expect(unpackAll(makeZip([{ name: "x", content: LONG, crc: 1 }]))).toEqual({
      texts: [["x", LONG]],
      limits: ["ARCHIVE_DAMAGED x: its checksum is wrong"],
    });
  });

  it("reads no entry twice whose bytes another one has had", () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      name: `copy${index}`,
      content: "",
      method: 0,
      reusesData: true,
    }));
    const { texts, limits } = unpackAll(makeZip([{ name: "a", content: LONG, method: 0 }, ...many]));
    expect(limits).toEqual([expect.stringMatching(/^ARCHIVE_DAMAGED copy\d+: its entries overlap$/)]);
    expect(texts.length).toBeLessThan(10);
  });

  it("says that it breaks off, and that an entry is not where it should be", () => {
    const bytes = makeZip([{ name: "a", content: LONG, method: 0 }]);
    expect(unpackAll(bytes.subarray(0, 500)).limits).toEqual(["ARCHIVE_DAMAGED : it has no directory"]);
    const moved = Buffer.from(bytes);
    moved.writeUInt32LE(0, 0);
    moved.write("PK\u0005\u0006", 0, "latin1");
    expect(unpackAll(moved).limits).toEqual(["ARCHIVE_DAMAGED a: its data is not where the directory says"]);
  });

  it("says that its directory is damaged, and reads what stands before the damage", () => {
    const bytes = makeZip([
      { name: "a", content: "first" },
      { name: "b", content: "second" },
    ]);
    bytes.write("XX", bytes.lastIndexOf("PK\u0001\u0002", undefined, "latin1"), "latin1");
    expect(unpackAll(bytes)).toEqual({
      texts: [["a", "first"]],
      limits: ["ARCHIVE_DAMAGED : its directory is damaged"],
    });
  });
});
