/** Tests of how facts become entries. */
import { describe, expect, it } from "vitest";
import { buildInventory } from "../../src/inventory/build.ts";
import {
  found,
  inFile,
  inHistory,
  introducedOn,
  inVariable,
  type LooseFinding,
  makeFacts,
  makeFolder,
  makeGroup,
  makeProject,
  RULES,
  RUN,
  secretOf,
  uses,
} from "../support/facts.ts";
import { entriesOf, entryFrom, entryOf } from "../support/inventory.ts";

const FILE = inFile("src/app.env");
const SHOP = makeProject("acme/shop");
const WEB = makeProject("acme/web");

describe("an entry", () => {
  it("holds every place of one secret, in all targets", () => {
    const entries = entriesOf(
      makeFacts(makeGroup("acme"), { findings: [found("a", inVariable("TOKEN", { level: "group" }))] }),
      makeFacts(WEB, { findings: [found("a", FILE), found("b", FILE)] }),
      makeFacts(SHOP, {
        findings: [found("a", inHistory("old.env")), found("a", FILE, { line: 7 }), found("a", FILE)],
      }),
    );
    expect(entries).toHaveLength(2);
    const entry = entries.find(({ id }) => id === secretOf("a"));
    expect(
      entry?.locations.map(({ targetPath, targetKind, provenance, region }) => [
        targetPath,
        targetKind,
        provenance.kind,
        region?.line,
      ]),
    ).toEqual([
      ["acme", "group", "variable", 1],
      ["acme/shop", "project", "history", 1],
      ["acme/shop", "project", "worktree", 1],
      ["acme/shop", "project", "worktree", 7],
      ["acme/web", "project", "worktree", 1],
    ]);
  });

  it.each([
    ["a token before a structure", ["acme-url", "high"], ["acme-token", "low"], "acme-token"],
    ["a structure before a generic kind", ["generic-password", "high"], ["acme-url", "low"], "acme-url"],
    ["the surer of two kinds", ["acme-session", "medium"], ["acme-token", "high"], "acme-token"],
    [
      "the first by name of two equal kinds",
      ["acme-token", "high"],
      ["acme-session", "high"],
      "acme-session",
    ],
    [
      "a generic kind before an unknown one that is less sure",
      ["generic-password", "medium"],
      ["new-rule", "low"],
      "generic-password",
    ],
  ] as const)("takes for its kind %s", (_, [rule1, confidence1], [rule2, confidence2], kind) => {
    const entry = entryFrom([
      found("a", FILE, { rule: rule1, confidence: confidence1 }),
      found("a", FILE, { rule: rule2, confidence: confidence2 }),
    ]);
    expect(entry.kind).toBe(kind);
    expect(entry.locations.map(({ rule }) => rule)).toEqual([rule1, rule2].toSorted());
  });

  it("takes provider and title from its rule", () => {
    expect(entryFrom([found("a", FILE, { rule: "generic-password" })])).toMatchObject({
      provider: "generic",
      title: "Title of generic-password",
    });
  });

  it("keeps a finding of a rule it does not know", () => {
    expect(entryFrom([found("a", FILE, { rule: "new-rule" })])).toMatchObject({
      kind: "new-rule",
      provider: "unknown",
      title: "new-rule",
      severity: "medium",
    });
  });

  it("knows the declared rules without being told", () => {
    expect(entryFrom([found("a", inVariable("TOKEN"), { rule: "ci-variable-masked" })]).title).toBe(
      "Masked CI/CD variable",
    );
  });

  it("unites tags, and facts with the better kind's word first", () => {
    const entry = entryFrom([
      found("a", FILE, { rule: "generic-password", tags: ["b", "a"], facts: { host: "worse", user: "ada" } }),
      found("a", FILE, { tags: ["b", "c"], facts: { host: "better" } }),
    ]);
    expect(entry.tags).toEqual(["a", "b", "c"]);
    expect(entry.facts).toEqual({ host: "better", user: "ada" });
  });

  it("keeps a fact with a hostile name as plain text", () => {
    const facts = Object.fromEntries([["__proto__", "x"]]);
    const entry = entryFrom([found("a", FILE, { facts })]);
    expect(Object.entries(entry.facts)).toEqual([["__proto__", "x"]]);
    expect(Object.getPrototypeOf(entry.facts)).toBe(Object.prototype);
  });

  it.each([
    ["the oldest of several", ["2024-05-01T00:00:00Z", "2023-05-01T00:00:00Z"], "2023-05-01T00:00:00Z"],
    [
      "the oldest instant, whatever the zone",
      ["2024-05-01T01:00:00+02:00", "2024-05-01T00:30:00Z"],
      "2024-05-01T01:00:00+02:00",
    ],
    ["none where no date can be read", ["yesterday", "2024-05-01T00:00:00"], null],
  ])("was first seen at %s", (_, dates, firstSeen) => {
    const findings = dates.map((date, line) => found("a", inFile(`src/${line}.env`, introducedOn(date))));
    expect(entryFrom(findings).firstSeen).toBe(firstSeen);
  });

  it("knows the value of everything but a hidden variable", () => {
    const hidden = found("a", inVariable("TOKEN", { hidden: true }), {
      rule: "ci-variable-hidden",
      confidence: "high",
    });
    expect(entryFrom([hidden]).valueKnown).toBe(false);
    expect(entryFrom([found("a", inVariable("TOKEN"))]).valueKnown).toBe(true);
  });

  it("does not claim to know whether the secret works", () => {
    expect(entryFrom([found("a", FILE)]).activeness).toBe("unknown");
  });
});

