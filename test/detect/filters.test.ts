import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/detect/candidate.ts";
import { FILTERS } from "../../src/detect/filters/registry.ts";
import { RULES } from "../support/scanner.ts";

const [rule] = RULES;
const run = (name: string, value: string, prefix = ""): string | null => {
  if (rule === undefined) throw new Error("no rules");
  const candidate: Candidate = {
    rule,
    span: { start: 0, end: 1 },
    value,
    match: value,
    window: "",
    before: "",
    after: "",
    prefix,
  };
  return FILTERS[name]?.(candidate)?.dropped ?? null;
};

describe("references", () => {
  it.each([
    "$DB_PASSWORD",
    "${DB_PASSWORD}",
    "${DB_PASSWORD:?missing}",
    "$env:TOKEN",
    "%DB_PASSWORD%",
    "$$ESCAPED",
    "$(vault kv get -field=password kv/app)",
    "`cat /run/secrets/db`",
    "${{ secrets.TOKEN }}",
    "{{ .Values.password }}",
    "$[[ inputs.token ]]",
    "<< pipeline.parameters.token >>",
    "<%= ENV['X'] %>",
    "#{token}",
    "var.db_password",
    "data.vault_generic_secret.db",
    "*anchor",
    "&anchor",
    "vault:kv/data/app#password",
    "ref+vault://kv/app#password",
    "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app",
    "projects/p/secrets/s/versions/latest",
    "@Microsoft.KeyVault(SecretUri=https://x)",
    "op://vault/item/field",
    "ENC[AES256_GCM,data:x]",
    "{cipher}abcdef",
    "credentialsJSON:01234567-89ab-4cde-8f01-23456789abcd",
  ])("%s only points at a secret", (value) => {
    expect(run("reference", value)).toBe("reference");
  });

  it.each(["pa$$word1", "S3cret{x}", "abc%def%ghi", "value-of-var", "$ecret!Pass"])(
    "%s is a value",
    (value) => {
      expect(run("reference", value)).toBeNull();
    },
  );

  it("a value put together from variables is none of its own", () => {
    expect(run("interpolation", "prefix-${NAME}-suffix")).toBe("interpolation");
    expect(run("interpolation", "plain-value")).toBeNull();
  });
});

describe("placeholders", () => {
  it.each([
    "changeme",
    "CHANGE_ME",
    "<your-token>",
    "your_api_key_here",
    "xxxxxxxx",
    "********",
    "[MASKED]",
    "…",
    "password",
    "example",
    "my-secret-token",
    "insert your password here",
  ])("%s stands for a value", (value) => {
    expect(run("placeholder", value)).toBe("placeholder");
  });

  it.each(["hunter2", "Welcome2024!", "correct-horse-battery", "k8sR4x9q", "mydogrex99"])(
    "%s could be one",
    (value) => {
      expect(run("placeholder", value)).toBeNull();
    },
  );
});

describe("patterned bodies", () => {
  it.each([
    ["glpat-aaaaaaaaaaaaaaaaaaaa", "glpat-"],
    ["AKIA1234567890ABCDEF", "AKIA"],
    ["tok_abcdefghijklmnopqrst", "tok_"],
    ["tok_xxxxxxxxxxxxxxxx1234", "tok_"],
    ["tok_abababababababab", "tok_"],
  ])("%s was not drawn at random", (value, prefix) => {
    expect(run("patterned", value, prefix)).not.toBeNull();
  });

  it("a random body passes", () => {
    expect(run("patterned", "tok_a9Xk2mQ7zR4vB1nL", "tok_")).toBeNull();
  });
});

describe("code where a value could stand", () => {
  it.each([
    ["getPassword(", "call"],
    ["config.db.password", "member path"],
    ["DB_PASSWORD_KEY", "constant name"],
    ["/run/secrets/db_password", "file path"],
    ["server-key.pem", "file name"],
    ["https://example.com/token", "url"],
    ["01234567-89ab-4cde-8f01-23456789abcd", "uuid"],
    ["sha256:0123abcd", "digest"],
    ["string", "type"],
  ])("%s is a %s", (value, reason) => {
    expect(run("identifier", value)).toBe(reason);
  });

  it.each(["dt0c01.ST2EY72KQINMH574", "s.AA0aaA0aAaA0aAaA9", "AQ.A0b1C2d3E4f5"])(
    "%s is no member path",
    (value) => {
      expect(run("identifier", value)).toBeNull();
    },
  );

  it("prose is no value", () => {
    expect(run("prose", "Enter the new password")).toBe("prose");
    expect(run("prose", "correct horse")).toBeNull();
  });
});
