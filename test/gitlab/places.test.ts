/** Tokens, members and credentials, as GitLab answers them. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { expandTemplate } from "../../src/rules/template.ts";
import { collect, connectGitLab, rejection } from "./connect.ts";
import { ask } from "./samples.ts";
import { startServer } from "./server.ts";

describe("the roles of the token's owner", () => {
  const group = (id: number) => ({
    id,
    web_url: `https://gitlab.invalid/groups/acme/g${id}`,
    access_levels: 30,
  });
  const project = {
    id: 5,
    path_with_namespace: "acme/api",
    access_levels: { project_access_level: 20, group_access_level: 40 },
  };

  it("are of groups and projects, over as many pages as the longer list has", async () => {
    const groups = Array.from({ length: 130 }, (_, index) => group(index + 1));
    await using server = await startServer(({ url }) => {
      const page = Number(new URL(url, server.url).searchParams.get("page"));
      return {
        body: { groups: groups.slice((page - 1) * 100, page * 100), projects: page === 1 ? [project] : [] },
      };
    });
    const read = await collect(connectGitLab(server.url).gitlab.associations());
    expect(read).toHaveLength(131);
    expect(read[0]).toEqual({ kind: "group", id: 1, path: "acme/g1", accessLevel: 30 });
    expect(read[100]).toEqual({ kind: "project", id: 5, path: "acme/api", accessLevel: 40 });
    expect(server.seen).toHaveLength(2);
  });

  it("are unknown where GitLab gives none", async () => {
    const body = { groups: [{ id: 1 }], projects: [{ id: 2, access_levels: null }] };
    expect(await ask({ body }, (gitlab) => collect(gitlab.associations()))).toEqual([
      { kind: "group", id: 1, path: "", accessLevel: null },
      { kind: "project", id: 2, path: "", accessLevel: null },
    ]);
  });

  it("end where a server repeats itself", async () => {
    const body = { groups: Array.from({ length: 100 }, (_, index) => group(index + 1)), projects: [] };
    await using server = await startServer(() => ({ body }));
    expect(await collect(connectGitLab(server.url).gitlab.associations())).toHaveLength(100);
    expect(server.seen).toHaveLength(2);
  });
});

describe("the version", () => {
  it.each([
    [{ version: "18.4.1-ee", enterprise: true }, true],
    [{ version: "18.4.1", enterprise: false }, false],
    [{ version: "15.0.0-ee" }, true],
    [{ version: "15.0.0" }, false],
  ])("%j is of an enterprise build: %s", async (body, enterprise) => {
    expect(await ask({ body }, (gitlab) => gitlab.metadata())).toEqual({ version: body.version, enterprise });
  });
});

describe("members", () => {
  it("are people with their highest level", async () => {
    const body = [
      { id: 3, username: "jo", name: "Jo", access_level: 40, state: "active", email: "not for us" },
    ];
    expect(await ask({ body }, (gitlab) => collect(gitlab.members({ project: 42 })))).toEqual([
      { id: 3, username: "jo", name: "Jo", accessLevel: 40, state: "active" },
    ]);
  });
});

describe("credentials", () => {
  const token = expandTemplate("glptt-{{hex 40 seed=trigger}}");
  const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI not for us";
  const dates = { created_at: "2026-01-01T00:00:00Z", expires_at: "2027-01-01" };
  const expected = { createdAt: "2026-01-01T00:00:00Z", lastUsedAt: null, expiresAt: "2027-01-01" };

  it.each([
    [
      "deploy-token",
      { id: 1, name: "pull", username: "gitlab+deploy-token-1", scopes: ["read_repository"], ...dates },
      { id: 1, name: "pull", owner: "gitlab+deploy-token-1", scopes: ["read_repository"], active: true },
    ],
    [
      "deploy-token",
      { id: 1, revoked: true, ...dates },
      { id: 1, name: "", owner: "", scopes: [], active: false },
    ],
    [
      "deploy-token",
      { id: 1, expired: true, ...dates },
      { id: 1, name: "", owner: "", scopes: [], active: false },
    ],
    [
      "access-token",
      { id: 2, name: "bot", scopes: ["api"], active: false, token, ...dates },
      { id: 2, name: "bot", owner: "", scopes: ["api"], active: false },
    ],
    [
      "trigger",
      { id: 3, description: "nightly", token, owner: { username: "jo" }, ...dates },
      { id: 3, name: "nightly", owner: "jo", scopes: [], active: true },
    ],
    [
      "deploy-key",
      { id: 4, title: "ci", key, can_push: true, ...dates },
      { id: 4, name: "ci", owner: "", scopes: ["write"], active: true },
    ],
  ] as const)("of the kind %s are described, never shown", async (kind, item, described) => {
    const read = await ask({ body: [item] }, (gitlab) => collect(gitlab.credentials({ project: 42 }, kind)));
    expect(read).toEqual([{ kind, ...expected, ...described }]);
    expect(inspect(read)).not.toContain(token);
    expect(inspect(read)).not.toContain("ssh-");
  });
});

describe("a date that has passed", () => {
  const readActive = async (kind: "deploy-key" | "trigger") => {
    const body = [null, "2025-12-31T23:59:59Z", "2026-01-02T00:00:00Z", "soon"].map((date, index) => ({
      id: index + 1,
      expires_at: date,
    }));
    const read = await ask({ body }, (gitlab) => collect(gitlab.credentials({ project: 42 }, kind)));
    return read.map(({ active }) => active);
  };

  it.each(["deploy-key", "trigger"] as const)("ends a %s, of which GitLab says no more", async (kind) => {
    expect(await readActive(kind)).toEqual([true, false, true, true]);
  });
});

describe("a 401 on access tokens", () => {
  const refused = { status: 401, body: { message: "401 Unauthorized" } };

  it("is want of a role while the token works elsewhere, which is asked once", async () => {
    await using server = await startServer(({ url }) =>
      url.endsWith("/version") ? { status: 403, body: { error: "insufficient_scope" } } : refused,
    );
    const { gitlab } = connectGitLab(server.url);
    for (const project of [1, 2, 3])
      expect(await rejection(collect(gitlab.credentials({ project }, "access-token")))).toMatchObject({
        code: "GITLAB_FORBIDDEN",
        hint: expect.stringContaining("Maintainer"),
      });
    expect(server.seen.filter(({ url }) => url.endsWith("/version"))).toHaveLength(1);
  });

  it("is the end of the token where it works nowhere: from then on nobody asks any more", async () => {
    await using server = await startServer(() => refused);
    const { gitlab } = connectGitLab(server.url);
    const asked = await rejection(collect(gitlab.credentials({ project: 1 }, "access-token")));
    expect(asked).toMatchObject({ code: "GITLAB_UNAUTHORIZED" });
    const before = server.seen.length;
    expect(await rejection(gitlab.group(7))).toMatchObject({ code: "GITLAB_UNAUTHORIZED" });
    expect(await rejection(gitlab.jobLog(1, 2, 3))).toMatchObject({ code: "GITLAB_UNAUTHORIZED" });
    expect(server.seen).toHaveLength(before);
  });

  it("elsewhere is the end of the token at once", async () => {
    await using server = await startServer(() => refused);
    const { gitlab } = connectGitLab(server.url);
    const wanted = { code: "GITLAB_UNAUTHORIZED" };
    expect(await rejection(collect(gitlab.projectVariables(42)))).toMatchObject(wanted);
    expect(await rejection(gitlab.project(42))).toMatchObject(wanted);
    expect(server.seen).toHaveLength(1);
  });
});
