/** One HTTP request of the sample: fault or answer, record, send. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { htmlReply, type Reply, textReply } from "./answers.ts";
import { answerApi, answerGraph, type ApiContext } from "./api.ts";
import type { Elsewhere } from "./elsewhere.ts";
import { type FaultBook, type FaultEffect, replyOfFault } from "./faults.ts";
import { answerGit, type GitContext, isGitPath } from "./git-http.ts";

export interface RequestRecord {
  readonly method: string;
  /** Path below the relative root, with the query. */
  readonly path: string;
  /** 0: the connection was reset without an answer. */
  readonly status: number;
  /** When it arrived, in milliseconds of this machine's steady clock, whatever time the sample tells. */
  readonly at: number;
}

interface World extends GitContext, ApiContext {
  /** "" or a path like `/gitlab`. */
  readonly relativeRoot: string;
  readonly faults: FaultBook;
  readonly elsewhere: Elsewhere;
  readonly requests: RequestRecord[];
  readonly now: () => Date;
}

const API = "/api/v4";

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve, reject) => {
    request.on("end", resolve).on("error", reject);
  });
  return Buffer.concat(chunks);
};

const answer = async (request: IncomingMessage, path: string, world: World): Promise<Reply> => {
  const { headers, method = "GET" } = request;
  if (path.startsWith(`${API}/`)) return answerApi({ method, path: path.slice(API.length), headers }, world);
  if (path === "/api/graphql" && method === "POST")
    return answerGraph(headers, (await readBody(request)).toString(), world);
  if (isGitPath(path)) return answerGit({ method, path, headers, body: await readBody(request) }, world);
  return htmlReply(404, "Page not found");
};

const send = (response: ServerResponse, reply: Reply, effect: FaultEffect | null): void => {
  const half = reply.body.subarray(0, Math.floor(reply.body.length / 2));
  const body = effect?.kind === "truncate" ? half : reply.body;
  response.writeHead(reply.status, { ...reply.headers, "content-length": body.length });
  if (effect?.kind === "cut") response.write(half, () => response.socket?.resetAndDestroy());
  else response.end(body);
};

const respond = async (request: IncomingMessage, response: ServerResponse, world: World): Promise<void> => {
  const { method = "GET", url = "/" } = request;
  const at = performance.now();
  const isOutside = !url.startsWith(`${world.relativeRoot}/`);
  const path = isOutside ? url : url.slice(world.relativeRoot.length);
  const effect = isOutside ? null : world.faults.next(method, path);
  // Recorded before it is sent, so that whoever has the answer finds the record.
  const record = (status: number): void => {
    world.requests.push({ method, path, status, at });
  };
  if (effect?.kind === "reset") {
    record(0);
    request.socket.resetAndDestroy();
    return;
  }
  if (effect?.kind === "delay") await wait(effect.milliseconds, undefined, { ref: false });
  let reply = effect === null ? null : replyOfFault(effect, world.now());
  reply ??= isOutside ? htmlReply(404, "Page not found") : await answer(request, path, world);
  if (effect?.kind === "redirect-elsewhere") {
    reply = textReply(302, "Found", { location: world.elsewhere.keep(reply) });
  }
  record(reply.status);
  send(response, reply, effect);
};

export const createListener =
  (world: World) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    respond(request, response, world).catch((error: unknown) => {
      // A mistake of the sample itself: say so to the test instead of letting it wait.
      const reply = textReply(500, `sample GitLab: ${String(error)}\n`);
      if (response.headersSent) response.destroy();
      else send(response, reply, null);
    });
  };
