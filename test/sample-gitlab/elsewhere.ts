/** A second host, as object storage is: serves what was handed to it once and notes whether it was shown a token. */
import { createServer, type Server } from "node:http";
import type { Reply } from "./answers.ts";
import { listen } from "./listening.ts";

interface ElsewhereRequest {
  readonly path: string;
  /** Whether the request carried any credential; it must not. */
  readonly carriedToken: boolean;
}

export interface Elsewhere {
  readonly url: string;
  readonly requests: readonly ElsewhereRequest[];
  /** @returns the URL under which the reply can be fetched. */
  keep(reply: Reply): string;
  readonly server: Server;
}

const CREDENTIAL_HEADERS = ["private-token", "authorization", "job-token", "cookie"];

/** Listens on a port of its own of the loopback address. */
export const startElsewhere = async (): Promise<Elsewhere> => {
  const kept = new Map<string, Reply>();
  const requests: ElsewhereRequest[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const carriedToken =
      CREDENTIAL_HEADERS.some((name) => request.headers[name] !== undefined) ||
      /[?&][a-z_]*token=/.test(path);
    requests.push({ path, carriedToken });
    const reply = kept.get(path);
    response.writeHead(reply?.status ?? 404, reply?.headers).end(reply?.body);
  });
  const port = await listen(server, 0);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    requests,
    server,
    keep: (reply) => {
      const path = `/objects/${kept.size + 1}`;
      kept.set(path, reply);
      return url + path;
    },
  };
};
