/** Tests of which job reads which secret, and of the roles that follow from it. */
import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/model/inventory.ts";
import {
  found,
  inFile,
  inHistory,
  inVariable,
  makeFacts,
  makeGroup,
  makeProject,
  uses,
} from "../support/facts.ts";
import { entryFrom, entryOf } from "../support/inventory.ts";

const jobsOf = (entry: Entry): readonly string[] => entry.usages.map(({ job }) => job);

describe("the usages of a secret", () => {
  it("are the jobs of its own project that name its variable", () => {
    const entry = entryOf(
      "a",
      makeFacts(makeProject("acme/shop"), {
        findings: [found("a", inVariable("TOKEN"))],
        usages: [uses("deploy", "TOKEN"), uses("test", "OTHER")],
      }),
      makeFacts(makeProject("acme/web"), { usages: [uses("elsewhere", "TOKEN")] }),
    );
    expect(jobsOf(entry)).toEqual(["deploy"]);
  });

  it("are for a group's variable the jobs of every project below the group", () => {
    const entry = entryOf(
      "a",
      makeFacts(makeGroup("acme"), { findings: [found("a", inVariable("TOKEN", { level: "group" }))] }),
      makeFacts(makeProject("acme/shop"), { usages: [uses("near", "TOKEN")] }),
      makeFacts(makeProject("acme/sub/web"), { usages: [uses("far", "TOKEN")] }),
      makeFacts(makeProject("umbrella/site"), { usages: [uses("elsewhere", "TOKEN")] }),
    );
    expect(jobsOf(entry).toSorted()).toEqual(["far", "near"]);
  });

  it("reach a variable of the instance from every project", () => {
    const entry = entryOf(
      "a",
      makeFacts(makeGroup("acme"), { findings: [found("a", inVariable("TOKEN", { level: "instance" }))] }),
      makeFacts(makeProject("umbrella/site"), { usages: [uses("anywhere", "TOKEN")] }),
    );
    expect(jobsOf(entry)).toEqual(["anywhere"]);
  });

  it.each([
    ["the project's variable before the group's", makeProject("acme/sub/shop"), "*", "*"],
    ["the project's * before the group's exact scope", makeProject("acme/sub/shop"), "*", "production"],
    ["the nearer group's variable before the farther", makeGroup("acme/sub"), "*", "*"],
  ])("follow GitLab's precedence: %s", (_, nearer, near, far) => {
    const project = makeProject("acme/sub/shop");
    const usages = [uses("deploy", "TOKEN", "production")];
    const level = nearer.kind;
    const facts = [
      makeFacts(makeGroup("acme"), {
        findings: [found("far", inVariable("TOKEN", { level: "group", scope: far }))],
      }),
      makeFacts(nearer, {
        findings: [found("near", inVariable("TOKEN", { level, scope: near }))],
        usages: nearer.id === project.id ? usages : [],
      }),
      ...(nearer.id === project.id ? [] : [makeFacts(project, { usages })]),
    ];
    expect(jobsOf(entryOf("near", ...facts))).toEqual(["deploy"]);
    expect(jobsOf(entryOf("far", ...facts))).toEqual([]);
  });

  it.each([
    ["production", ["exact"]],
    ["production/eu", ["pattern"]],
    [null, ["any"]],
    ["staging", ["any"]],
    ["$ENV", ["exact", "pattern", "any"]],
    ["production/$REGION", ["pattern"]],
  ])("of a job in %j go to the scope that wins, or to all that may: %j", (environment, winners) => {
    const facts = makeFacts(makeProject("acme/shop"), {
      findings: [
        found("exact", inVariable("TOKEN", { scope: "production" })),
        found("pattern", inVariable("TOKEN", { scope: "production/*" })),
        found("any", inVariable("TOKEN")),
      ],
      usages: [uses("deploy", "TOKEN", environment)],
    });
    const read = ["exact", "pattern", "any"].filter((label) => jobsOf(entryOf(label, facts)).length > 0);
    expect(read).toEqual(winners);
  });

  it("are the same for both secrets in one variable", () => {
    const facts = makeFacts(makeProject("acme/shop"), {
      findings: [found("a", inVariable("URLS")), found("b", inVariable("URLS"))],
      usages: [uses("deploy", "URLS")],
    });
    expect(jobsOf(entryOf("a", facts))).toEqual(["deploy"]);
    expect(jobsOf(entryOf("b", facts))).toEqual(["deploy"]);
  });
});

