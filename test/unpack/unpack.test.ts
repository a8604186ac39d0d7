import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/unpack/budget.ts";
import { unpack } from "../../src/unpack/unpack.ts";
import { makeTar } from "../support/tar.ts";
import { unpackAll } from "../support/unpacked.ts";
import { makeZip } from "../support/zip.ts";

const nest = (depth: number): Buffer => {
  let bytes: Buffer = Buffer.from("the core");
  for (let level = depth; level > 0; level--) bytes = makeZip([{ name: `${level}`, content: bytes }]);
  return bytes;
};

describe("unpacking", () => {
  it.each(["", "a text\n", "PK but a text", "{}", "#!/bin/sh\n", "\0".repeat(600), "BZh is a word\n"])(
    "has nothing to do with %j",
    (text) => {
      expect(unpack(Buffer.from(text))).toBeNull();
    },
  );

  it("goes into what is packed in packed files, and joins the names", () => {
    const jar = makeZip([{ name: "config/app.yml", content: "inside" }]);
    const war = makeZip([{ name: "WEB-INF/lib/app.jar", content: jar, method: 0 }]);
    const bytes = gzipSync(makeTar([{ name: "a.txt", content: "beside" }]));
    const both = makeZip([
      { name: "app.war", content: war },
      { name: "a.tgz", content: bytes },
    ]);
    expect(unpackAll(both)).toEqual({
      texts: [
        ["app.war!/WEB-INF/lib/app.jar!/config/app.yml", "inside"],
        ["a.tgz!/a.txt", "beside"],
      ],
      limits: [],
    });
  });

  it("gives the raw bytes of what is packed as well, after what is in it", () => {
    const jar = makeZip([{ name: "a", content: "x" }]);
    const names = [...(unpack(makeZip([{ name: "b.jar", content: jar }])) ?? [])].map(({ name }) => name);
    expect(names).toEqual(["b.jar!/a", "b.jar"]);
  });
});

describe("the limits of unpacking", () => {
  it("reach the last depth that is allowed and say what is below it", () => {
    expect(unpackAll(nest(LIMITS.depth))).toMatchObject({
      texts: [[/* name */ expect.anything(), "the core"]],
      limits: [],
    });
    expect(unpackAll(nest(LIMITS.depth + 1))).toEqual({
      texts: [],
      limits: ["ARCHIVE_TOO_DEEP 1!/2!/3!/4!/5!/6: it is packed more than 6 times"],
    });
  });

  it("stop a bomb of one text by its ratio, whether it admits its size or lies", () => {
    const zeros = Buffer.alloc(8 * 1024 * 1024);
    for (const size of [zeros.length, 10])
      expect(
        unpackAll(
          makeZip([
            { name: "bomb", content: zeros, size },
            { name: "b", content: "x" },
          ]),
        ),
      ).toEqual({
        texts: [["b", "x"]],
        limits: ["ARCHIVE_TOO_LARGE bomb: it unpacks to more than 200 times its size"],
      });
    expect(unpackAll(gzipSync(zeros)).limits).toEqual([
      "ARCHIVE_TOO_LARGE : it unpacks to more than 200 times its size",
    ]);
  });

  it("stop a bomb of many texts by their sum, and go no further", () => {
    const inner = makeZip([{ name: "x", content: Buffer.alloc(LIMITS.ratioFloor) }]);
    const many = Array.from({ length: 300 }, (_, index) => ({
      name: `${index}.zip`,
      content: inner,
      method: 0,
    }));
    let size = 0;
    const limits: string[] = [];
    for (const item of unpack(makeZip(many)) ?? [])
      if ("code" in item) limits.push(`${item.code} ${item.name}: ${item.detail}`);
      else size += item.bytes.length;
    expect(limits).toEqual([
      expect.stringMatching(/^ARCHIVE_TOO_LARGE 25\d.zip!\/x: all that is in it is more than 256 MiB$/),
      "ARCHIVE_TOO_LARGE : all that is in it is more than 256 MiB",
    ]);
    expect(size).toBeLessThanOrEqual(LIMITS.total);
  });

  it("stop an archive of too many entries", () => {
    const many = Array.from({ length: LIMITS.entries + 5 }, () => ({ name: "a", content: "", method: 0 }));
    const { texts, limits } = unpackAll(makeZip(many));
    expect(texts).toHaveLength(LIMITS.entries + 1);
    expect(limits).toEqual(["ARCHIVE_TOO_LARGE : it holds more than 50,000 entries"]);
  });

  it("hold for names too", () => {
    const { texts } = unpackAll(makeZip([{ name: "n".repeat(60_000), content: "x" }]));
    expect(texts[0]?.[0]).toHaveLength(1024);
  });
});
