import { describe, expect, it } from "vitest";
import { findLiterals, isDeploymentFile } from "../../../src/detect/literals/literals.ts";
import { readSamples } from "./samples.ts";

describe("literals of each platform", () => {
  for (const { name, path, text, expected } of readSamples()) {
    it(`finds every literal of the ${name} sample where it stands, and nothing else`, () => {
      const found = findLiterals(path, text).map(({ name: key, value, start, end }) => ({
        name: key,
        value,
        start,
        end,
      }));
      expect(found).toEqual(expected);
    });

    it(`takes the ${name} sample for a deployment file`, () => {
      expect(isDeploymentFile(path, text)).toBe(true);
    });
  }
});
