/** Tests of the proof `crc-base62`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { crcBase62 } from "../../../src/detect/checksums/crc-base62.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

describe("crc-base62", () => {
  it.each([
    ["a".repeat(30), "1yLcDB"],
    ["0".repeat(30), "2C8GjS"],
    ["Ab3".repeat(10), "1ka48H"],
  ])("proves the published vector of body %s", (body, sum) => {
    expect(crcBase62(["ghp", body + sum].join("_"))).toEqual({ valid: true });
    expect(crcBase62(["npm", body + sum].join("_"))).toEqual({ valid: true });
  });

  it("refuses a token with one character changed", () => {
    const token = expandTemplate("{{b62 30 seed=1 | crc-b62}}");
    const changed = (token.startsWith("a") ? "b" : "a") + token.slice(1);
    expect(crcBase62(["ghp", token].join("_"))).toEqual({ valid: true });
    expect(crcBase62(["ghp", changed].join("_"))).toEqual({ valid: false });
  });

  it("says nothing of lengths that carry no checksum", () => {
    expect(crcBase62(expandTemplate("ghr_{{b62 76 seed=1}}"))).toEqual({ valid: null });
    expect(crcBase62(expandTemplate("ghs_12345_{{jwt iss=1 seed=1}}"))).toEqual({ valid: null });
  });
});
