/** What holds for every inventory, tried on random facts with hostile names. */
import { describe, expect, it } from "vitest";
import { buildInventory } from "../../src/inventory/build.ts";
import { createSeededRandom } from "../../src/lib/seeded-random.ts";
import type { Entry, Inventory } from "../../src/model/inventory.ts";
import type { Provenance } from "../../src/model/provenance.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import type { Target } from "../../src/model/target.ts";
import {
  found,
  inFile,
  inHistory,
  introducedOn,
  inVariable,
  type LooseFinding,
  type LooseUsage,
  makeFacts,
  makeFolder,
  makeGroup,
  makeProject,
  RULES,
  RUN,
  shuffle,
  STDIN,
  uses,
} from "../support/facts.ts";

const TARGETS: readonly Target[] = [
  makeGroup("acme"),
  makeGroup("acme/sub"),
  makeProject("acme/shop"),
  makeProject("acme/shared"),
  makeProject("acme/sub/api"),
  makeProject("acme-sub/api", { visibility: "public" }),
  makeProject("acme/../../etc"),
  makeProject(`acme/${"x".repeat(300)}`),
  makeProject("проект/\u0000\n"),
  makeFolder(".."),
  STDIN,
];

const KEYS = ["TOKEN", "DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "../..", "\u0000", "K".repeat(300)];
const SCOPES = ["*", "production", "review/*", "..", "$X"];
const ENVIRONMENTS = [null, "production", "review/$CI_COMMIT_REF_SLUG", "$ENV", "..", "\u001b[0m"];
const NAMES = [
  "acme-token",
  "acme-url",
  "generic-password",
  "acme-session",
  "new-rule",
  "ci-variable-masked",
];
const TAGS = ["example_secret", "ignore_rule", "low_entropy", "secret_in_test_file"];

type Choose = <T>(items: readonly T[]) => T;

const chooser = (label: string): Choose => {
  const random = createSeededRandom(label);
  return (items) => {
    // The lists above are never empty, and the remainder is within them.
    const item = items[(random.bytes(1)[0] ?? 0) % items.length];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  };
};

const chooseProvenance = (choose: Choose): Provenance => {
  const introduced = introducedOn(`20${choose(["19", "22", "25"])}-01-01T00:00:00+0${choose(["0", "5"])}:00`);
  const path = choose(["src/app.env", "tests/app.env", "README.md", "\u0000"]);
  const flags = { masked: choose([true, false]), protected: choose([true, false]), scope: choose(SCOPES) };
  return choose([inFile(path, introduced), inHistory(path), inVariable(choose(KEYS), flags)]);
};

const chooseFinding = (choose: Choose): LooseFinding =>
  found(`${choose([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])}`, chooseProvenance(choose), {
    rule: choose(NAMES),
    confidence: choose(["high", "medium", "low"]),
    tags: choose([0, 0, 0, 1]) === 0 ? [] : [choose(TAGS)],
    facts: { [choose(["host", "user"])]: choose(["x", "y"]) },
    line: choose([1, 2, 3]),
  });

const chooseUsage = (choose: Choose): LooseUsage =>
  uses(choose(["build", "deploy"]), choose(KEYS), choose(ENVIRONMENTS));

const makeRandomFacts = (label: string): readonly TargetFacts[] => {
  const choose = chooser(label);
  return TARGETS.map((target) =>
    makeFacts(target, {
      findings: Array.from({ length: choose([0, 2, 6]) }, () => chooseFinding(choose)),
      usages:
        target.kind === "project" ? Array.from({ length: choose([0, 4]) }, () => chooseUsage(choose)) : [],
    }),
  );
};

const build = (facts: readonly TargetFacts[]): Inventory => buildInventory({ run: RUN, facts, rules: RULES });

const LABELS = Array.from({ length: 60 }, (_, index) => `facts ${index}`);
const SEGMENT = /^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/;

describe.each(LABELS)("of %s", (label) => {
  const facts = makeRandomFacts(label);
  const inventory = build(facts);
  const { entries } = inventory;

  it("the order does not show in the inventory", () => {
    const shuffled = shuffle(facts, label).map((item) => ({
      ...item,
      findings: shuffle(item.findings, `${label} findings`),
      usages: shuffle(item.usages, `${label} usages`),
    }));
    expect(JSON.stringify(build(shuffled))).toBe(JSON.stringify(inventory));
  });

  it("every secret has one entry, and every finding one location", () => {
    const findings = facts.flatMap(({ findings }) => findings);
    expect(new Set(entries.map(({ id }) => id))).toEqual(new Set(findings.map(({ secretId }) => secretId)));
    expect(entries).toHaveLength(new Set(entries.map(({ id }) => id)).size);
    expect(entries.flatMap(({ locations }) => locations)).toHaveLength(findings.length);
    for (const entry of entries) expect(entry.locations.length).toBeGreaterThan(0);
  });

  it("no two entries claim one field of one path", () => {
    const places = entries.flatMap(({ target }) =>
      target === null ? [] : [JSON.stringify([target.mount, target.path, target.field])],
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it("entries share a path only if the same roles read them", () => {
    const readers = new Map<string, string>();
    const rolesOf = ({ access }: Entry): string => access.map(({ role }) => role).join();
    for (const entry of entries) {
      if (entry.target === null) continue;
      expect(rolesOf(entry)).toBe(readers.get(entry.target.path) ?? rolesOf(entry));
      readers.set(entry.target.path, rolesOf(entry));
    }
  });

  it("paths and roles are ones that Vault takes", () => {
    for (const { target, access } of entries) {
      for (const segment of target?.path.split("/") ?? []) expect(segment).toMatch(SEGMENT);
      expect(target?.path ?? "").not.toContain("..");
      for (const { role, policy } of access)
        for (const name of [role, policy]) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/);
    }
  });

  it("a role has one meaning", () => {
    const claims = new Map<string, string>();
    for (const { role, target, boundClaims } of entries.flatMap(({ access }) => access)) {
      const meaning = JSON.stringify([target, boundClaims]);
      expect(meaning).toBe(claims.get(role) ?? meaning);
      claims.set(role, meaning);
    }
  });

  it("every judgement has its reason", () => {
    for (const { reasons, waveReason, actions } of entries) {
      expect(actions.at(-1)?.kind).toBe("verify");
      for (const text of [...reasons, waveReason, ...actions.map(({ why }) => why)])
        expect(text).toMatch(/^\S.*\.$/su);
    }
  });
});
