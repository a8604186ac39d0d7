/** Tests of the proof `base64-json`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { base64Json } from "../../../src/detect/checksums/base64-json.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

describe("base64-json", () => {
  it("tells organization and name of a Grafana Cloud token, never its key", () => {
    expect(base64Json(expandTemplate("glc_{{json o=123 n=ci fill=k:40 seed=1 | base64}}"))).toEqual({
      valid: true,
      facts: { organization: "123", name: "ci" },
    });
  });

  it("tells host and e-mail of a 1Password service account, nothing else", () => {
    const token = expandTemplate(
      "ops_{{json signInAddress=acme.1password.com email=a@example.com secretKey=x muk=y fill=srpX:99 seed=1 | base64}}",
    );
    expect(base64Json(token).facts).toEqual({ host: "acme.1password.com", email: "a@example.com" });
  });

  it("reads a Sentry token up to its signature", () => {
    const token = expandTemplate(
      "sntrys_{{json iat=1 url=https://sentry.example.com region_url=https://eu.example.com org=acme | base64}}_{{b64 43 seed=1}}",
    );
    expect(base64Json(token).facts).toEqual({ host: "https://eu.example.com", organization: "acme" });
  });

  it.each(["glc_eyJ{{b64 61 seed=1}}", "ops_eyJ{{b64 300 seed=1}}", "glc_MTIz", "plain"])(
    "proves nothing by %s: it may be masked or cut off",
    (template) => {
      expect(base64Json(expandTemplate(template))).toEqual({ valid: null });
    },
  );
});
