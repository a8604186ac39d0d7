/** Addresses of PostgreSQL databases: what the driver is told, and what people are. */
import { describe, expect, it } from "vitest";
import { expandTemplate } from "../../src/rules/template.ts";
import { openStore } from "../../src/store/registry.ts";
import { describeStore, passwordOf, readPostgresAddress } from "../../src/store/postgres-address.ts";

const PASSWORD = expandTemplate("{{b62 24 seed=postgres-url}}");

describe("what is shown of an address", () => {
  it.each([
    [`postgres://me:${PASSWORD}@db.example.com/facts`, "postgres://db.example.com/facts"],
    [
      `postgresql://me:${PASSWORD}@db.example.com:5433/facts?sslmode=require`,
      "postgres://db.example.com:5433/facts",
    ],
    [`POSTGRES://me:${PASSWORD}@db.example.com/facts`, "postgres://db.example.com/facts"],
    [`postgres://me@db.example.com/facts?password=${PASSWORD}`, "postgres://db.example.com/facts"],
    [
      `postgres:///facts?host=/run/postgresql&user=me&password=${PASSWORD}`,
      "postgres:///run/postgresql/facts",
    ],
    // A slash, question mark or hash that should have been encoded: what follows would pass for the database.
    [`postgres://me:12/${PASSWORD}@db.example.com/facts`, "postgres:"],
    [`postgres://me:12?${PASSWORD}@db.example.com/facts`, "postgres:"],
    [`postgres://me:12#${PASSWORD}@db.example.com/facts`, "postgres:"],
    [`postgres:me:${PASSWORD}@db.example.com/facts`, "postgres:"],
    ["/srv/facts.db", "/srv/facts.db"],
    ["sqlite:facts.db", "sqlite:facts.db"],
  ])("is host and database of %#", (url, shown) => {
    expect(describeStore(url)).toBe(shown);
    expect(describeStore(url)).not.toContain(PASSWORD);
  });
});

describe("what must be hidden of an address", () => {
  it.each([
    [`postgres://me:${PASSWORD}@db.example.com/facts`, PASSWORD],
    ["postgres://me:a%2Fb%40c%25@db.example.com/facts", "a/b@c%"],
    [`postgres://me@db.example.com/facts?password=${PASSWORD}`, PASSWORD],
    ["postgres://me@db.example.com/facts", null],
    ["/srv/facts.db", null],
  ])("is the password as it is meant: %#", (url, password) => {
    expect(passwordOf(url)).toBe(password);
  });
});

const connectionOf = (url: string): string => {
  const address = readPostgresAddress(url);
  return "wrong" in address ? address.wrong : address.connection;
};

describe("TLS", () => {
  it.each(["prefer", "require", "verify-ca"])("by sslmode=%s is checked, as the driver means it", (mode) => {
    expect(connectionOf(`postgres://db/facts?sslmode=${mode}`)).toBe(
      "postgres://db/facts?sslmode=verify-full",
    );
  });

  it("by libpq's weaker meaning has to be asked for", () => {
    const url = "postgres://db/facts?uselibpqcompat=true&sslmode=require";
    expect(connectionOf(url)).toBe(url);
  });

  it.each(["disable", "no-verify", "verify-full"])("by sslmode=%s is left as it is", (mode) => {
    expect(connectionOf(`postgres://db/facts?sslmode=${mode}`)).toBe(`postgres://db/facts?sslmode=${mode}`);
  });
});

describe("an address that cannot be used", () => {
  const form =
    "--store: write postgres://USER@HOST/DATABASE, and special characters of a name or password percent-encoded (%2F for /)";

  it.each([
    ["without slashes", `postgres:me:${PASSWORD}@db.example.com/facts`, form],
    ["split by its password", `postgres://me:12/${PASSWORD}@db.example.com/facts`, form],
    ["with a port that is none", `postgres://me:${PASSWORD}@db.example.com:port/facts`, form],
    ["with a broken escape", `postgres://me:${PASSWORD}%zz@db.example.com/facts`, form],
    [
      "with an unknown sslmode",
      `postgres://me:${PASSWORD}@db.example.com/facts?sslmode=perhaps`,
      "--store: sslmode must be one of disable, prefer, require, verify-ca, verify-full, no-verify",
    ],
  ])("is refused %s, and nothing of it is repeated", async (_, url, message) => {
    const error: unknown = await openStore(url).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "CONFIG_INVALID", message });
    expect(JSON.stringify([error, String(error)])).not.toContain(PASSWORD);
  });
});
