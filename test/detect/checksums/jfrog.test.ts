/** Tests of the proof `jfrog`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { jfrog } from "../../../src/detect/checksums/jfrog.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

describe("jfrog", () => {
  it("proves an API key by its alphabet and length", () => {
    expect(jfrog(expandTemplate("AKCp{{b58 69 seed=1}}"))).toEqual({ valid: true });
  });

  it.each(["0", "O", "I", "l"])("refuses an API key with %s, which base 58 does not have", (character) => {
    expect(jfrog(expandTemplate(`AKCp${character}{{b58 68 seed=1}}`))).toEqual({ valid: false });
  });

  it("proves a reference token and tells when it expires", () => {
    expect(jfrog(expandTemplate("{{b62 27 seed=1 prefix=reftkn:01:1893456000: | base64}}"))).toEqual({
      valid: true,
      facts: { expires: "2030-01-01T00:00:00.000Z" },
    });
  });

  it("refuses what only begins like a reference token", () => {
    expect(jfrog(expandTemplate("cmVmdGtu{{b62 56 seed=1}}"))).toEqual({ valid: false });
  });
});