describe("the access to a secret", () => {
  const summaryOf = ({ access }: Entry) => access.map(({ role, boundClaims }) => ({ role, boundClaims }));
  const id = makeProject("acme/shop").id.replace("project:", "");

  it("is one role per project and environment that reads it", () => {
    const entry = entryFrom(
      [found("a", inVariable("TOKEN", { protected: false }))],
      [uses("deploy", "TOKEN", "production"), uses("migrate", "TOKEN", "production"), uses("test", "TOKEN")],
    );
    expect(summaryOf(entry)).toEqual([
      { role: "gitlab-acme-shop-all", boundClaims: { project_id: id } },
      { role: "gitlab-acme-shop-production", boundClaims: { project_id: id, environment: "production" } },
    ]);
  });

  it("binds protected refs for jobs that read a protected variable, with all they read", () => {
    const facts = makeFacts(makeProject("acme/shop"), {
      findings: [found("a", inVariable("CLOSED")), found("b", inVariable("OPEN", { protected: false }))],
      usages: [uses("deploy", "CLOSED"), uses("deploy", "OPEN"), uses("test", "OPEN")],
    });
    const closed = {
      role: "gitlab-acme-shop-all-protected",
      boundClaims: { project_id: id, ref_protected: "true" },
    };
    expect(summaryOf(entryOf("a", facts))).toEqual([closed]);
    expect(summaryOf(entryOf("b", facts))).toEqual([
      { role: "gitlab-acme-shop-all-any-ref", boundClaims: { project_id: id } },
      closed,
    ]);
  });

  it("gives a job in a review environment the same role for every secret it reads", () => {
    const environment = "review/$CI_COMMIT_REF_SLUG";
    const facts = makeFacts(makeProject("acme/shop"), {
      findings: [found("a", inVariable("ONE")), found("b", inVariable("TWO", { scope: "review/*" }))],
      usages: [uses("review", "ONE", environment), uses("review", "TWO", environment)],
    });
    expect(summaryOf(entryOf("a", facts))).toEqual(summaryOf(entryOf("b", facts)));
    expect(summaryOf(entryOf("a", facts))).toEqual([
      { role: "gitlab-acme-shop-review", boundClaims: { project_id: id, ref_protected: "true" } },
    ]);
  });

  it("follows the variable's scope where no job names it, because tools read variables silently", () => {
    const entry = entryFrom([found("a", inVariable("AWS_SECRET_ACCESS_KEY", { scope: "production" }))]);
    expect(entry.access).toMatchObject([{ environment: "production", method: "jwt", mount: "gitlab" }]);
    expect(entry.access[0]?.boundClaims).toEqual({
      project_id: id,
      environment: "production",
      ref_protected: "true",
    });
  });

  it("goes to a project whose current files hold the value", () => {
    expect(entryFrom([found("a", inFile("src/app.env"))]).access).toMatchObject([{ environment: null }]);
  });

  it("goes to nobody for what only old commits show", () => {
    expect(entryFrom([found("a", inHistory("src/app.env"))]).access).toEqual([]);
  });

  it("names the exact path the policy opens", () => {
    const entry = entryFrom([found("a", inVariable("TOKEN", { scope: "production" }))]);
    expect(entry.access[0]?.why).toContain("reading kv/data/acme/shop/production/token only");
  });
});
