/** Tests of the proof `jwt`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { jwt } from "../../../src/detect/checksums/jwt.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const make = (header: unknown, claims: unknown): string =>
  [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".") +
  ".c2lnbmF0dXJl";

describe("jwt", () => {
  it("tells issuer, subject, audience and expiry", () => {
    const token = expandTemplate("{{jwt iss=https://id.example.com sub=ci aud=api exp=1893456000 seed=1}}");
    expect(jwt(token)).toEqual({
      valid: true,
      facts: {
        issuer: "https://id.example.com",
        subject: "ci",
        audience: "api",
        expires: "2030-01-01T00:00:00.000Z",
      },
    });
  });

  it("tells the namespace of a Kubernetes service account, in its old and its new form", () => {
    const old = make({ alg: "RS256" }, { "kubernetes.io/serviceaccount/namespace": "prod" });
    const bound = make({ alg: "RS256" }, { "kubernetes.io": { namespace: "test" }, aud: ["a", "b"] });
    expect(jwt(old).facts).toEqual({ namespace: "prod" });
    expect(jwt(bound).facts).toEqual({ namespace: "test", audience: "a b" });
  });

  it("reads a token behind a prefix", () => {
    expect(jwt(expandTemplate("glcbt-{{jwt iss=x seed=1}}")).facts).toMatchObject({ issuer: "x" });
  });

  it.each([
    ["a header without alg", make({ typ: "JWT" }, { sub: "1" })],
    ["noise", expandTemplate("eyJ{{u64 30 seed=1}}.eyJ{{u64 60 seed=2}}.{{u64 43 seed=3}}")],
    ["one part", "eyJhbGciOiJIUzI1NiJ9"],
  ])("refuses %s", (_, token) => {
    expect(jwt(token)).toEqual({ valid: false });
  });

  it.each([
    ["a payload that is no object", make({ alg: "HS256" }, [1])],
    [
      "a payload that is masked",
      expandTemplate("eyJhbGciOiJIUzI1NiJ9.eyJ{{u64 60 seed=2}}.{{u64 43 seed=3}}"),
    ],
    [
      "a header that is mistyped",
      expandTemplate("eyJhbGciOi{{u64 20 seed=1}}.eyJ{{u64 60 seed=2}}.{{u64 43 seed=3}}"),
    ],
  ])("proves nothing by %s", (_, token) => {
    expect(jwt(token)).toEqual({ valid: null });
  });

  it("leaves out an expiry that is no date", () => {
    expect(jwt(make({ alg: "HS256" }, { exp: 1e300 }))).toEqual({ valid: true, facts: {} });
  });
});
