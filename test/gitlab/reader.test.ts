/** Files from here and elsewhere, questions, and where the token never shows up in either. */
import { inspect } from "node:util";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { GitLab } from "../../src/gitlab/gitlab.ts";
import { createReader } from "../../src/gitlab/reader.ts";
import { createTokenCheck } from "../../src/gitlab/token-check.ts";
import { CANARY, START, collect, connectGitLab, connectTransport, rejection } from "./connect.ts";
import { type Handler, type Reply, startServer } from "./server.ts";

const log = (gitlab: GitLab, most = 1000) => gitlab.jobLog(42, 9, most);

describe("a file", () => {
  it("is fetched from where GitLab sends us, without the token", async () => {
    await using storage = await startServer(() => ({ body: "the log" }));
    await using server = await startServer(() => ({
      status: 302,
      headers: { location: `${storage.url}/bucket/log?signature=x` },
    }));
    const { gitlab } = connectGitLab(server.url);
    expect(Buffer.from((await log(gitlab))?.bytes ?? []).toString()).toBe("the log");
    expect(server.seen[0]?.headers).toHaveProperty("private-token", CANARY);
    expect(storage.seen[0]).toMatchObject({ url: "/bucket/log?signature=x" });
    expect(JSON.stringify(storage.seen)).not.toContain(CANARY);
  });

  it("is asked for again with a fresh address when that one has run out", async () => {
    await using storage = await startServer((_, number) =>
      number < 3 ? { status: 403, body: "<Error>expired</Error>" } : { body: "the log" },
    );
    await using server = await startServer((_, number) => ({
      status: 302,
      headers: { location: `${storage.url}/${number}` },
    }));
    const { gitlab } = connectGitLab(server.url);
    expect((await log(gitlab))?.bytes).toHaveLength(7);
    expect(storage.seen.map(({ url }) => url)).toEqual(["/1", "/2", "/3"]);
  });

  it.each([
    [404, "null"],
    [403, "GITLAB_SERVER_ERROR"],
    [401, "GITLAB_SERVER_ERROR"],
  ])("that the storage refuses for good with %i is no word about our token", async (status, expected) => {
    await using storage = await startServer(() => ({ status }));
    await using server = await startServer(({ url }) =>
      url.endsWith("/trace") ? { status: 302, headers: { location: storage.url } } : { body: [] },
    );
    const { gitlab } = connectGitLab(server.url);
    const outcome = await log(gitlab).then(String, (error: { readonly code?: string }) => error.code);
    expect(outcome).toBe(expected);
    expect(await collect(gitlab.projectVariables(42))).toEqual([]);
  });

  it("without end is cut, and the rest is not waited for", async () => {
    let isClosed = false;
    await using server = await startServer(() => (_request, response) => {
      const timer = setInterval(() => response.write("x".repeat(700)), 1);
      response.writeHead(200).on("close", () => {
        isClosed = true;
        clearInterval(timer);
      });
    });
    const { gitlab } = connectGitLab(server.url);
    expect(await log(gitlab, 5000)).toEqual({ bytes: Buffer.from("x".repeat(5000)), isCut: true });
    await expect.poll(() => isClosed).toBe(true);
  });

  it("of no bytes wanted is cut at once", async () => {
    await using server = await startServer(() => ({ body: "x" }));
    expect(await log(connectGitLab(server.url).gitlab, 0)).toEqual({ bytes: Buffer.of(), isCut: true });
  });

  it("that breaks off is asked for again, and is an error when it always does", async () => {
    const half: Reply = (request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setImmediate(() => request.socket.destroy());
    };
    await using server = await startServer((_, number) => (number === 2 ? { body: "whole" } : half));
    const { gitlab } = connectGitLab(server.url);
    expect((await log(gitlab))?.bytes).toHaveLength(5);
    expect(await rejection(log(gitlab))).toMatchObject({
      code: "GITLAB_BAD_ANSWER",
      message: expect.stringContaining("broke off"),
    });
  });

  it("is not taken for JSON, nor JSON for a page", async () => {
    await using server = await startServer(() => ({
      body: "<html>a log with a page</html>",
      headers: { "content-type": "text/html" },
    }));
    expect((await log(connectGitLab(server.url).gitlab))?.bytes).toHaveLength(30);
    expect(server.seen).toHaveLength(1);
  });
});

describe("a question", () => {
  it("that would change something is never sent", async () => {
    await using server = await startServer(() => ({ body: { data: {} } }));
    const { transport } = connectTransport(server.url);
    const tokenCheck = createTokenCheck(server.url, transport, () => START);
    const reader = createReader({ url: server.url, token: CANARY, transport, tokenCheck });
    const subject = { what: "it", role: "a role" };
    for (const text of ["mutation { a }", "{ a }", " subscription { a }"])
      await expect(reader.graphQl({ subject, text }, v.unknown())).rejects.toThrow("only reads");
    expect(server.seen).toHaveLength(0);
  });
});

describe("the token", () => {
  const echo =
    (status: number): Handler =>
    ({ headers }) => {
      const token = String(headers["private-token"]);
      const location = `/${token}?${token}`;
      return {
        status,
        headers: { "x-echo": token, location },
        body: { errors: [token], error: token, message: { [token]: token } },
      };
    };
  const calls: readonly [string, (gitlab: GitLab) => Promise<unknown>][] = [
    ["a file", (gitlab) => log(gitlab, 0)],
    ["a list", (gitlab) => collect(gitlab.jobs(42))],
    ["a question", (gitlab) => collect(gitlab.terraformStates("a/b"))],
    ["runners", (gitlab) => collect(gitlab.runners({ project: 42 }))],
  ];
  it.each(
    [200, 301, 400, 401, 403, 404, 405, 429, 500].flatMap((status) =>
      calls.map(([name, call]) => [name, status, call] as const),
    ),
  )("shows up in nothing that %s ends in with status %i and an echo", async (_, status, call) => {
    await using server = await startServer(echo(status));
    const { gitlab, events } = connectGitLab(server.url);
    const outcome = await call(gitlab).catch((error: unknown) => error);
    const stack = outcome instanceof Error ? outcome.stack : "";
    expect(server.seen[0]?.headers).toHaveProperty("private-token", CANARY);
    const everything = [outcome, stack, JSON.stringify(outcome), gitlab];
    expect(inspect(everything, { depth: 10, showHidden: true })).not.toContain(CANARY);
    // The path of a redirect is the server's; of it only the first address is logged.
    expect(inspect(events, { depth: 10 })).not.toContain(CANARY);
  });
});
