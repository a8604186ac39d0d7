/** Tests of roles: names, claims, policies. */
import { describe, expect, it } from "vitest";
import { targetId } from "../../src/model/ids.ts";
import { describeRole, nameRoles, type Workload, workloadKey } from "../../src/vault/role.ts";
import { shuffle } from "../support/facts.ts";

const workload = (changes: Partial<Workload> = {}): Workload => ({
  target: targetId("project:42"),
  project: "acme/shop",
  environment: "production",
  protectedRefs: false,
  ...changes,
});

const SECRET = { mount: "kv", path: "acme/shop/production/db" };

const nameOf = (...workloads: readonly Workload[]): readonly (string | undefined)[] => {
  const names = nameRoles(workloads);
  return workloads.map((item) => names.get(workloadKey(item)));
};

describe("the name of a role", () => {
  it.each([
    ["production", "gitlab-acme-shop-production"],
    [null, "gitlab-acme-shop-all"],
    ["review/*", "gitlab-acme-shop-review"],
  ])("for the environment %j is %s", (environment, name) => {
    expect(nameOf(workload({ environment }))).toEqual([name]);
  });

  it("says which refs it admits only where both kinds exist", () => {
    expect(nameOf(workload(), workload({ protectedRefs: true }))).toEqual([
      "gitlab-acme-shop-production-any-ref",
      "gitlab-acme-shop-production-protected",
    ]);
    expect(nameOf(workload({ protectedRefs: true }))).toEqual(["gitlab-acme-shop-production"]);
  });

  it("is never the same for two projects, because the second role would replace the first", () => {
    const rivals = [
      workload({ target: targetId("project:1"), project: "acme/shop-api" }),
      workload({ target: targetId("project:2"), project: "acme-shop/api" }),
      workload({ target: targetId("project:3"), project: "acme/shop.api" }),
    ];
    const names = nameOf(...rivals);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^gitlab-acme-shop-api-production-any-ref-[0-9a-f]{8}$/);
    expect(nameRoles(shuffle(rivals, "roles"))).toEqual(
      new Map(rivals.map((item, index) => [workloadKey(item), names[index]])),
    );
  });

  it("is one that Vault takes and unique, whatever projects and environments are called", () => {
    const texts = [
      "",
      "..",
      "\u0000",
      "проект",
      "a".repeat(300),
      `${"a".repeat(299)}b`,
      "a\nb",
      "a b",
      "A B",
    ];
    const workloads = texts.flatMap((project, index) =>
      texts.map((environment) => workload({ target: targetId(`project:${index}`), project, environment })),
    );
    const names = nameOf(...workloads);
    expect(new Set(names).size).toBe(workloads.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);
  });
});

describe("the description of a role", () => {
  it.each([
    ["the project by its id", {}, { project_id: "42", environment: "production" }],
    [
      "protected refs",
      { protectedRefs: true },
      { project_id: "42", environment: "production", ref_protected: "true" },
    ],
    ["no environment where there is none", { environment: null }, { project_id: "42" }],
    ["no environment where it is a pattern", { environment: "review/*" }, { project_id: "42" }],
    [
      "the path where there is no id",
      { target: targetId("path:/srv") },
      { project_path: "acme/shop", environment: "production" },
    ],
  ])("binds %s", (_, changes, claims) => {
    expect(describeRole(workload(changes), "r", SECRET).boundClaims).toEqual(claims);
  });

  it("lets its policy read the one path of the API and nothing else", () => {
    expect(describeRole(workload(), "gitlab-acme-shop-production", SECRET)).toMatchObject({
      role: "gitlab-acme-shop-production",
      policy: "gitlab-acme-shop-production",
      rule: { path: "kv/data/acme/shop/production/db", capabilities: ["read"] },
    });
  });

  it("says in words whom it admits", () => {
    expect(describeRole(workload({ protectedRefs: true }), "r", SECRET).admits).toBe(
      "jobs of acme/shop in environment production on protected branches and tags",
    );
  });
});
