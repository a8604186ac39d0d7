/** A small HTTP server on loopback that answers as a test tells it and remembers what it was asked. */
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
} from "node:http";
import { createServer as createTlsServer } from "node:https";

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** What to answer: the body as JSON unless it is a string, or a function that does it by itself. */
export type Reply =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/** @param number which request it is, from 1. */
export type Handler = (request: SeenRequest, number: number) => Reply;

const send = (reply: Reply, request: IncomingMessage, response: ServerResponse): void => {
  if (typeof reply === "function") return reply(request, response);
  const { status = 200, headers = {}, body = {} } = reply;
  const isText = typeof body === "string";
  response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...headers });
  response.end(isText ? body : JSON.stringify(body));
};

export const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};

export const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

export const startServer = async (
  handler: Handler,
  tls?: { readonly key: string; readonly cert: string },
) => {
  const seen: SeenRequest[] = [];
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = "", url = "", headers } = request;
    seen.push({ method, url, headers });
    send(handler({ method, url, headers }, seen.length), request, response);
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  const port = await listen(server);
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    seen,
    [Symbol.asyncDispose]: () => stop(server),
  };
};
