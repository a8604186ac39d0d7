/** Which limit counts a request. */
import { describe, expect, it } from "vitest";
import { findQuota } from "../../src/gitlab/quotas.ts";

describe("the limit of an endpoint", () => {
  it.each([
    ["/projects/42/jobs", 600, 600],
    ["/projects/a%2Fb/jobs", 600, 600],
    ["/projects", null, 2000],
    ["/projects/42", null, 400],
    ["/groups", null, 200],
    ["/groups/a%2Fb", null, 400],
    ["/groups/7/projects", null, 600],
    ["/users/jo/projects", null, 300],
    ["/projects/42/repository/files/a%2Fb.yml/raw", null, 300],
    ["/projects/42/jobs/7/trace", null, null],
    ["/projects/42/variables", null, null],
  ])("of %s is %s everywhere and %s on GitLab.com", (path, everywhere, onGitLabCom) => {
    expect([findQuota(path, false).limit, findQuota(path, true).limit]).toEqual([everywhere, onGitLabCom]);
  });

  it("of the list of projects counts ten minutes", () => {
    expect(findQuota("/projects", true).windowMs).toBe(600_000);
  });

  it("is shared by all projects, not by all endpoints", () => {
    const name = (path: string): string => findQuota(path, false).name;
    expect(name("/projects/1/jobs/5/trace")).toBe(name("/projects/a%2Fb/jobs/7/trace"));
    expect(name("/projects/1/jobs/5/trace")).not.toBe(name("/projects/1/jobs/5/artifacts"));
  });
});
