/** Tests of what to do with a secret, in order. */
import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/model/inventory.ts";
import { found, inFile, inHistory, inVariable, uses } from "../support/facts.ts";
import { entryFrom } from "../support/inventory.ts";

const kindsOf = ({ actions }: Entry): readonly string[] => actions.map(({ kind }) => kind);
const whyOf = ({ actions }: Entry, kind: string): string | undefined =>
  actions.find((action) => action.kind === kind)?.why;

const FILE = inFile("src/app.env");
const proven = { confidence: "high" } as const;

const rows: readonly (readonly [string, Entry, readonly string[]])[] = [
  [
    "moved as it is when it was masked, protected and used in production alone",
    entryFrom([found("a", inVariable("TOKEN"))], [uses("deploy", "TOKEN", "production")]),
    ["store", "rewrite-pipeline", "remove-variable", "verify"],
  ],
  [
    "rotated when jobs outside production use it",
    entryFrom(
      [found("a", inVariable("TOKEN"))],
      [uses("deploy", "TOKEN", "production"), uses("test", "TOKEN")],
    ),
    ["rotate", "store", "rewrite-pipeline", "remove-variable", "verify"],
  ],
  [
    "rotated when its variable was not protected",
    entryFrom(
      [found("a", inVariable("TOKEN", { protected: false }))],
      [uses("deploy", "TOKEN", "production")],
    ),
    ["rotate", "store", "rewrite-pipeline", "remove-variable", "verify"],
  ],
  [
    "rotated when its variable was not masked",
    entryFrom([found("a", inVariable("TOKEN", { masked: false }))], [uses("deploy", "TOKEN", "production")]),
    ["rotate", "store", "rewrite-pipeline", "remove-variable", "verify"],
  ],
  [
    "rotated, not moved, when history shows it",
    entryFrom([found("a", inHistory("src/app.env"))]),
    ["rotate", "store", "clean-history", "verify"],
  ],
  [
    "revoked first when it is proven and exposed",
    entryFrom([found("a", FILE, proven)]),
    ["revoke", "rotate", "store", "clean-history", "verify"],
  ],
  [
    "taken out of the pipeline when it stands there",
    entryFrom([found("a", { kind: "pipeline", path: ".gitlab-ci.yml", job: "deploy", introduced: null })]),
    ["rotate", "store", "rewrite-pipeline", "clean-history", "verify"],
  ],
  [
    "revoked and not stored when its kind must not be stored",
    entryFrom([found("a", inVariable("SESSION"), { rule: "acme-session" })], [uses("deploy", "SESSION")]),
    ["revoke", "rewrite-pipeline", "remove-variable", "verify"],
  ],
  [
    "only removed when it has expired",
    entryFrom([
      found("a", FILE, { ...proven, facts: { expires: "2020-01-01T00:00:00.000Z" } }),
      found("a", inVariable("TOKEN")),
    ]),
    ["remove-variable", "clean-history", "verify"],
  ],
  [
    "only looked at when documentation publishes it",
    entryFrom([found("a", FILE, { tags: ["example_secret"] })]),
    ["verify"],
  ],
  [
    "only looked at when it is published, wherever it is kept",
    entryFrom([found("a", FILE, { ...proven, tags: ["example_secret"] }), found("a", inVariable("TOKEN"))]),
    ["verify"],
  ],
  [
    "only looked at when every place is marked",
    entryFrom([found("a", FILE, { tags: ["ignore_rule"] })]),
    ["verify"],
  ],
];

describe("the actions", () => {
  it.each(rows)("say that a secret is %s", (_, entry, kinds) => {
    expect(kindsOf(entry)).toEqual(kinds);
  });

  it.each(rows)("store a secret exactly when it has a place in Vault: %s", (_, entry) => {
    expect(kindsOf(entry).includes("store")).toBe(entry.target !== null);
    expect(entry.access.length > 0 && entry.target === null).toBe(false);
  });

  it("name the place, the variable and the number of jobs", () => {
    const entry = entryFrom(
      [found("a", inVariable("TOKEN"))],
      [uses("deploy", "TOKEN", "production"), uses("migrate", "TOKEN", "production")],
    );
    expect(whyOf(entry, "store")).toBe(
      "Nothing shows that others could read it: the value moves to kv/acme/shop/production/token, field token as it is.",
    );
    expect(whyOf(entry, "rewrite-pipeline")).toBe("2 jobs reading it must fetch it from Vault instead.");
    expect(whyOf(entry, "remove-variable")).toMatch(/^Delete TOKEN of acme\/shop once no job reads it/);
  });

  it("say how the kind is rotated", () => {
    expect(whyOf(entryFrom([found("a", FILE)]), "rotate")).toBe(
      "Others could read the value, and moving it does not take that back. Make a new one.",
    );
  });

  it("ask the owner for a value nobody can read back", () => {
    const entry = entryFrom([
      found("a", inVariable("TOKEN", { hidden: true }), { rule: "ci-variable-hidden" }),
    ]);
    expect(whyOf(entry, "store")).toMatch(/hidden variable back: its owner writes the value/);
  });

  it("ask the owner before an unused variable goes", () => {
    const entry = entryFrom([found("a", inVariable("OLD_TOKEN"))], [uses("test", "OTHER")]);
    expect(whyOf(entry, "store")).toMatch(/only if its owner knows who reads it/);
    expect(whyOf(entry, "remove-variable")).toMatch(/^Ask the owner/);
  });
});
