import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { TextBlob } from "../../src/model/blob.ts";
import { computeBlobId } from "../../src/model/blob.ts";
import { createSample } from "../bench/accuracy/sample.ts";
import { readWild, scoreWild } from "../bench/accuracy/wild.ts";
import { DEMO_SCANNER, demoToken } from "../support/demo-rules.ts";
import { makeTestFolder, removeTestFolders } from "../support/git-repository.ts";

afterEach(removeTestFolders);

const SAMPLE = { size: 2, seed: "1" };
const makeFolder = (files: Readonly<Record<string, string | Buffer>>): string => {
  const folder = makeTestFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
};
const score = (folder: string) => scoreWild(readWild(folder), DEMO_SCANNER.detector, SAMPLE);

describe("counting reports in code without labels", () => {
  it("counts files, lines and reports by rule, without what git keeps for itself", async () => {
    const folder = makeFolder({
      "a.txt": `one\n${demoToken("a")}\n`,
      "b/c.txt": `${demoToken("b")} ${demoToken("c")}`,
      "empty.txt": "",
      ".git/config": `${demoToken("d")}\n`,
    });
    expect(await score(folder)).toMatchObject({
      files: 3,
      lines: 3,
      reports: 3,
      rules: new Map([["demo-token", 3]]),
    });
  });

  it("counts no lines of binaries, but what is reported in them", async () => {
    const folder = makeFolder({ "a.bin": Buffer.from(`\0\n\n${demoToken("a")}`) });
    expect(await score(folder)).toMatchObject({ lines: 0, reports: 1 });
  });

  it("shows a sample, printable and without values", async () => {
    const folder = makeFolder({ "a\u001b.txt": `x\nkey: ${demoToken("a")}\n` });
    const { sample } = await score(folder);
    expect(sample).toEqual([
      { group: "demo-token", place: "a\\x1b.txt:2", line: expect.stringMatching(/^key: demo_«[a0]{16}»$/) },
    ]);
  });

  it("counts the lines of a file in pieces once", async () => {
    const text = Buffer.from(`${demoToken("a")}\nsecond\nthird\n`);
    const cut = text.indexOf("third");
    const blob = { id: computeBlobId(text), provenance: null };
    const pieces: readonly TextBlob[] = [
      { ...blob, bytes: text.subarray(0, cut), part: { line: 1, column: 1, from: 0, to: cut } },
      { ...blob, bytes: text.subarray(cut - 7), part: { line: 2, column: 1, from: 7, to: Infinity } },
    ];
    async function* read() {
      yield* pieces;
    }
    expect(await scoreWild(read(), DEMO_SCANNER.detector, SAMPLE)).toMatchObject({
      files: 1,
      lines: 3,
      reports: 1,
    });
  });

  it("refuses what is no folder", async () => {
    await expect(score("/nowhere/at/all")).rejects.toThrow("/nowhere/at/all is no folder.");
  });
});

describe("a sample", () => {
  const NAMES = Array.from({ length: 500 }, (_, index) => `item ${index}`);
  const draw = (names: readonly string[], size: number, seed = "1") => {
    const sample = createSample<string>(size, seed);
    let made = 0;
    for (const name of names)
      sample.offer(name, () => {
        made++;
        return name;
      });
    return { items: sample.list(), made };
  };

  it("is as large as asked for, or has everything", () => {
    expect(draw(NAMES, 20).items).toHaveLength(20);
    expect(new Set(draw(NAMES.slice(0, 5), 20).items)).toEqual(new Set(NAMES.slice(0, 5)));
    expect(draw(NAMES, 0)).toEqual({ items: [], made: 0 });
  });

  it("is the same for the same seed, in whatever order the items come", () => {
    expect(draw(NAMES.toReversed(), 20).items).toEqual(draw(NAMES, 20).items);
    expect(draw(NAMES, 20, "2").items).not.toEqual(draw(NAMES, 20).items);
  });

  it("makes few of the items that it does not keep", () => {
    expect(draw(NAMES, 5).made).toBeLessThan(60);
  });
});
