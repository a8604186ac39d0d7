import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { unpackAll } from "../../support/unpacked.ts";

const VERSIONS = ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];
const read = (version: string): Buffer =>
  readFileSync(new URL(`../../../fixtures/unpack/sample-${version}.pyc`, import.meta.url));

describe.each(VERSIONS)("a module compiled by Python %s", (version) => {
  const { texts, limits } = unpackAll(read(version));
  const [[name, text] = ["", ""]] = texts;
  const lines = text.split("\n");

  it("is one text of constants", () => {
    expect([name, texts.length, limits]).toEqual(["constants", 1, []]);
  });

  it.each([
    'API_KEY = "alpha-value"',
    'password = "beta-value"',
    'token = "gamma-value"',
    'secret = "delta-value"',
    "epsilon-value",
    'pin = "zeta-value"',
    'local = "eta-value"',
    'TOKEN = "theta-value"',
    "iota-value",
    "kappa-value",
    'key = "lambda-value"',
    'password = "mu-value"',
    'password = "nu-value"',
    "bytes-value",
    "deep-value",
    "set-value",
    "https://user:",
    'WIDE = "ünïcode ☃"',
  ])("has the line %s", (line) => {
    expect(lines).toContain(line);
  });

  it("keeps the lines of a longer text", () => {
    expect(text).toContain("TEXT =\nline one\nline two\n");
  });
});

describe("a compiled module", () => {
  it("of a Python that is not known yet is said", () => {
    const bytes = read("3.14");
    bytes.writeUInt16LE(3655, 0);
    expect(unpackAll(bytes)).toEqual({
      texts: [],
      limits: ["ARCHIVE_UNSUPPORTED : its Python version is not known"],
    });
  });

  it("that breaks off is said", () => {
    expect(unpackAll(read("3.12").subarray(0, 300))).toEqual({
      texts: [],
      limits: ["ARCHIVE_DAMAGED : it breaks off"],
    });
  });

  it("is told from a text whose second line break looks like its magic number", () => {
    expect(unpackAll(Buffer.from(`\u003e\r\r\n${"text\n".repeat(20)}`))).toEqual({ texts: [], limits: [] });
  });

  it("opens a list once that is referred to again and again, and ends at references to itself", () => {
    const header = Buffer.concat([Buffer.from([0x6f, 0x0d, 0x0d, 0x0a]), Buffer.alloc(12)]);
    const numbers = Buffer.alloc(6 * 4);
    // Each tuple holds the one before it twice: 2^30 texts, if it were opened as often as it is named.
    const tuples: number[] = [0xa9, 2, 0xfa, 4, ...Buffer.from("once"), 0x72, 2, 0, 0, 0];
    for (let index = 0; index < 30; index++) {
      const before = index === 0 ? 1 : index + 2;
      tuples.push(0xa9, 2, 0x72, before, 0, 0, 0, 0x72, before, 0, 0, 0);
    }
    const constants = Buffer.from([0x29, 31, ...tuples]);
    const empty = Buffer.from([0x29, 0]);
    const name = Buffer.from([0x7a, 1, 0x61]);
    const rest = [empty, empty, empty, empty, name, name, Buffer.alloc(4), Buffer.from([0x73, 0, 0, 0, 0])];
    const code = [Buffer.from([0xe3]), numbers, Buffer.from([0x73, 0, 0, 0, 0]), constants, ...rest];
    expect(unpackAll(Buffer.concat([header, ...code]))).toEqual({
      texts: [["constants", "once\n"]],
      limits: [],
    });
  });
});