describe("the place of an entry in Vault", () => {
  it("is named after the variable, in the project's environment", () => {
    const entry = entryFrom([
      found("a", inVariable("DB_URL", { scope: "production" }), { rule: "acme-url" }),
    ]);
    expect(entry.target).toMatchObject({
      engine: "kv",
      mount: "kv",
      path: "acme/shop/production/db_url",
      field: "url",
    });
    expect(entry.target?.alternatives.map(({ engine }) => engine)).toEqual(["database"]);
    expect(entry.target?.why).toMatch(/acme\/shop alone, in production/);
  });

  it("is in the environment of the jobs where the variable is for all", () => {
    const entry = entryFrom([found("a", inVariable("TOKEN"))], [uses("deploy", "TOKEN", "production")]);
    expect(entry.target?.path).toBe("acme/shop/production/token");
  });

  it("is at the group for what two projects use", () => {
    const entry = entryOf(
      "a",
      makeFacts(SHOP, { findings: [found("a", inVariable("TOKEN"))] }),
      makeFacts(WEB, { findings: [found("a", FILE)] }),
    );
    expect(entry.target?.path).toBe("acme/shared/all/token");
  });

  it("is in no environment where a group's variable for all has no known reader", () => {
    const variable = found("a", inVariable("TOKEN", { level: "group" }));
    expect(entryOf("a", makeFacts(makeGroup("acme"), { findings: [variable] })).target?.path).toBe(
      "acme/shared/all/token",
    );
  });

  it("is not shared with a field that less protected jobs read", () => {
    const facts = makeFacts(SHOP, {
      findings: [found("a", inVariable("password")), found("b", FILE, { rule: "generic-password" })],
    });
    const [a, b] = [entryOf("a", facts).target, entryOf("b", facts).target];
    expect([a?.field, b?.field]).toEqual(["token", "password"]);
    expect(a?.path).not.toBe(b?.path);
  });

  it("is named after the class of its kind where nothing else has a name", () => {
    expect(entryFrom([found("a", FILE, { rule: "acme-url" })]).target?.path).toBe(
      "acme/shop/all/database-url",
    );
  });

  it("is named after the key in the file where a fact tells it", () => {
    expect(entryFrom([found("a", FILE, { facts: { key: "smtp.password" } })]).target?.path).toBe(
      "acme/shop/all/smtp.password",
    );
  });

  it("is named after the folder for a plain scan, and nobody has access", () => {
    const entry = entryOf("a", makeFacts(makeFolder("config"), { findings: [found("a", FILE)] }));
    expect(entry.target?.path).toBe("config/all/api-key");
    expect(entry.access).toEqual([]);
  });

  it("follows the layout it is given", () => {
    const { entries } = buildInventory({
      run: RUN,
      facts: [makeFacts(SHOP, { findings: [found("a", FILE)] })],
      rules: RULES,
      vault: { kvMount: "secrets", jwtMount: "jwt" },
      environment: "common",
    });
    expect(entries[0]?.target).toMatchObject({ mount: "secrets", path: "acme/shop/common/api-key" });
    expect(entries[0]?.access).toMatchObject([{ mount: "jwt" }]);
  });
});

describe("an inventory", () => {
  it("is sorted by severity, then wave, then kind", () => {
    const entries = entriesOf(
      makeFacts(SHOP, {
        findings: [
          found("info", FILE, { tags: ["example_secret"] }),
          found("generic", FILE, { rule: "generic-password" }),
          found("token", FILE),
          found("production", inVariable("PROD_TOKEN", { masked: false })),
          found("url", FILE, { rule: "acme-url" }),
          found("proven", FILE, { confidence: "high" }),
        ],
      }),
    );
    expect(entries.map(({ id }) => id)).toEqual(
      ["proven", "production", "token", "url", "generic", "info"].map(secretOf),
    );
  });

  it("lists targets and gaps by path", () => {
    const gap = { code: "X", source: "variable", subject: "", message: "m", hint: "h" } as const;
    const inventory = buildInventory({
      run: null,
      facts: [makeFacts(WEB, { gaps: [gap] }), makeFacts(SHOP, { gaps: [gap] })],
      rules: RULES,
    });
    expect(inventory.targets.map(({ target }) => target.path)).toEqual(["acme/shop", "acme/web"]);
    expect(inventory.gaps.map(({ targetPath, target }) => [targetPath, target])).toEqual([
      ["acme/shop", SHOP.id],
      ["acme/web", WEB.id],
    ]);
  });

  it("is the same for places that differ in their links alone, in either order", () => {
    const linked =
      (url: string): LooseFinding =>
      (target) => {
        const finding = found("a", FILE)(target);
        return { ...finding, location: { ...finding.location, url } };
      };
    const findings = [linked("https://gitlab.example.com/b"), linked("https://gitlab.example.com/a")];
    expect(entryFrom(findings).locations).toEqual(entryFrom(findings.toReversed()).locations);
  });

  it("of nothing is empty", () => {
    expect(buildInventory({ run: null, facts: [], rules: new Map() })).toEqual({
      version: 1,
      run: null,
      entries: [],
      targets: [],
      gaps: [],
    });
  });
});
