/** One exchange with a server: redirects, size of the body, certificates. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "./certificate.ts";
import { CANARY, connectTransport, rejection } from "./connect.ts";
import { type Reply, startServer } from "./server.ts";

const OK: Reply = { body: { ok: true } };

describe("a redirect", () => {
  const to = (location: string, status = 302): Reply => ({ status, headers: { location }, body: "moved" });

  it.each([301, 302, 303, 307, 308])(
    "with %i is followed with the token to the same origin",
    async (status) => {
      await using server = await startServer(({ url }) => (url === "/old" ? to("/new?a=1", status) : OK));
      const { transport } = connectTransport(server.url);
      expect(await transport.get(`${server.url}/old`)).toMatchObject({ status: 200, origin: server.url });
      expect(server.seen[1]).toMatchObject({ url: "/new?a=1", headers: { "private-token": CANARY } });
      expect(transport.calls()).toBe(2);
    },
  );

  it("to another origin is followed without the token, even when it leads back", async () => {
    await using home = await startServer(({ url }) => (url === "/" ? to(`${away.url}/file`) : OK));
    await using away = await startServer(() => to(`${home.url}/back`));
    const { transport } = connectTransport(home.url);
    expect(await transport.get(`${home.url}/`)).toMatchObject({ status: 200 });
    expect(home.seen[0]?.headers).toHaveProperty("private-token", CANARY);
    expect(JSON.stringify([away.seen, home.seen.slice(1)])).not.toContain(CANARY);
    expect([away.seen.length, home.seen.length]).toEqual([1, 2]);
  });

  it("to another origin says who answered in the end", async () => {
    await using away = await startServer(() => OK);
    await using home = await startServer(() => to(away.url));
    const { transport } = connectTransport(home.url);
    expect(await transport.get(`${home.url}/`)).toMatchObject({ origin: away.url });
  });

  it("is followed without the credentials its address names", async () => {
    await using server = await startServer((_request, number) =>
      number === 1 ? to(`http://user:word@127.0.0.1:${server.port}/new`) : OK,
    );
    const { transport } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/old`)).toMatchObject({ status: 200 });
    expect(server.seen[1]?.headers).not.toHaveProperty("authorization");
  });

  it("is followed five times at most", async () => {
    await using server = await startServer((_request, number) => to(`/${number}`));
    const { transport } = connectTransport(server.url);
    expect(await rejection(transport.get(`${server.url}/`))).toMatchObject({ code: "GITLAB_UNREACHABLE" });
    expect(server.seen).toHaveLength(6);
  });

  it("from https to http is refused", async () => {
    const tls = makeCertificate("7f000001");
    await using plain = await startServer(() => OK);
    await using server = await startServer(() => to(plain.url), tls);
    const { transport } = connectTransport(server.url, { ca: tls.cert });
    expect(await rejection(transport.get(`${server.url}/`))).toMatchObject({
      code: "GITLAB_UNREACHABLE",
      message: expect.stringContaining("unencrypted"),
    });
    expect(plain.seen).toHaveLength(0);
  });

  it.each(["file:///etc/passwd", "https://", "data:text/plain,x"])("to %s is refused", async (location) => {
    await using server = await startServer(() => to(location));
    const { transport } = connectTransport(server.url);
    expect(await rejection(transport.get(`${server.url}/`))).toMatchObject({ code: "GITLAB_UNREACHABLE" });
    expect(server.seen).toHaveLength(1);
  });

  it("without a place to go to is an answer", async () => {
    await using server = await startServer(() => ({ status: 302 }));
    const { transport } = connectTransport(server.url);
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 302 });
  });
});

describe("a body", () => {
  const limits = { maxBytes: 1000 };

  it("up to the limit is read", async () => {
    await using server = await startServer(() => ({ body: "x".repeat(1000) }));
    const { transport } = connectTransport(server.url, { limits });
    expect((await transport.get(`${server.url}/`)).body).toHaveLength(1000);
  });

  it.each<[string, Reply]>([
    ["beyond the limit", { body: "x".repeat(1001) }],
    [
      "that grows beyond it by decompression",
      (_request, response) => {
        response.writeHead(200, { "content-encoding": "gzip" });
        response.end(gzipSync("x".repeat(100_000)));
      },
    ],
    [
      "without end",
      (_request, response) => {
        const timer = setInterval(() => response.write("x".repeat(500)), 1);
        response.writeHead(200).on("close", () => clearInterval(timer));
      },
    ],
  ])("%s is dropped", async (_, large) => {
    await using server = await startServer(() => large);
    const { transport } = connectTransport(server.url, { limits });
    expect((await transport.get(`${server.url}/`)).body).toBeNull();
  });
});

describe("a certificate", () => {
  it("of a private authority is refused at once, with a hint", async () => {
    await using server = await startServer(() => OK, makeCertificate("7f000001"));
    const { transport } = connectTransport(server.url);
    expect(await rejection(transport.get(`${server.url}/`))).toMatchObject({
      code: "GITLAB_TLS",
      hint: expect.stringContaining("--ca-file"),
    });
    expect(transport.calls()).toBe(1);
  });

  it("of a private authority is accepted when that authority was named", async () => {
    const tls = makeCertificate("7f000001");
    await using server = await startServer(() => OK, tls);
    const { transport } = connectTransport(server.url, { ca: tls.cert });
    expect(await transport.get(`${server.url}/`)).toMatchObject({ status: 200 });
  });

  it("for another host is refused", async () => {
    const tls = makeCertificate("0a000001");
    await using server = await startServer(() => OK, tls);
    const { transport } = connectTransport(server.url, { ca: tls.cert });
    expect(await rejection(transport.get(`${server.url}/`))).toMatchObject({
      code: "GITLAB_TLS",
      message: expect.stringContaining("ALTNAME"),
    });
  });

  it("is not to be had where plain http is spoken: that is no question of trust", async () => {
    await using server = await startServer(() => OK);
    const url = server.url.replace("http:", "https:");
    const { transport } = connectTransport(url);
    expect(await rejection(transport.get(`${url}/`))).toMatchObject({ code: "GITLAB_UNREACHABLE" });
    expect(transport.calls()).toBe(1);
  });
});
