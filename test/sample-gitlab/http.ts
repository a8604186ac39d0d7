/** One HTTP request of the sample: fault or answer, record, send. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { htmlReply, type Reply, textReply } from "./answers.ts";
import { readApiToken, readGitToken } from "./access.ts";
import { answerApi, answerGraph, type ApiContext } from "./api.ts";
import type { Elsewhere } from "./elsewhere.ts";
import { type FaultBook, type FaultEffect, replyOfFault, throttleHeaders } from "./faults.ts";
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
  readonly onRequest?: (record: RequestRecord) => void;
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
  else if (effect?.kind === "stall") response.write(half);
  else response.end(body);
};

/** Whose token it was opens nothing any more. */
const expireToken = ({ headers }: IncomingMessage, { company, faults }: World): void => {
  for (const caller of [readApiToken(company, headers), readGitToken(company, headers)])
    if (caller !== null && caller !== "unknown") faults.expire(caller.value);
};

/** Added to an address that something was moved to, which is not moved again. */
const MOVED = "moved=1";

const replyMoved = (path: string, { base }: World): Reply => {
  const location = `${base}${path}${path.includes("?") ? "&" : "?"}${MOVED}`;
  return textReply(301, `This resource has been moved permanently to ${location}.`, { location });
};

/** What the fault makes of the answer, or of the world that it comes from. */
const answerWith = async (
  effect: FaultEffect | null,
  { request, path, world }: { request: IncomingMessage; path: string; world: World },
): Promise<Reply> => {
  if (effect?.kind === "delay") await wait(effect.milliseconds, undefined, { ref: false });
  if (effect?.kind === "unauthorized") expireToken(request, world);
  if (effect?.kind === "moved" && !path.includes(MOVED)) return replyMoved(path, world);
  const refusal = effect === null ? null : replyOfFault(effect, world.now());
  if (refusal !== null) return refusal;
  if (effect?.kind === "shrink") return answer(request, path, { ...world, pages: effect });
  const reply = await answer(request, path, world);
  // On self-managed instances the throttles are off, and their headers with them.
  if (effect === null && world.company.instance.kind === "gitlab.com" && path.startsWith("/api/"))
    return { ...reply, headers: { ...throttleHeaders(world.now()), ...reply.headers } };
  if (effect?.kind === "clock")
    return { ...reply, headers: { ...reply.headers, ...throttleHeaders(world.now(), effect.skewSeconds) } };
  if (effect?.kind !== "redirect-elsewhere") return reply;
  return textReply(302, "Found", { location: world.elsewhere.keep(reply) });
};

const respond = async (request: IncomingMessage, response: ServerResponse, world: World): Promise<void> => {
  const { method = "GET", url = "/" } = request;
  const at = performance.now();
  const isOutside = !url.startsWith(`${world.relativeRoot}/`);
  const path = isOutside ? url : url.slice(world.relativeRoot.length);
  const effect = isOutside ? null : world.faults.next(method, path);
  // Recorded before it is sent, so that whoever has the answer finds the record.
  const record = (status: number): void => {
    const item = { method, path, status, at };
    world.requests.push(item);
    world.onRequest?.(item);
  };
  if (effect?.kind === "reset") {
    record(0);
    request.socket.resetAndDestroy();
    return;
  }
  const reply = isOutside
    ? htmlReply(404, "Page not found")
    : await answerWith(effect, { request, path, world });
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
