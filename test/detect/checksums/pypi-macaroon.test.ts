/** Tests of the proof `pypi-macaroon`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { pypiMacaroon } from "../../../src/detect/checksums/pypi-macaroon.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

/** Version 2, field 1, length 20, then the name. */
const LOCATION = Buffer.from("\x02\x01\x14packages.example.org").toString("base64");

describe("pypi-macaroon", () => {
  it("reads the index a token is for", () => {
    expect(pypiMacaroon(expandTemplate(`{{pypi location=${LOCATION} seed=1}}`))).toEqual({
      valid: true,
      facts: { host: "packages.example.org" },
    });
  });

  it("proves nothing of noise after the prefix, and refuses nothing", () => {
    expect(pypiMacaroon(expandTemplate("pypi-AgEI{{u64 150 seed=1}}"))).toEqual({ valid: null });
    expect(pypiMacaroon("pypi-")).toEqual({ valid: null });
  });
});
