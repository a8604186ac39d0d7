import { describe, expect, it } from "vitest";
import { findLiterals } from "../../../src/detect/literals/literals.ts";
import { expandTemplate } from "../../../src/rules/template.ts";

const isFound = (path: string, text: string): boolean => findLiterals(path, text).length > 0;
/** A variable of a job. */
const asVariable = (name: string, value: string): boolean =>
  isFound(".gitlab-ci.yml", `variables:\n  ${name}: ${JSON.stringify(value)}\n`);
/** A key of some schema, which may as well name a resource. */
const asSetting = (name: string, value: string): boolean =>
  isFound("charts/app/values.yaml", `app:\n  ${name}: ${JSON.stringify(value)}\n`);

const KEY = expandTemplate("{{b62 32 seed=1}}");
const HEX = expandTemplate("{{hex 40 seed=2}}");
const UUID = expandTemplate("{{uuid seed=3}}");

describe("values of variables", () => {
  const literals: readonly (readonly [name: string, value: string])[] = [
    ...[
      "postgres",
      "root",
      "password",
      "secret",
      "test",
      "guest",
      "changeme",
      "changeit",
      "example",
      "P@ssw0rd!",
      "a b c",
      "12345",
      "123",
      "!ChangeMe!",
      "yourStrong(!)Password",
      "Your_password123",
      "pa$$word",
      "a",
    ].map((value) => ["DB_PASSWORD", value] as const),
    ...[KEY, HEX, UUID, "test", "secret", "supersecret", "keyboard cat", "12345678"].map(
      (value) => ["JWT_SECRET", value] as const,
    ),
    ["SSH_KEY", KEY],
    ["SSH_KEY", expandTemplate("{{pem seed=4}}")],
    ["DOCKER_AUTH", "user:password"],
    ["DOCKER_AUTH", Buffer.from("user:password").toString("base64")],
    ["NEO4J_AUTH", "neo4j/test"],
    ["APP_KEY", `base64:${KEY}=`],
  ];
  for (const [name, value] of literals)
    it(`are literals: ${name} ${value}`, () => expect(asVariable(name, value)).toBe(true));

  const others: readonly (readonly [name: string, value: string])[] = [
    ...[
      "",
      " ",
      "true",
      "false",
      "yes",
      "no",
      "null",
      "none",
      "0",
      "1",
      "DB_PASSWORD",
      "/run/secrets/db",
      "db.password.txt",
      "xxxxx",
      "***",
      "<password>",
      "your-password",
      "Enter the password of the database here",
    ].map((value) => ["DB_PASSWORD", value] as const),
    ...[
      "dummy",
      "fake",
      "changeme",
      "placeholder",
      "bearer",
      "read",
      "app-secret",
      "my-app-tls",
      "deploy-token",
      "GITHUB_TOKEN",
      "acme/app:1.2.3",
      "registry.acme.test/app",
      "db.acme.test:5432",
      "bot@acme.test",
      "https://acme.test/token",
      "30m",
      "1.2.3",
      "42",
      "/etc/token",
      "ci/TOKEN=TOKEN",
      "config.auth.token",
    ].map((value) => ["API_TOKEN", value] as const),
    ...["id_rsa", "deploy", "release", "AAAAB3Nza", "~/.ssh/id_rsa"].map(
      (value) => ["SSH_KEY", value] as const,
    ),
    ...["basic", "trust", "none", "oidc"].map((value) => ["HTTP_AUTH", value] as const),
    ["NEO4J_AUTH", "none"],
  ];
  for (const [name, value] of others)
    it(`are no literals: ${name} ${JSON.stringify(value)}`, () =>
      expect(asVariable(name, value)).toBe(false));
});

describe("values of settings", () => {
  for (const [name, value] of [
    ["password", "postgres"],
    ["apiToken", KEY],
    ["token", UUID],
    ["secretKey", "a1b2c3d4"],
  ] as const)
    it(`are literals: ${name} ${value}`, () => expect(asSetting(name, value)).toBe(true));

  for (const [name, value] of [
    ["secret", "regcred"],
    ["token", "deploy"],
    ["secretKey", "postgres-password"],
    ["existingSecret", "app1-credentials2"],
    ["key", "username"],
    ["auth", "app"],
    ["tokenSecret", "my-token"],
  ] as const)
    it(`are names of resources: ${name} ${value}`, () => expect(asSetting(name, value)).toBe(false));
});
