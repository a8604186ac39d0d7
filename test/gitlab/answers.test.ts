/** What the client makes of GitLab's answers, good and bad. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { collect, connectGitLab, rejection } from "./connect.ts";
import { GROUP, PROJECT, VARIABLE, ask, askGroup } from "./samples.ts";
import { type Reply, startServer } from "./server.ts";

describe("what comes back", () => {
  it("is a group", async () => {
    expect(await ask({ body: { ...GROUP, parent_id: 3, runners_token: "not for us" } }, askGroup)).toEqual({
      id: 7,
      name: "Acme",
      fullPath: "acme",
      parentId: 3,
      webUrl: "https://gitlab.invalid/acme",
      visibility: "",
      archived: false,
      markedForDeletionOn: null,
      isLicensed: false,
    });
  });

  it.each([
    [{ wiki_access_level: "enabled" }, true],
    [{ membership_lock: false }, true],
    [{ wiki_access_level: null, membership_lock: null }, false],
  ])("is a group that has what only paid plans have: %j", async (fields, isLicensed) => {
    expect(await ask({ body: { ...GROUP, ...fields } }, askGroup)).toMatchObject({ isLicensed });
  });

  it("is a project", async () => {
    expect(await ask({ body: PROJECT }, (gitlab) => gitlab.project(42))).toEqual({
      id: 42,
      name: "API",
      pathWithNamespace: "acme/shop/api",
      webUrl: "https://gitlab.invalid/acme/shop/api",
      httpUrlToRepo: "https://gitlab.invalid/acme/shop/api.git",
      namespace: { id: 8, kind: "group", fullPath: "acme/shop" },
      defaultBranch: "main",
      archived: true,
      emptyRepo: true,
      markedForDeletionOn: "2026-02-01",
      visibility: "internal",
      topics: ["go"],
      isFork: true,
      repositoryAccessLevel: "enabled",
      buildsAccessLevel: "private",
      snippetsAccessLevel: "disabled",
      wikiAccessLevel: "",
      issuesAccessLevel: "",
      mergeRequestsAccessLevel: "",
      releasesAccessLevel: "",
      environmentsAccessLevel: "",
      infrastructureAccessLevel: "",
      ciConfigPath: "ci/main.yml",
      lastActivityAt: "2026-01-01T00:00:00Z",
    });
  });

  const bare = {
    id: 42,
    name: "API",
    path_with_namespace: "me/api",
    namespace: { id: 9, kind: "user", full_path: "me" },
  };
  const unset = {
    web_url: null,
    http_url_to_repo: null,
    default_branch: null,
    archived: null,
    empty_repo: null,
    marked_for_deletion_on: null,
    topics: null,
    wiki_access_level: null,
    visibility: null,
    forked_from_project: null,
    repository_access_level: null,
    builds_access_level: null,
    ci_config_path: null,
    last_activity_at: null,
  };
  it.each([
    ["missing", bare],
    ["null", { ...bare, ...unset }],
  ])("is a project with defaults where fields are %s", async (_, body) => {
    expect(await ask({ body }, (gitlab) => gitlab.project(42))).toEqual({
      id: 42,
      name: "API",
      pathWithNamespace: "me/api",
      webUrl: "",
      httpUrlToRepo: null,
      namespace: { id: 9, kind: "user", fullPath: "me" },
      defaultBranch: null,
      archived: false,
      emptyRepo: false,
      markedForDeletionOn: null,
      visibility: "",
      topics: [],
      isFork: false,
      repositoryAccessLevel: "",
      buildsAccessLevel: "",
      snippetsAccessLevel: "",
      wikiAccessLevel: "",
      issuesAccessLevel: "",
      mergeRequestsAccessLevel: "",
      releasesAccessLevel: "",
      environmentsAccessLevel: "",
      infrastructureAccessLevel: "",
      ciConfigPath: "",
      lastActivityAt: "",
    });
  });

  it("are variables, the same key once per environment scope", async () => {
    const body = [VARIABLE, { ...VARIABLE, environment_scope: "*" }, VARIABLE];
    expect(await ask({ body }, (gitlab) => collect(gitlab.projectVariables(42)))).toEqual(
      ["production", "*"].map((environmentScope) => ({
        key: "DEPLOY_KEY",
        value: "line one\nline two",
        variableType: "file",
        protected: true,
        masked: true,
        hidden: false,
        raw: true,
        environmentScope,
        description: "to production",
      })),
    );
  });

  it("tells a hidden variable from an empty one, and fills in what a level lacks", async () => {
    const body = [
      { key: "HIDDEN", value: null, hidden: true },
      { key: "EMPTY", value: "" },
    ];
    const plain = {
      variableType: "env_var",
      protected: false,
      masked: false,
      raw: false,
      environmentScope: "*",
      description: "",
    };
    expect(await ask({ body }, (gitlab) => collect(gitlab.groupVariables(7)))).toEqual([
      { ...plain, key: "HIDDEN", value: null, hidden: true },
      { ...plain, key: "EMPTY", value: "", hidden: false },
    ]);
  });

  it("is a list over several pages, each item once", async () => {
    const pages: Readonly<Record<string, Reply>> = {
      1: { body: [GROUP, { ...GROUP, id: 8 }], headers: { "x-next-page": "2", "x-total": "2" } },
      2: {
        body: [
          { ...GROUP, id: 8 },
          { ...GROUP, id: 9 },
        ],
        headers: { "x-next-page": "" },
      },
    };
    await using server = await startServer(
      ({ url }) => pages[new URL(url, server.url).searchParams.get("page") ?? ""] ?? {},
    );
    const { gitlab } = connectGitLab(server.url);
    expect((await collect(gitlab.descendantGroups(7))).map(({ id }) => id)).toEqual([7, 8, 9]);
    expect(gitlab.calls()).toBe(2);
  });

  it("is a keyset list when the server chooses so", async () => {
    const next =
      '<https://internal.invalid/api/v4/groups/7/projects?cursor=a%2Fb%3D&sudo=1&per_page=100>; rel="next"';
    await using server = await startServer((_, number) =>
      number === 1 ? { body: [PROJECT], headers: { link: next } } : { body: [{ ...PROJECT, id: 43 }] },
    );
    const { gitlab } = connectGitLab(server.url);
    expect((await collect(gitlab.groupProjects(7))).map(({ id }) => id)).toEqual([42, 43]);
    expect(server.seen[1]?.url).toBe("/api/v4/groups/7/projects?cursor=a%2Fb%3D&per_page=100");
    expect(server.seen[1]?.headers).not.toHaveProperty("sudo");
  });

  it("is what the token may do", async () => {
    const body = { name: "sweep", scopes: ["read_api"], expires_at: "2026-12-31", active: true, user_id: 5 };
    expect(await ask({ body }, (gitlab) => gitlab.tokenIdentity())).toEqual({
      name: "sweep",
      userId: 5,
      scopes: ["read_api"],
      expiresAt: "2026-12-31",
      active: true,
    });
  });

  it.each([
    ["403", { status: 403 }],
    ["403 for want of scope", { status: 403, body: { error: "insufficient_scope", scope: "api" } }],
    ["404", { status: 404 }],
    [
      "400, as of an OAuth token",
      { status: 400, body: { message: "400 Bad request - This endpoint requires token type to be …" } },
    ],
  ])("is null where a token cannot ask about itself: %s", async (_, reply) => {
    expect(await ask(reply, (gitlab) => gitlab.tokenIdentity())).toBeNull();
  });
});

describe("an answer that is not what the API describes", () => {
  const page = { "content-type": "text/html" };
  it.each<[string, Reply, string]>([
    [
      "a web page",
      { body: "<!DOCTYPE html><title>Sign in</title>", headers: page },
      "it is a web page, not JSON",
    ],
    ["truncated JSON", { body: '{"id": 7, "name": "Ac' }, "it is not JSON"],
    ["nothing", { body: "" }, "it is not JSON"],
    ["a list", { body: [GROUP] }, "id is missing"],
    ["null", { body: null }, "the whole should be Object"],
    ["an id that is text", { body: { ...GROUP, id: "7" } }, "id should be number"],
    ["an id of nothing", { body: { ...GROUP, id: 0 } }, "id should be >=1"],
    ["an id out of range", { body: { ...GROUP, id: 2 ** 53 } }, "id should be another value"],
    ["no path", { body: { ...GROUP, full_path: undefined } }, "full_path is missing"],
    [
      "a page for 404, as at a wrong address",
      { status: 404, body: "<h1>404</h1>", headers: page },
      "status 404",
    ],
    ["an empty 204", { status: 204 }, "status 204"],
    [
      "a parameter error",
      { status: 400, body: { message: { id: ["is\u001b[31m bad"] } } },
      'status 400 {"id":["is',
    ],
    [
      "a refused page",
      { status: 405, body: { error: "Offset pagination has a maximum" } },
      "status 405 Offset",
    ],
  ])("is an error: %s", async (_, reply, detail) => {
    const error = await rejection(ask(reply, askGroup));
    expect(error).toMatchObject({ code: "GITLAB_BAD_ANSWER", message: expect.stringContaining(detail) });
    expect(error).toMatchObject({ message: expect.stringContaining("group 7") });
    expect(String(error)).not.toMatch(/[\p{C}]/u);
  });

  it("is an error where a list should be", async () => {
    await expect(ask({ body: {} }, (gitlab) => collect(gitlab.groupProjects(7)))).rejects.toMatchObject({
      code: "GITLAB_BAD_ANSWER",
    });
  });

  it.each([
    "file:///etc/passwd",
    "ext::sh -c id",
    "--upload-pack=id",
    "ssh://git@gitlab.invalid/a.git",
    "https://a b/",
  ])("is an error: the clone address %s", async (address) => {
    const body = { ...PROJECT, http_url_to_repo: address };
    await expect(ask({ body }, (gitlab) => gitlab.project(42))).rejects.toMatchObject({
      code: "GITLAB_BAD_ANSWER",
    });
  });

  it("is an error after the good items before it, and does not repeat a value", async () => {
    const body = [VARIABLE, { key: "BROKEN", value: { secret: "very private" } }];
    const keys: string[] = [];
    const error = await rejection(
      ask({ body }, async (gitlab) => {
        for await (const { key } of gitlab.projectVariables(42)) keys.push(key);
      }),
    );
    expect(keys).toEqual(["DEPLOY_KEY"]);
    expect(error).toMatchObject({
      code: "GITLAB_BAD_ANSWER",
      message: expect.stringContaining("value should be"),
    });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("private");
  });

  it("is an error when it is too large", async () => {
    await using server = await startServer(() => ({ body: GROUP }));
    const { gitlab } = connectGitLab(server.url, { limits: { maxBytes: 10 } });
    await expect(gitlab.group(7)).rejects.toMatchObject({
      code: "GITLAB_BAD_ANSWER",
      message: expect.stringContaining("too large"),
    });
  });
});
