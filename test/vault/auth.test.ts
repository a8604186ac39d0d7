/** Tests of the choice of an auth method. */
import { describe, expect, it } from "vitest";
import { chooseAuth, type Platform, PLATFORMS } from "../../src/vault/auth.ts";

// The keys of a constant object are exactly its type's keys.
const NAMES = Object.keys(PLATFORMS) as readonly Platform[];

describe("the choice of an auth method", () => {
  it.each([
    ["gitlab", "jwt"],
    ["github-actions", "jwt"],
    ["circleci", "jwt"],
    ["azure-devops", "azure"],
    ["jenkins", "approle"],
    ["teamcity", "approle"],
    ["tekton", "kubernetes"],
    ["spiffe", "jwt"],
  ] as const)("takes for %s the method %s first", (platform, method) => {
    expect(chooseAuth(platform).method).toBe(method);
  });

  it("knows a first choice for every platform that this test lists", () => {
    expect(NAMES).toHaveLength(8);
  });

  it("says for GitLab what would change the choice", () => {
    const { alternatives } = chooseAuth("gitlab");
    expect(alternatives.map(({ method }) => method)).toEqual([
      "kubernetes",
      "aws",
      "azure",
      "gcp",
      "jwt with jwt_validation_pubkeys",
      "approle",
    ]);
    expect(alternatives.find(({ method }) => method === "approle")?.why).toMatch(/cannot reach .*wrapped/);
  });

  it("offers the pod's identity where runners use Kubernetes, and not where they are known to use something else", () => {
    const [first] = chooseAuth("gitlab", new Set(["docker", "kubernetes"])).alternatives;
    expect(first).toMatchObject({ method: "kubernetes" });
    expect(first?.why).toMatch(/^Runners of the project use the kubernetes executor: /);
    const others = chooseAuth("gitlab", new Set(["docker"])).alternatives.map(({ method }) => method);
    expect(others).not.toContain("kubernetes");
    expect(others).toContain("aws");
  });

  it.each(NAMES)("gives each alternative of %s its condition and its reason", (platform) => {
    for (const { why } of chooseAuth(platform).alternatives) expect(why).toMatch(/^(If|With) .+: .+\.$/);
  });
});
