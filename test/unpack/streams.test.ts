import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeTar } from "../support/tar.ts";
import { unpackAll } from "../support/unpacked.ts";

const TEXT = "a line\n".repeat(100);

describe("a compressed stream", () => {
  it.each([
    ["gzip", gzipSync(TEXT)],
    ["gzip of several members", Buffer.concat([gzipSync(TEXT.slice(0, 99)), gzipSync(TEXT.slice(99))])],
    ["Zstandard", zstdCompressSync(Buffer.from(TEXT))],
  ])("of %s is a text without a name of its own", (_, bytes) => {
    expect(unpackAll(bytes)).toEqual({ texts: [["", TEXT]], limits: [] });
  });

  it("adds nothing to the names of what is packed in it", () => {
    const tar = makeTar([{ name: "a/b.txt", content: "one" }]);
    expect(unpackAll(gzipSync(tar)).texts).toEqual([["a/b.txt", "one"]]);
  });

  it("gives what there is when it breaks off, and says so", () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `${index * 7919}`).join("\n");
    const bytes = gzipSync(lines);
    const { texts, limits } = unpackAll(bytes.subarray(0, bytes.length / 2));
    expect(limits).toEqual(["ARCHIVE_DAMAGED : its compressed data is damaged"]);
    expect(texts[0]?.[1].length).toBeGreaterThan(10_000);
    expect(lines.startsWith(texts[0]?.[1] ?? "?")).toBe(true);
  });

  it.each([
    ["bzip2", "BZh91AY&SY"],
    ["xz", "\u00fd7zXZ\0"],
    ["7z", "7z\u00bc\u00af\u0027\u001c"],
    ["RAR", "Rar!\u001a\u0007\u0001\0"],
  ])("of %s cannot be read, which is said", (name, magic) => {
    expect(unpackAll(Buffer.from(`${magic} and more`, "latin1"))).toEqual({
      texts: [],
      limits: [`ARCHIVE_UNSUPPORTED : ${name} is not read`],
    });
  });
});
