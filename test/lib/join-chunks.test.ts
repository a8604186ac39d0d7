/** Pieces of text in larger pieces. */
import { describe, expect, it } from "vitest";
import { joinChunks } from "../../src/lib/join-chunks.ts";

describe("joinChunks", () => {
  it.each([
    ["nothing", []],
    ["empty pieces", ["", ""]],
    ["one small piece", ["a"]],
    ["many small pieces", Array.from({ length: 30_000 }, (_, number) => `line ${number}\n`)],
    ["a large piece between small ones", ["a", "b".repeat(200_000), "c"]],
  ])("gives the same text in few pieces: %s", (_, chunks) => {
    const joined = [...joinChunks(chunks)];
    expect(joined.join("")).toBe(chunks.join(""));
    expect(joined.slice(0, -1).every((piece) => piece.length >= 1 << 16)).toBe(true);
    expect(joined).not.toContain("");
  });

  it("asks for no more than it gives away", () => {
    let asked = 0;
    const endless = function* (): Generator<string> {
      for (;;) {
        asked += 1;
        yield "x".repeat(1000);
      }
    };
    joinChunks(endless()).next();
    expect(asked).toBe(66);
  });
});
