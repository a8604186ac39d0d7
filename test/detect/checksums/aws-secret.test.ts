/** Tests of the proof `aws-secret`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { awsSecret } from "../../../src/detect/checksums/aws-secret.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

describe("aws-secret", () => {
  it("keeps forty mixed characters, without proof", () => {
    expect(awsSecret(expandTemplate("{{b64 40 seed=1}}"))).toEqual({ valid: null });
  });

  it.each([
    "{{hex 40 seed=1}}",
    "{{HEX 40 seed=1}}",
    "{{lower 40 seed=1}}",
    "{{alpha 40 seed=1}}",
    "{{lc 40 seed=1}}",
  ])("refuses %s: a hash or words", (template) => {
    expect(awsSecret(expandTemplate(template))).toEqual({ valid: false });
  });

  it("marks the keys of the documentation", () => {
    expect(awsSecret(expandTemplate("{{b64 30 seed=1}}EXAMPLEKEY"))).toEqual({
      valid: null,
      tags: ["example_secret"],
    });
  });
});
