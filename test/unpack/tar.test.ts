import { describe, expect, it } from "vitest";
import { makePax, makeTar, makeTarEntry, type TarFile } from "../support/tar.ts";
import { unpackAll } from "../support/unpacked.ts";

const LONG = `${"folder/".repeat(30)}file.txt`;

describe("a TAR file", () => {
  it.each<[string, readonly TarFile[], readonly (readonly [string, string])[]]>([
    ["plain files", [{ name: "./a/b.txt", content: "one" }], [["a/b.txt", "one"]]],
    ["a name in two parts", [{ name: "c.txt", prefix: "a/b", content: "one" }], [["a/b/c.txt", "one"]]],
    ["pax paths", [makePax({ path: LONG }), { name: "short", content: "one" }], [[LONG, "one"]]],
    [
      "pax sizes, for the next file only",
      [makePax({ size: "3" }), { name: "a", content: "one", size: 0 }, { name: "b", content: "four" }],
      [
        ["a", "one"],
        ["b", "four"],
      ],
    ],
    [
      "long names of GNU tar",
      [
        { name: "././@LongLink", type: "L", content: `${LONG}\0` },
        { name: "short", content: "one" },
      ],
      [[LONG, "one"]],
    ],
    ["sizes of base 256", [{ name: "a", content: "one", isBinarySize: true }], [["a", "one"]]],
    ["headers older than ustar", [{ name: "a", content: "one", magic: "" }], [["a", "one"]]],
    [
      "links and folders, which hold nothing",
      [
        { name: "link", type: "2", size: 100 },
        { name: "dir/", type: "5" },
        { name: "a", content: "one" },
      ],
      [["a", "one"]],
    ],
    [
      "global pax headers, which are no files",
      [
        { name: "pax_global_header", type: "g", content: "52 comment=0\n" },
        { name: "a", content: "one" },
      ],
      [["a", "one"]],
    ],
  ])("is read with %s", (_, files, texts) => {
    expect(unpackAll(makeTar(files))).toEqual({ texts, limits: [] });
  });

  it("gives the stored parts of a sparse file, its further headers left out", () => {
    const entry = makeTarEntry({ name: "sparse", type: "S", content: "stored" });
    const map = Buffer.alloc(512, 0);
    entry[482] = 1;
    entry.write("0".repeat(8), 148);
    const sum = entry
      .subarray(0, 512)
      .reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    entry.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const bytes = Buffer.concat([entry.subarray(0, 512), map, entry.subarray(512), Buffer.alloc(1024)]);
    expect(unpackAll(bytes)).toEqual({ texts: [["sparse", "stored"]], limits: [] });
  });

  it("says that it breaks off, and gives what there is", () => {
    const bytes = makeTar([
      { name: "a", content: "one" },
      { name: "b", content: "x".repeat(2000) },
    ]);
    expect(unpackAll(bytes.subarray(0, 2000))).toEqual({
      texts: [
        ["a", "one"],
        ["b", "x".repeat(2000 - 3 * 512)],
      ],
      limits: ["ARCHIVE_DAMAGED b: it breaks off"],
    });
  });

  it("stops at a header whose checksum is wrong, and says so", () => {
    const bytes = makeTar([
      { name: "a", content: "one" },
      { name: "b", content: "two" },
    ]);
    bytes.write("c", 1024);
    expect(unpackAll(bytes)).toEqual({
      texts: [["a", "one"]],
      limits: ["ARCHIVE_DAMAGED : a header in it is damaged"],
    });
  });
});
