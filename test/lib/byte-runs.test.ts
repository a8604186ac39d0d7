import { describe, expect, it } from "vitest";
import { findByteRun } from "../../src/lib/byte-runs.ts";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";

const isMember = new Uint8Array(256);
for (const byte of Buffer.from("ab")) isMember[byte] = 1;

const find = (text: string, length: number, start = 0, end = text.length): number =>
  findByteRun(Buffer.from(text), { isMember, length }, start, end);

describe("a run of bytes", () => {
  it("is found where it begins, however long it goes on", () => {
    expect(find("--abab--", 4)).toBe(2);
    expect(find("ababab", 3)).toBe(0);
    expect(find("--aba--abab", 4)).toBe(7);
    expect(find("--aba--aba", 4)).toBe(-1);
    expect(find("", 1)).toBe(-1);
  });

  it("does not reach over the ends of the range", () => {
    expect(find("abababab", 3, 2)).toBe(2);
    expect(find("--abab", 4, 0, 5)).toBe(-1);
    expect(find("--abab", 4, 3)).toBe(-1);
  });

  it("is where a regular expression finds it, in random texts", () => {
    const random = createSeededRandom("byte runs");
    for (let round = 0; round < 2000; round++) {
      const text = random.pick(round % 3 === 0 ? "aab-" : "ab-", 1 + (round % 70));
      const length = 1 + (round % 9);
      const start = round % 5;
      const place = text.slice(start).search(new RegExp(`[ab]{${length}}`));
      expect(find(text, length, start), `${text} ${length} ${start}`).toBe(place === -1 ? -1 : start + place);
    }
  });

  it("is looked for without looking at a byte twice, even where runs are one too short", () => {
    let looks = 0;
    const counting = new Proxy(isMember, {
      get: (flags, key) => {
        looks++;
        return flags[Number(key)];
      },
    });
    const text = "ababababa-".repeat(500);
    const run = { isMember: counting, length: 10 };
    expect(findByteRun(Buffer.from(text), run, 0, text.length)).toBe(-1);
    expect(looks).toBeLessThanOrEqual(text.length);
    looks = 0;
    expect(findByteRun(Buffer.from("-".repeat(5000)), run, 0, 5000)).toBe(-1);
    expect(looks).toBe(500);
  });
});
