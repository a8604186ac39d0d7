/** What every call asks for: the one table of addresses. */
import { describe, expect, it } from "vitest";
import type { GitLab } from "../../src/gitlab/gitlab.ts";
import { collect, connectGitLab } from "./connect.ts";
import { startServer } from "./server.ts";

const PAGED = "?page=1&per_page=100";

describe("a call", () => {
  it.each<[string, (gitlab: GitLab) => Promise<unknown>]>([
    ["/groups/7?with_projects=false", (gitlab) => gitlab.group(7)],
    ["/groups/acme%2Fshop?with_projects=false", (gitlab) => gitlab.group("/acme/shop/")],
    ["/groups/%E2%82%AC%20%3F%23%252e?with_projects=false", (gitlab) => gitlab.group("€ ?#%2e")],
    ["/projects/42", (gitlab) => gitlab.project(42)],
    ["/projects/acme%2Fshop%2Fapi", (gitlab) => gitlab.project("acme/shop/api")],
    ["/personal_access_tokens/self", (gitlab) => gitlab.tokenIdentity()],
    [
      "/groups/7/descendant_groups?all_available=true&order_by=id&sort=asc&page=1&per_page=100",
      (gitlab) => collect(gitlab.descendantGroups(7)),
    ],
    [
      "/groups/7/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&page=1&per_page=100",
      (gitlab) => collect(gitlab.groupProjects(7)),
    ],
    [
      "/groups?top_level_only=true&all_available=true&order_by=id&sort=asc&page=1&per_page=100",
      (gitlab) => collect(gitlab.topGroups()),
    ],
    [
      "/groups?top_level_only=true&all_available=false&owned=true&order_by=id&sort=asc&page=1&per_page=100",
      (gitlab) => collect(gitlab.topGroups({ membership: true, owned: true })),
    ],
    [
      "/projects?pagination=keyset&order_by=id&sort=asc&per_page=100",
      (gitlab) => collect(gitlab.allProjects()),
    ],
    [
      "/projects?owned=true&membership=true&pagination=keyset&order_by=id&sort=asc&per_page=100",
      (gitlab) => collect(gitlab.allProjects({ membership: true, owned: true })),
    ],
    [
      "/users/jo%2Fx/projects?order_by=id&sort=asc&page=1&per_page=100",
      (gitlab) => collect(gitlab.userProjects("jo/x")),
    ],
    [
      "/personal_access_tokens/self/associations?min_access_level=10&page=1&per_page=100",
      (gitlab) => collect(gitlab.associations()),
    ],
    [`/projects/42/members/all${PAGED}`, (gitlab) => collect(gitlab.members({ project: 42 }))],
    [`/groups/7/members/all${PAGED}`, (gitlab) => collect(gitlab.members({ group: 7 }))],
    [`/projects/42/members${PAGED}`, (gitlab) => collect(gitlab.members({ project: 42 }, "own"))],
    [`/groups/7/members${PAGED}`, (gitlab) => collect(gitlab.members({ group: 7 }, "own"))],
    [
      `/projects/42/deploy_tokens${PAGED}`,
      (gitlab) => collect(gitlab.credentials({ project: 42 }, "deploy-token")),
    ],
    [
      `/projects/42/access_tokens${PAGED}`,
      (gitlab) => collect(gitlab.credentials({ project: 42 }, "access-token")),
    ],
    [`/projects/42/triggers${PAGED}`, (gitlab) => collect(gitlab.credentials({ project: 42 }, "trigger"))],
    [
      `/projects/42/deploy_keys${PAGED}`,
      (gitlab) => collect(gitlab.credentials({ project: 42 }, "deploy-key")),
    ],
    [
      `/groups/7/deploy_tokens${PAGED}`,
      (gitlab) => collect(gitlab.credentials({ group: 7 }, "deploy-token")),
    ],
    [
      `/groups/7/access_tokens${PAGED}`,
      (gitlab) => collect(gitlab.credentials({ group: 7 }, "access-token")),
    ],
    [`/admin/ci/variables${PAGED}`, (gitlab) => collect(gitlab.instanceVariables())],
    [`/groups/7/variables${PAGED}`, (gitlab) => collect(gitlab.groupVariables(7))],
    [`/projects/42/variables${PAGED}`, (gitlab) => collect(gitlab.projectVariables(42))],
    [`/projects/42/pipeline_schedules${PAGED}`, (gitlab) => collect(gitlab.schedules(42))],
    ["/projects/42/pipeline_schedules/5", (gitlab) => gitlab.schedule(42, 5)],
    [
      "/projects/42/pipelines?order_by=id&sort=desc&per_page=100&page=1",
      (gitlab) => collect(gitlab.pipelines(42)),
    ],
    [`/projects/42/pipelines/5/variables${PAGED}`, (gitlab) => collect(gitlab.pipelineVariables(42, 5))],
    [
      "/projects/42/jobs?pagination=keyset&order_by=id&sort=desc&per_page=100",
      (gitlab) => collect(gitlab.jobs(42)),
    ],
    ["/projects/42/jobs/9/trace", (gitlab) => gitlab.jobLog(42, 9, 10)],
    ["/projects/42/jobs/9/artifacts", (gitlab) => gitlab.jobArtifacts(42, 9, 10)],
    ["/projects/42/jobs/9/artifacts?file_type=dotenv", (gitlab) => gitlab.jobArtifacts(42, 9, 10, "dotenv")],
    ["/projects/42/ci/lint?dry_run=false&include_jobs=false", (gitlab) => gitlab.lint(42)],
    [`/projects/42/runners${PAGED}`, (gitlab) => collect(gitlab.runners({ project: 42 }))],
    [`/groups/7/runners${PAGED}`, (gitlab) => collect(gitlab.runners({ group: 7 }))],
    [`/projects/42/environments${PAGED}`, (gitlab) => collect(gitlab.environments(42))],
    [`/projects/42/protected_branches${PAGED}`, (gitlab) => collect(gitlab.protections(42))],
    [`/projects/42/secure_files${PAGED}`, (gitlab) => collect(gitlab.secureFiles(42))],
    ["/projects/42/secure_files/3/download", (gitlab) => gitlab.secureFile(42, 3, 10)],
    ["/projects/42/terraform/state/a%20b", (gitlab) => gitlab.terraformState(42, "a b", 10)],
    [`/projects/42/hooks${PAGED}`, (gitlab) => collect(gitlab.hooks({ project: 42 }))],
    [`/groups/7/hooks${PAGED}`, (gitlab) => collect(gitlab.hooks({ group: 7 }))],
    [`/projects/42/snippets${PAGED}`, (gitlab) => collect(gitlab.snippets(42))],
    [`/snippets${PAGED}`, (gitlab) => collect(gitlab.personalSnippets("own"))],
    [`/snippets/all${PAGED}`, (gitlab) => collect(gitlab.personalSnippets("all"))],
    [
      "/projects/42/snippets/3/files/main/a%2Fb.sh/raw",
      (gitlab) => gitlab.snippetFile({ id: 3, projectId: 42 }, { path: "a/b.sh", ref: "main" }, 10),
    ],
    [
      "/projects/42/snippets/3/raw",
      (gitlab) => gitlab.snippetFile({ id: 3, projectId: 42 }, { path: "a", ref: "" }, 10),
    ],
    [
      "/snippets/3/files/main/a/raw",
      (gitlab) => gitlab.snippetFile({ id: 3, projectId: null }, { path: "a", ref: "main" }, 10),
    ],
    [
      "/snippets/3/raw",
      (gitlab) => gitlab.snippetFile({ id: 3, projectId: null }, { path: "a", ref: "" }, 10),
    ],
    [
      "/projects/42/issues?scope=all&pagination=keyset&order_by=created_at&sort=asc&per_page=100",
      (gitlab) => collect(gitlab.issues(42)),
    ],
    [
      "/projects/42/merge_requests?scope=all&order_by=created_at&sort=asc&page=1&per_page=100",
      (gitlab) => collect(gitlab.mergeRequests(42)),
    ],
    ...(["issues", "merge_requests", "snippets"] as const).map(
      (of): [string, (gitlab: GitLab) => Promise<unknown>] => [
        `/projects/42/${of}/5/notes?activity_filter=only_comments&order_by=created_at&sort=asc&page=1&per_page=100`,
        (gitlab) => collect(gitlab.notes(42, of, 5)),
      ],
    ),
    [
      "/projects/42/releases?order_by=created_at&sort=asc&page=1&per_page=100",
      (gitlab) => collect(gitlab.releases(42)),
    ],
    [
      "/projects/42/repository/tree?ref=HEAD&recursive=true&pagination=keyset&per_page=100",
      (gitlab) => collect(gitlab.tree(42, "HEAD")),
    ],
    [
      "/projects/42/repository/files/a%2F.gitlab-ci.yml/raw?ref=a%2Fb",
      (gitlab) => gitlab.rawFile(42, "a/.gitlab-ci.yml", "a/b", 10),
    ],
    ["/projects/42/wikis?with_content=1", (gitlab) => collect(gitlab.wikiPages({ project: 42 }))],
    ["/groups/7/wikis?with_content=1", (gitlab) => collect(gitlab.wikiPages({ group: 7 }))],
    ["/projects/42/integrations", (gitlab) => collect(gitlab.integrations({ project: 42 }))],
    ["/groups/7/integrations", (gitlab) => collect(gitlab.integrations({ group: 7 }))],
    ["/groups/7/integrations/a%2Fb", (gitlab) => gitlab.integrationSettings({ group: 7 }, "a/b")],
  ])("asks for %s, below a relative root too", async (expected, call) => {
    await using server = await startServer(() => ({ status: 404 }));
    for (const root of ["", "/gitlab/", "/tools/git"]) {
      const { gitlab } = connectGitLab(server.url + root);
      await call(gitlab).catch(() => null);
      expect(server.seen.at(-1)?.url).toBe(`${root.replace(/\/$/, "")}/api/v4${expected}`);
      expect(gitlab.url).toBe(server.url + root.replace(/\/$/, ""));
      expect(gitlab.calls()).toBe(1);
    }
  });

  it("for the version asks for the older one where the newer is missing", async () => {
    await using server = await startServer(({ url }) =>
      url.endsWith("/version") ? { body: { version: "14.0.0-ee", revision: "x" } } : { status: 404 },
    );
    const { gitlab } = connectGitLab(server.url);
    expect(await gitlab.metadata()).toEqual({ version: "14.0.0-ee", enterprise: true });
    expect(server.seen.map(({ url }) => url)).toEqual(["/api/v4/metadata", "/api/v4/version"]);
  });

  it.each<[string, (gitlab: GitLab) => Promise<unknown>]>([
    ["a file", (gitlab) => gitlab.terraformState(42, "..", 10)],
    ["a file without a name", (gitlab) => gitlab.terraformState(42, "", 10)],
    ["broken text", (gitlab) => gitlab.rawFile(42, "a\ud800", "HEAD", 10)],
    ["a branch", (gitlab) => gitlab.snippetFile({ id: 1, projectId: 2 }, { path: "a", ref: "." }, 10)],
  ])("does not leave for what is no name: %s", async (_, call) => {
    await using server = await startServer(() => ({ body: "x" }));
    await expect(call(connectGitLab(server.url).gitlab)).rejects.toMatchObject({ code: "GITLAB_NOT_FOUND" });
    expect(server.seen).toHaveLength(0);
  });

  it("that hangs on projects asks nothing about a group", async () => {
    await using server = await startServer(() => ({ body: [] }));
    const { gitlab } = connectGitLab(server.url);
    for (const kind of ["trigger", "deploy-key"] as const)
      expect(await collect(gitlab.credentials({ group: 7 }, kind))).toEqual([]);
    expect(server.seen).toHaveLength(0);
  });
});
