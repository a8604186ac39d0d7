/** Tests of the proof `azure-common`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { azureCommon } from "../../../src/detect/checksums/azure-common.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const make = (mark: string, service: string): string =>
  expandTemplate(`{{b62 52 seed=1}}${mark}{{uc 18 seed=2}}${service}{{b62 4 seed=3}}`);

describe("azure-common", () => {
  it.each([
    ["AZDO", "Azure DevOps"],
    ["ACOG", "Azure AI services"],
    ["AWPS", "Azure Web PubSub"],
    ["AXYZ", "AXYZ"],
  ])("reads the service behind the mark: %s is %s", (signature, service) => {
    expect(azureCommon(make("JQQJ99", signature))).toEqual({ valid: true, facts: { service } });
  });

  it("refuses 84 characters without the mark in its place", () => {
    expect(azureCommon(make("JQQJ98", "AZDO"))).toEqual({ valid: false });
    expect(azureCommon(`A${make("JQQJ99", "AZDO").slice(0, -1)}`)).toEqual({ valid: false });
  });

  it("says nothing of other lengths", () => {
    expect(azureCommon(expandTemplate("{{b62 52 seed=1}}"))).toEqual({ valid: null });
  });
});
