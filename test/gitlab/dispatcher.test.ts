/** Proxies, against a small one on loopback. */
import { type IncomingMessage, createServer, request as httpRequest } from "node:http";
import { type Socket, connect } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expandTemplate } from "../../src/rules/template.ts";
import { makeCertificate } from "./certificate.ts";
import { connectTransport, rejection } from "./connect.ts";
import { type Reply, listen, startServer, stop } from "./server.ts";

const OK: Reply = { body: { ok: true } };

/** A forward proxy on loopback: passes plain requests on, tunnels CONNECT, or refuses both with a status. */
const startProxy = async (refusal?: number) => {
  const seen: { line: string; authorization: string | undefined }[] = [];
  const note = (request: IncomingMessage): void => {
    const { method, url, headers } = request;
    seen.push({ line: `${method} ${url}`, authorization: headers["proxy-authorization"] });
  };
  const server = createServer((request, response) => {
    note(request);
    if (refusal !== undefined) return response.writeHead(refusal).end();
    const { url = "", headers } = request;
    return httpRequest(url, { headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    }).end();
  });
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    note(request);
    socket.on("error", () => {});
    if (refusal !== undefined) return socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
    const [host = "", port = ""] = (request.url ?? "").split(":");
    const target = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    return target.on("error", () => socket.destroy());
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, port, seen, [Symbol.asyncDispose]: () => stop(server) };
};

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a proxy", () => {
  it.each(["http_proxy", "HTTP_PROXY"])("named by %s carries requests to http addresses", async (name) => {
    await using proxy = await startProxy();
    await using server = await startServer(() => OK);
    const { transport } = connectTransport(server.url, { proxyEnv: { [name]: proxy.url } });
    expect(await transport.get(`${server.url}/a`)).toMatchObject({ status: 200, body: '{"ok":true}' });
    expect(proxy.seen.map(({ line }) => line)).toEqual([`GET ${server.url}/a`]);
  });

  it("tunnels requests to https addresses, and the authority given is trusted inside", async () => {
    const tls = makeCertificate("7f000001");
    await using proxy = await startProxy();
    await using server = await startServer(() => OK, tls);
    const { transport } = connectTransport(server.url, {
      proxyEnv: { HTTPS_PROXY: proxy.url },
      ca: tls.cert,
    });
    expect(await transport.get(`${server.url}/a`)).toMatchObject({ status: 200 });
    expect(proxy.seen.map(({ line }) => line)).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
  });

  it("may be named without a scheme and with credentials", async () => {
    await using proxy = await startProxy();
    await using server = await startServer(() => OK);
    const { transport } = connectTransport(server.url, {
      proxyEnv: { HTTP_PROXY: `user:word@127.0.0.1:${proxy.port}` },
    });
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 200 });
    expect(proxy.seen[0]?.authorization).toBe(`Basic ${btoa("user:word")}`);
  });

  it("is left out for the hosts of NO_PROXY", async () => {
    await using proxy = await startProxy();
    await using server = await startServer(() => OK);
    const { transport } = connectTransport(server.url, {
      proxyEnv: { HTTP_PROXY: proxy.url, NO_PROXY: "example.com,127.0.0.1" },
    });
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 200 });
    expect(proxy.seen).toEqual([]);
  });

  it("of the real environment is not looked at", async () => {
    await using proxy = await startProxy();
    for (const name of ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"])
      vi.stubEnv(name, proxy.url);
    for (const name of ["no_proxy", "NO_PROXY"]) vi.stubEnv(name, undefined);
    await using server = await startServer(() => OK);
    const { transport } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 200 });
    expect(proxy.seen).toEqual([]);
  });

  it.each([
    ["https", 403, "the proxy answered 403"],
    ["https", 407, "the proxy answered 407"],
    ["http", 407, "the proxy answered 407"],
  ])("that refuses an %s address with %i is named as the reason", async (scheme, status, reason) => {
    await using proxy = await startProxy(status);
    const url = `${scheme}://gitlab.invalid`;
    const { transport } = connectTransport(url, {
      proxyEnv: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url },
      limits: { attemptMs: 3000 },
    });
    expect(await rejection(transport.get(`${url}/`))).toMatchObject({
      code: "GITLAB_UNREACHABLE",
      message: expect.stringContaining(reason),
    });
    expect(proxy.seen).toHaveLength(1);
  });

  it.each(["http", "https"])("that is not there ends in an error for %s addresses", async (scheme) => {
    const proxy = await startProxy();
    await proxy[Symbol.asyncDispose]();
    const url = `${scheme}://gitlab.invalid`;
    const { transport } = connectTransport(url, {
      proxyEnv: { HTTP_PROXY: proxy.url },
      limits: { attemptMs: 3000 },
    });
    expect(await rejection(transport.get(`${url}/`))).toMatchObject({ code: "GITLAB_UNREACHABLE" });
    expect(transport.calls()).toBe(3);
  });

  it("with an unusable address is refused without repeating its credentials", () => {
    const password = expandTemplate("{{b62 20 seed=proxy-canary}}");
    for (const address of [
      `ftp://user:${password}@proxy.example.com`,
      `http://user:${password}@:bad`,
      `http://user:${password}%@proxy.example.com`,
    ]) {
      let error: unknown = null;
      try {
        connectTransport("https://gitlab.invalid", { proxyEnv: { HTTPS_PROXY: address } });
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ code: "CONFIG_INVALID" });
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(password);
    }
  });
});
