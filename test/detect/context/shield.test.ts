import { describe, expect, it } from "vitest";
import { createShield } from "../../../src/detect/context/shield.ts";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";

describe("the shield", () => {
  it("says of each text what a plain search says", () => {
    const random = createSeededRandom("shield");
    for (let round = 0; round < 300; round++) {
      const draw = (most: number): string[] =>
        Array.from({ length: 20 }, () => random.pick("ab", 1 + ((random.bytes(1)[0] ?? 0) % most)));
      const [texts, values] = [draw(7), draw(12)];
      const isSafe = createShield(texts, values);
      expect(texts.map(isSafe)).toEqual(
        texts.map((text) => !values.some((value) => value.includes(text) || text.includes(value))),
      );
    }
  });

  it("does not find anything over the border of two values", () => {
    expect(createShield(["bc"], ["ab", "cd"])("bc")).toBe(true);
    expect(createShield(["bc"], ["abcd"])("bc")).toBe(false);
    expect(createShield([], [])("x")).toBe(true);
  });
});
