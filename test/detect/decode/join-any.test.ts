/** The joining of texts nobody wrote for reading. */
import { describe, expect, it } from "vitest";
import { join } from "../../../src/detect/decode/join.ts";
import type { Piece } from "../../../src/detect/decode/piece.ts";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";
import { demoToken } from "../../support/demo-rules.ts";
import { cut, LANGUAGES } from "./languages.ts";

const pieces = (bytes: Buffer): readonly Piece[] =>
  [...join(bytes)].filter((piece) => typeof piece !== "symbol");

/** Texts full of what the decoder looks for. */
const TOKENS = [
  '"',
  "'",
  "`",
  '"""',
  "\\",
  "\n",
  "\r\n",
  " ",
  "\t",
  "+",
  ".",
  "..",
  "&",
  "<>",
  "~",
  "||",
  "^",
  ")",
  "(",
  "[",
  "]",
  ",",
  "=",
  ":",
  "=>",
  "abc123",
  "demo_0123",
  "-----BEGIN ",
  "join(",
  ".join(",
  "concat!(",
  "CONCAT(",
  ".append(",
  "//",
  "/*",
  "*/",
  "# ",
  "return",
  "define ",
  "é",
  "\0",
  "\\\n",
  " + ",
  '" + "',
  '"\n"',
  "new StringBuilder().append(",
];

describe("the joining of anything", () => {
  it("neither throws nor leaves the text, and gives no empty piece", () => {
    const random = createSeededRandom("join");
    for (let round = 0; round < 3000; round++) {
      const count = 1 + (random.bytes(1)[0] ?? 0);
      const bytes = Buffer.from(
        Array.from(random.bytes(count), (byte) => TOKENS[byte % TOKENS.length]).join(""),
      );
      for (const piece of pieces(bytes)) {
        expect(piece.bytes.length).toBeGreaterThan(0);
        for (let start = 0; start <= piece.bytes.length; start += 3)
          for (const length of [0, 1, 7, piece.bytes.length]) {
            const end = Math.min(piece.bytes.length, start + length);
            const span = piece.locate(start, end);
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
            expect(span.end).toBeLessThanOrEqual(bytes.length);
          }
      }
    }
  });

  it("reads its own result without joining it again", () => {
    for (const write of Object.values(LANGUAGES))
      for (const piece of pieces(Buffer.from(write(cut(demoToken("twice"), 3)))))
        expect(pieces(piece.bytes)).toEqual([]);
  });

  it.each([
    ["chains", '"a1" + '.repeat(150_000)],
    ["brackets", 'x.join("'.repeat(100_000)],
    ["lists before a call", `[${'"a",'.repeat(2000)}${'"x"].join("'.repeat(80_000)}`],
    ["lists behind a call", 'join("","'.repeat(100_000)],
    ["spaces behind quotes", `"${" ".repeat(300)}`.repeat(3000)],
    ["continued lines", "a1b2c3d4\\\n".repeat(100_000)],
    ["comments", '" /* '.repeat(200_000)],
    ["backslashes", "\\".repeat(1_000_000) + '" + "a"'],
    ["unclosed strings", `" + '`.repeat(200_000)],
    ["equals signs", "=\n".repeat(500_000)],
    ["one long line before a chain", `${"x".repeat(1_000_000)} "a1b2c3" + "d4e5f6"`],
    ["many chains on one line", 'f("a1b2c3" + "d4e5f6"), '.repeat(40_000)],
  ])("takes time in step with the text: %s", (_, source) => {
    const bytes = Buffer.from(source);
    let size = 0;
    const before = process.cpuUsage();
    for (const piece of pieces(bytes)) size += piece.bytes.length;
    const { user, system } = process.cpuUsage(before);
    expect(size).toBeLessThan(3 * bytes.length);
    expect((user + system) / 1e6).toBeLessThan(3);
  });
});
