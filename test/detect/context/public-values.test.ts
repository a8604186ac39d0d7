import { describe, expect, it } from "vitest";
import { isPlainName, readFacts, readUrl } from "../../../src/detect/context/public-values.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

describe("a public value", () => {
  it.each(["app", "shop_app", "svc-deploy", "deploy01", "Administrator", "jane.doe@acme.example", "u0_a123"])(
    "is a name: %s",
    (name) => {
      expect(isPlainName(name)).toBe(true);
    },
  );

  it.each([
    "{{b62 20 seed=1}}",
    "{{hex 32 seed=1}}",
    "{{lc 16 seed=1}}",
    "{{uuid seed=1}}",
    "{{b64 24 seed=3}}",
    "$USER",
    "${USER}",
    "<user>",
    "a b",
    "changeme",
    "none",
    "username",
    "",
    "1234",
    "a".repeat(65),
  ])("is not a name: %s", (template) => {
    expect(isPlainName(expandTemplate(template))).toBe(false);
  });

  it.each([
    ["host", "db.acme.example:5432", { host: "db.acme.example", port: "5432" }],
    ["host", "10.0.0.5", { host: "10.0.0.5" }],
    [
      "host",
      "db.c52asitjzpsx.us-east-1.rds.amazonaws.com",
      { host: "db.c52asitjzpsx.us-east-1.rds.amazonaws.com" },
    ],
    ["host", "{{b62 40 seed=1}}", {}],
    ["host", "a_{{hex 40 seed=1}}.example", {}],
    ["port", "5432", { port: "5432" }],
    ["port", "70000", {}],
    ["port", "0", {}],
    ["database", "shop", { database: "shop" }],
    ["url", "https://git.acme.example/api/v4/", { url: "https://git.acme.example/api/v4" }],
    ["url", "/relative", {}],
    ["url", "not a url", {}],
    ["password", "secret", {}],
  ] as const)("is read by its role: %s of %s", (role, template, facts) => {
    expect(readFacts(role, expandTemplate(template))).toEqual(facts);
  });

  it("of an address is never its password, its query, or what could be a key in its path", () => {
    const key = expandTemplate("{{b62 24 seed=5}}");
    expect(readUrl(`https://deploy:${key}@git.acme.example:8443/x?t=${key}#${key}`)).toEqual({
      username: "deploy",
      url: "https://git.acme.example:8443/x",
    });
    expect(readUrl(`https://hooks.acme.example/services/${key}`)).toEqual({
      url: "https://hooks.acme.example",
    });
    expect(readUrl(`https://${key}@git.acme.example/x`)).toEqual({ url: "https://git.acme.example/x" });
    expect(readUrl(`postgres://app:${key}@db.acme.example/shop/${key}`)).toEqual({
      username: "app",
      host: "db.acme.example",
      database: "shop",
    });
  });
});
