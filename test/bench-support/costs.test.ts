import { describe, expect, it } from "vitest";
import { countCosts } from "../bench/detect/costs.ts";
import { DEMO_RULES, demoToken } from "../support/demo-rules.ts";

describe("counting what detection costs", () => {
  it("counts literal hits, regex runs, their characters and their matches", () => {
    const match = `x ${demoToken("a")}`;
    const texts = [`${match}\ndemo_ demo_`, "nothing"].map((text) => Buffer.from(text));
    const { rules, literals } = countCosts(DEMO_RULES, texts);
    expect(literals.get("demo_")).toEqual({ hits: 3, rules: ["demo-token"] });
    expect(rules.get("demo-token")).toMatchObject({
      windows: 3,
      // Two of the windows lack what every match has to hold.
      runs: 1,
      characters: match.length + 2 * "demo_ demo_".length,
      candidates: 1,
    });
    expect(rules.size).toBe(1);
  });
});
