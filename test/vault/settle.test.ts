/** Tests of how rivals for one name are told apart. */
import { describe, expect, it } from "vitest";
import { settleNames } from "../../src/vault/settle.ts";

const settle = (...claims: readonly (readonly string[])[]): readonly string[] => [
  ...settleNames(
    claims.map((names) => ({ names })),
    () => false,
  ).values(),
];

describe("settling names", () => {
  it("leaves a name alone that nobody else wants", () => {
    expect(settle(["a", "a1"], ["b", "b1"])).toEqual(["a", "b"]);
  });

  it("sends all rivals one step back, so that none is preferred", () => {
    expect(settle(["a", "a1"], ["a", "a2"], ["c", "c1"])).toEqual(["a1", "a2", "c"]);
  });

  it("moves a claimant whose plain name is what a rival stepped back to", () => {
    expect(settle(["a", "a1", "a11"], ["a", "a2"], ["a1", "x"])).toEqual(["a11", "a2", "x"]);
  });

  it("lets those share who may", () => {
    const claims = [{ names: ["a", "b"] }, { names: ["a", "c"] }];
    expect([...settleNames(claims, () => true).values()]).toEqual(["a", "a"]);
  });

  it("ends when every name of the rivals is taken", () => {
    expect(settle(["a"], ["a"])).toEqual(["a", "a"]);
  });
});
