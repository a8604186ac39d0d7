import { describe, expect, it } from "vitest";
import { detectVariable } from "../../src/detect/variable.ts";
import { computeBlobId } from "../../src/model/blob.ts";
import { MASKED_VARIABLE } from "../../src/rules/declared.ts";
import { expandTemplate } from "../../src/rules/template.ts";
import { DETECTOR } from "../support/scanner.ts";

const detect = (key: string, value: string, masked = false) => {
  const bytes = Buffer.from(value);
  const flags = { masked, hidden: false, protected: false, raw: false, type: "env_var" } as const;
  const provenance = { kind: "variable", level: "project", key, environmentScope: "*", flags } as const;
  const blob = { id: computeBlobId(bytes), bytes, provenance, key };
  return detectVariable(DETECTOR, blob, MASKED_VARIABLE.id).findings.map(({ rule, secret }) => [
    rule,
    secret.reveal(),
  ]);
};

describe("a CI/CD variable", () => {
  it("is of the kind its value shows", () => {
    const token = expandTemplate("glpat-{{u64 20 seed=1}}");
    expect(detect("ANYTHING", token)).toEqual([["gitlab-pat", token]]);
  });

  it("is a secret as a whole when its name says so, also with spaces and symbols inside", () => {
    const password = expandTemplate("{{b62 6 seed=3}} {{b62 6 seed=4}}!#");
    const [finding] = detect("DB_PASSWORD", password);
    expect(finding?.[1]).toBe(password);
    expect(finding?.[0]).not.toBe(MASKED_VARIABLE.id);
  });

  it("is a secret by declaration when it is masked, whatever it looks like", () => {
    expect(detect("REGION_HINT", "some-plain-word", true)).toEqual([[MASKED_VARIABLE.id, "some-plain-word"]]);
  });

  it("is configuration when nothing speaks for a secret", () => {
    for (const [key, value] of [
      ["NODE_VERSION", "22.1.0"],
      ["DEPLOY_ENV", "production"],
      ["REGION", "eu-central-1"],
      ["API_URL", "https://api.example.com/v1"],
      ["EMPTY", ""],
    ] as const)
      expect(detect(key, value)).toEqual([]);
  });

  it("is no secret when it only points at one", () => {
    expect(detect("DB_PASSWORD", "$OTHER_VARIABLE", true)).toEqual([]);
    expect(detect("DB_URL", "postgres://app:${DB_PASSWORD}@db/app", true)).toEqual([]);
  });
});
