/** What protection in GitLab changes in roles and steps. */
import { describe, expect, it } from "vitest";
import type { Settings } from "../../src/model/settings.ts";
import { found, inVariable, makeFacts, makeProject, uses } from "../support/facts.ts";
import { entryOf } from "../support/inventory.ts";

const ID = makeProject("acme/shop").id.replace("project:", "");
const PRODUCTION: Settings = {
  protectedRefs: [{ kind: "branch", name: "ma*" }],
  environments: { known: [{ name: "production", tier: "production", protected: true }], isCut: false },
};

const entryWith = (settings: Settings | undefined) =>
  entryOf(
    "a",
    makeFacts(makeProject("acme/shop"), {
      findings: [found("a", inVariable("TOKEN"))],
      usages: [uses("deploy", "TOKEN", "production")],
      ...(settings === undefined ? {} : { settings }),
    }),
  );

describe("the role of a job in a protected environment, on a protected branch", () => {
  it("binds both, and says what is protected", () => {
    const { access, actions } = entryWith(PRODUCTION);
    expect(access[0]?.boundClaims).toEqual({
      project_id: ID,
      environment: "production",
      environment_protected: "true",
      ref_protected: "true",
    });
    expect(access[0]?.why).toContain("in protected environment production on protected branches and tags");
    expect(access[0]?.why).toContain("Protected there: ma*.");
    expect(actions.map(({ kind }) => kind)).not.toContain("protect");
  });

  it("binds what it did before where nothing is known, and says that", () => {
    const { access, actions } = entryWith(undefined);
    expect(access[0]?.boundClaims).toEqual({
      project_id: ID,
      environment: "production",
      ref_protected: "true",
    });
    expect(access[0]?.why).toContain("Whether the environment production is protected is unknown.");
    expect(access[0]?.why).toContain("Which branches and tags of acme/shop are protected is unknown.");
    expect(actions.map(({ kind }) => kind)).not.toContain("protect");
  });
});

describe("a protected variable in a project that protects nothing", () => {
  it("makes protection a step of its own, before the pipeline is rewritten", () => {
    const { access, actions } = entryWith({ protectedRefs: [] });
    const kinds = actions.map(({ kind }) => kind);
    expect(kinds.indexOf("protect")).toBe(kinds.indexOf("rewrite-pipeline") - 1);
    const why = actions.find(({ kind }) => kind === "protect")?.why;
    expect(why).toMatch(/^No branch or tag of acme\/shop is protected.*protect main first\.$/);
    expect(access[0]?.why).toContain(why);
  });
});

describe("the runners of a project", () => {
  const methodsWith = (...executors: readonly (readonly string[])[]) => {
    const runners = executors.map((names) => ({ type: "group_type" as const, executors: names, tags: [] }));
    return entryWith({ runners }).access[0]?.alternatives.map(({ method }) => method);
  };

  it("rule out their own identity in Kubernetes only where all of them are known", () => {
    expect(methodsWith(["docker"])).not.toContain("kubernetes");
    expect(methodsWith(["docker"], ["kubernetes"])).toContain("kubernetes");
    expect(methodsWith(["docker"], [])).toContain("kubernetes");
    expect(methodsWith()).toContain("kubernetes");
  });
});
