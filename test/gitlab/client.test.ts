/** The GitLab client: what it asks for, how refusals end, and where the token never shows up. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { GitLab } from "../../src/gitlab/gitlab.ts";
import { CANARY, collect, connectGitLab, rejection } from "./connect.ts";
import { GROUP, PROJECT, ask, askGroup } from "./samples.ts";
import { type Handler, type Reply, startServer } from "./server.ts";

describe("the calls", () => {
  it.each(["", "/", ".", "..", "/../", "a\ud800"])("do not leave for a path like %j", async (path) => {
    await using server = await startServer(() => ({ body: GROUP }));
    const { gitlab } = connectGitLab(server.url);
    await expect(gitlab.group(path)).rejects.toMatchObject({ code: "GITLAB_NOT_FOUND" });
    await expect(gitlab.project(path)).rejects.toMatchObject({ code: "GITLAB_NOT_FOUND" });
    expect(server.seen).toHaveLength(0);
  });

  it("follow a project that has moved", async () => {
    await using server = await startServer(({ url }) =>
      url === "/api/v4/projects/old%2Fapi"
        ? {
            status: 301,
            headers: { location: `${server.url}/api/v4/projects/42` },
            body: "This resource has been moved",
          }
        : { body: PROJECT },
    );
    const { gitlab } = connectGitLab(server.url);
    expect(await gitlab.project("old/api")).toMatchObject({ id: 42, pathWithNamespace: "acme/shop/api" });
    expect(server.seen[1]?.headers).toHaveProperty("private-token", CANARY);
  });

  it("do not take what another host says, which knows nothing of the token, for the whole", async () => {
    await using away = await startServer(() => ({ body: [] }));
    await using server = await startServer(() => ({
      status: 302,
      headers: { location: `${away.url}/login` },
    }));
    const { gitlab } = connectGitLab(server.url);
    await expect(collect(gitlab.groupProjects(7))).rejects.toMatchObject({
      code: "GITLAB_UNREACHABLE",
      message: expect.stringContaining(away.url),
    });
    expect(JSON.stringify(away.seen)).not.toContain(CANARY);
  });
});

describe("a refusal", () => {
  const scope = { error: "insufficient_scope", error_description: "…", scope: "api read_api" };
  const variables = (gitlab: GitLab): Promise<unknown> => collect(gitlab.projectVariables(42));
  it.each<[string, Reply, (gitlab: GitLab) => Promise<unknown>, object]>([
    [
      "of the token",
      { status: 401, body: { message: "401 Unauthorized" } },
      askGroup,
      { code: "GITLAB_UNAUTHORIZED" },
    ],
    [
      "of a bad token that asks about itself",
      { status: 401 },
      (gitlab) => gitlab.tokenIdentity(),
      { code: "GITLAB_UNAUTHORIZED" },
    ],
    [
      "for want of scope",
      { status: 403, body: scope },
      askGroup,
      { code: "GITLAB_SCOPE", hint: "Create a token with one of: api, read_api." },
    ],
    [
      "for want of a scope it does not name",
      { status: 403, body: { error: "insufficient_scope" } },
      askGroup,
      { code: "GITLAB_SCOPE", hint: expect.stringContaining("read_api") },
    ],
    [
      "for want of a role in a project",
      { status: 403, body: { message: "403 Forbidden" } },
      variables,
      {
        code: "GITLAB_FORBIDDEN",
        message: "Cannot read the CI/CD variables of project 42 (403).",
        hint: expect.stringContaining("the Maintainer role"),
      },
    ],
    [
      "for want of a role in a group",
      { status: 403 },
      (gitlab) => collect(gitlab.groupVariables(7)),
      { code: "GITLAB_FORBIDDEN", hint: expect.stringContaining("the Owner role") },
    ],
    ["in plain text", { status: 403, body: "Forbidden" }, askGroup, { code: "GITLAB_FORBIDDEN" }],
    [
      "to say whether it exists",
      { status: 404, body: { message: "404 Group Not Found" } },
      (gitlab) => gitlab.group("acme/\u202ex"),
      {
        code: "GITLAB_NOT_FOUND",
        message: expect.stringContaining("group acme/\\u202ex"),
      },
    ],
    [
      "of too many requests",
      { status: 429, body: "Retry later", headers: { "retry-after": "1" } },
      variables,
      { code: "GITLAB_RATE_LIMITED" },
    ],
    ...[408, 500, 501, 502].map((status): [string, Reply, (gitlab: GitLab) => Promise<unknown>, object] => [
      `by a server in trouble (${status})`,
      { status, body: "<html>" },
      askGroup,
      { code: "GITLAB_SERVER_ERROR", message: expect.stringContaining(`(${status})`) },
    ]),
  ])("%s", async (_, reply, call, expected) => {
    expect(await rejection(ask(reply, call))).toMatchObject(expected);
  });

  it("in mid-list ends the list with the error, after what came before", async () => {
    await using server = await startServer((_, number) =>
      number === 1 ? { body: [GROUP], headers: { "x-next-page": "2" } } : { status: 401 },
    );
    const { gitlab } = connectGitLab(server.url);
    const seen: number[] = [];
    const error = await rejection(
      (async () => {
        for await (const { id } of gitlab.descendantGroups(7)) seen.push(id);
      })(),
    );
    expect([seen, error]).toMatchObject([[7], { code: "GITLAB_UNAUTHORIZED" }]);
  });
});

describe("the token", () => {
  const echo =
    (status: number): Handler =>
    (request) => {
      const token = request.headers["private-token"];
      const headers = { "x-echo": String(token), location: `/${String(token)}?${String(token)}` };
      return { status, headers, body: { error: "insufficient_scope", message: `no ${token}`, scope: token } };
    };
  it.each<[string, Handler]>([
    ...[200, 301, 400, 401, 403, 404, 405, 418, 429, 500].map((status): [string, Handler] => [
      `status ${status}`,
      echo(status),
    ]),
    ["a list of errors", ({ headers }) => ({ status: 400, body: { message: [headers["private-token"]] } })],
    ["truncated JSON", ({ headers }) => ({ body: `{"${String(headers["private-token"])}` })],
    ["a reset", () => (request) => request.socket.destroy()],
    ["a timeout", () => () => {}],
  ])("shows up in no error, stack, log event or client after %s that repeats it", async (_, handler) => {
    await using server = await startServer(handler);
    const { gitlab, events } = connectGitLab(server.url, { limits: { attemptMs: 50 } });
    const error = await rejection(gitlab.group(7));
    const stack = error instanceof Error ? error.stack : "";
    expect(server.seen[0]?.headers).toHaveProperty("private-token", CANARY);
    const everything = [error, stack, JSON.stringify(error), gitlab, events];
    expect(inspect(everything, { depth: 10, showHidden: true })).not.toContain(CANARY);
  });
});

describe("closing", () => {
  it("lets go of the connections", async () => {
    await using server = await startServer(() => ({ body: GROUP }));
    const { gitlab } = connectGitLab(server.url);
    await gitlab.group(7);
    await gitlab.close();
    await expect(gitlab.group(7)).rejects.toMatchObject({ code: "GITLAB_UNREACHABLE" });
    expect(server.seen).toHaveLength(1);
  });
});
