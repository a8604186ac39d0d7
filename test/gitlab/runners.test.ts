/** Runners with their executors, and Terraform states: what GraphQL tells, and what is left without it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { CANARY, collect, connectGitLab, rejection } from "./connect.ts";
import { type Reply, startServer } from "./server.ts";

const runner = (id: number) => ({
  id,
  description: `r${id}`,
  runner_type: "project_type",
  paused: false,
  status: "online",
});

/** Answers a question with what it holds. */
const answer =
  (
    build: (question: { query: string; variables: Record<string, unknown> }) => unknown,
    seen: string[],
  ): Reply =>
  (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      seen.push(text);
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(build(JSON.parse(text))));
    });
  };

const details = (query: string): unknown => ({
  data: Object.fromEntries(
    [...query.matchAll(/r(\d+): runner/g)].map(([, id]) => [
      `r${id}`,
      id === "3"
        ? null
        : {
            tagList: ["docker"],
            managers: {
              nodes: [{ executorName: "docker" }, { executorName: null }, { executorName: "docker" }],
            },
          },
    ]),
  ),
});

const expected = (id: number, tags: readonly string[], executors: readonly string[]) => ({
  id,
  description: `r${id}`,
  type: "project_type",
  tags,
  paused: false,
  status: "online",
  executors,
});

describe("runners", () => {
  it("have their executors and tags from GraphQL, of those that may be seen", async () => {
    const asked: string[] = [];
    await using server = await startServer(({ url }) =>
      url === "/git/api/graphql"
        ? answer(({ query }) => details(query), asked)
        : { body: [1, 2, 3].map(runner) },
    );
    const { gitlab } = connectGitLab(`${server.url}/git`);
    expect(await collect(gitlab.runners({ project: 42 }))).toEqual([
      expected(1, ["docker"], ["docker"]),
      expected(2, ["docker"], ["docker"]),
      expected(3, [], []),
    ]);
    const question = server.seen.find(({ method }) => method === "POST");
    expect(question?.headers).toMatchObject({ "private-token": CANARY, "content-type": "application/json" });
    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toContain("mutation");
  });

  it("are asked about ten at a time, and once, however many projects they serve", async () => {
    const asked: string[] = [];
    const ids = Array.from({ length: 25 }, (_, index) => index + 10);
    await using server = await startServer(({ url }) =>
      url.endsWith("/graphql") ? answer(({ query }) => details(query), asked) : { body: ids.map(runner) },
    );
    const { gitlab } = connectGitLab(server.url);
    for (const project of [1, 2, 3]) expect(await collect(gitlab.runners({ project }))).toHaveLength(25);
    expect(asked).toHaveLength(3);
    expect(server.seen).toHaveLength(6);
  });

  it.each<[string, Reply]>([
    ["is not there", { status: 404 }],
    ["refuses", { status: 403 }],
    ["does not know the question", { body: { errors: [{ message: "Field 'tagList' doesn't exist" }] } }],
    ["gives half", { body: { data: { r1: null }, errors: [{ message: "no" }] } }],
    ["is a page", { body: "<html>", headers: { "content-type": "text/html" } }],
    ["redirects", { status: 302, headers: { location: "/users/sign_in" }, body: "" }],
  ])("have tags alone where GraphQL %s, and nobody asks it twice", async (_, refusal) => {
    await using server = await startServer(({ url }) => {
      if (url.endsWith("/graphql")) return refusal;
      if (url.endsWith("runners/1")) return { body: { ...runner(1), tag_list: ["shell"] } };
      return url.endsWith("runners/2") ? { status: 403 } : { body: [1, 2].map(runner) };
    });
    const { gitlab } = connectGitLab(server.url);
    const read = [
      await collect(gitlab.runners({ project: 1 })),
      await collect(gitlab.runners({ project: 2 })),
    ];
    expect(read).toEqual(Array.from({ length: 2 }, () => [expected(1, ["shell"], []), expected(2, [], [])]));
    const questions = server.seen.filter(({ url }) => url.endsWith("/graphql"));
    expect(questions.length).toBeLessThanOrEqual(3);
    expect(server.seen.some(({ url }) => url.includes("sign_in"))).toBe(false);
  });

  it("of old versions say in another way whose they are", async () => {
    await using server = await startServer(({ url }) =>
      url.endsWith("/graphql")
        ? { status: 404 }
        : {
            body: [
              { id: 1, is_shared: true, tag_list: ["a"] },
              { id: 2, tag_list: [] },
            ],
          },
    );
    const read = await collect(connectGitLab(server.url).gitlab.runners({ group: 7 }));
    expect(read.map(({ type, tags }) => [type, tags])).toEqual([
      ["instance_type", ["a"]],
      ["project_type", []],
    ]);
  });

  it("are an error when the token dies on the way", async () => {
    await using server = await startServer(({ url }) =>
      /graphql|version/.test(url) ? { status: 401 } : { body: [runner(1)] },
    );
    const { gitlab } = connectGitLab(server.url);
    expect(await rejection(collect(gitlab.runners({ project: 42 })))).toMatchObject({
      code: "GITLAB_UNAUTHORIZED",
    });
  });
});

describe("Terraform states", () => {
  const state = (name: string) => ({ name, updatedAt: "2026-01-01T00:00:00Z" });
  const page = (names: readonly string[], endCursor: string | null) => ({
    data: {
      project: {
        terraformStates: {
          nodes: names.map(state),
          pageInfo: { hasNextPage: endCursor !== null, endCursor },
        },
      },
    },
  });
  const read = async (build: (variables: Record<string, unknown>) => unknown) => {
    const asked: string[] = [];
    await using server = await startServer(() => answer(({ variables }) => build(variables), asked));
    const states = await collect(connectGitLab(server.url).gitlab.terraformStates('acme/"api'));
    return { states, asked: asked.map((text): unknown => JSON.parse(text)) };
  };

  it("are listed over all pages", async () => {
    const { states, asked } = await read(({ after }) =>
      after === null ? page(["a", "b"], "x") : page(["c"], null),
    );
    expect(states).toEqual(["a", "b", "c"].map(state));
    expect(asked).toMatchObject([
      { variables: { path: 'acme/"api', after: null } },
      { variables: { path: 'acme/"api', after: "x" } },
    ]);
  });

  it("end where the pages go round in circles", async () => {
    expect((await read(() => page(["a"], "x"))).asked).toHaveLength(2);
  });

  it.each([
    ["no project", { data: { project: null } }, "GITLAB_NOT_FOUND"],
    ["no states", { data: { project: { terraformStates: null } } }, "GITLAB_FORBIDDEN"],
    ["errors", { errors: [{ message: "no" }] }, "GITLAB_FORBIDDEN"],
    ["another shape", { data: { project: { terraformStates: { nodes: 1 } } } }, "GITLAB_BAD_ANSWER"],
    ["no data", { data: null }, "GITLAB_BAD_ANSWER"],
  ])("with %s are an error", async (_, body, code) => {
    expect(await rejection(read(() => body))).toMatchObject({ code });
  });
});
