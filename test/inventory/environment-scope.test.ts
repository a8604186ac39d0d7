/** Tests of GitLab's environment scopes. */
import { describe, expect, it } from "vitest";
import { generaliseEnvironment, matchScope, rankScope } from "../../src/inventory/environment-scope.ts";

describe("a variable of a scope", () => {
  it.each([
    ["*", null, "yes"],
    ["*", "production", "yes"],
    ["*", "$ENV", "yes"],
    ["production", null, "no"],
    ["production", "", "no"],
    ["production", "production", "yes"],
    ["production", "Production", "no"],
    ["production", "production/eu", "no"],
    ["production", "preproduction", "no"],
    ["review/*", null, "no"],
    ["review/*", "review/feature-1", "yes"],
    ["review/*", "review/a/b", "yes"],
    ["review/*", "review/", "yes"],
    ["review/*", "review", "no"],
    ["review/*", "review/$CI_COMMIT_REF_SLUG", "yes"],
    ["review/feature-1", "review/$CI_COMMIT_REF_SLUG", "maybe"],
    ["review/*/eu", "review/$CI_COMMIT_REF_SLUG", "maybe"],
    ["review/*/eu", "review/${APP}/eu", "yes"],
    ["*/eu", "production/eu", "yes"],
    ["*/eu", "production/us", "no"],
    ["*/eu", "$STAGE/eu", "yes"],
    ["*/eu", "$STAGE/us", "no"],
    ["a*b*c", "aXbYc", "yes"],
    ["a*b*c", "abc", "yes"],
    ["a*b*c", "ac", "no"],
    ["ab*ba", "aba", "no"],
    ["production", "$ENV", "maybe"],
    ["production", "${ENV}", "maybe"],
    ["production", "$[[ inputs.stage ]]", "maybe"],
    ["production", "staging-$REGION", "no"],
    ["production", "prod$REST", "maybe"],
    ["production", "$REST-staging", "no"],
    ["a_b", "aXb", "no"],
    ["a.b", "aXb", "no"],
    ["production", `$${"X".repeat(300)}`, "maybe"],
  ])("%j is seen by a job in %j: %s", (scope, environment, match) => {
    expect(matchScope(scope, environment)).toBe(match);
  });

  it("is matched in no time, whatever the scope", () => {
    expect(matchScope(`${"*a".repeat(200)}b`, "a".repeat(255))).toBe("no");
  });

  it.each([
    ["production", "exact"],
    ["review/*", "pattern"],
    ["*", "any"],
  ])("%j is %s: GitLab takes the exact name before patterns, and * last", (scope, rank) => {
    expect(rankScope(scope)).toBe(rank);
  });
});

describe("the environment of a job", () => {
  it.each([
    [null, null],
    ["", null],
    ["$ENV", null],
    ["$A$B", null],
    ["production", "production"],
    ["review/$CI_COMMIT_REF_SLUG", "review/*"],
    ["review/${A}${B}/x", "review/*/x"],
    ["$[[ inputs.stage ]]/eu", "*/eu"],
    [`x${"$X".repeat(200)}`, null],
  ])("%j is generalised to %j", (environment, pattern) => {
    expect(generaliseEnvironment(environment)).toBe(pattern);
  });
});
