/** The PostgreSQL store against a real server of this machine; fails where there is none. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkStore } from "../../src/commands/doctor-machine.ts";
import { runId } from "../../src/model/ids.ts";
import { openStore } from "../../src/store/registry.ts";
import type { Store } from "../../src/store/store.ts";
import { storeContract } from "../contracts/store-contract.ts";
import { startPostgres, type TestServer } from "../store/postgres-server.ts";
import { readAll } from "../store/read-all.ts";
import { makeFacts, OTHER_SCOPE, SCOPE } from "../store/sample-facts.ts";
import { type ChildTask, makeTaskFacts } from "../store/store-child.ts";
import { makeTemporaryFolder } from "../store/temporary-folder.ts";
import { normalizeFacts } from "../../src/store/facts-schema.ts";

const NOW = "2026-01-01T00:00:00.000Z";
const LATER = "2026-01-02T00:00:00.000Z";
const CHILD = join(import.meta.dirname, "../store/store-child.ts");

let server: TestServer;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  server = await startPostgres();
  closing.push(server.close);
});
afterAll(async () => {
  for (const close of closing) await close();
});
beforeEach(() => server.reset());

const open = (): Promise<Store> => openStore(server.url);

storeContract("PostgreSQL (a real server)", async () => {
  await server.reset();
  return open();
});

const start = (task: ChildTask, environment: Readonly<Record<string, string>> = {}) =>
  spawn(process.execPath, ["--disable-warning=DeprecationWarning", CHILD, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], ...environment },
  });

const finish = async (child: ReturnType<typeof start>): Promise<{ code: number | null; errors: string }> => {
  const [, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, errors };
};
const FINE = { code: 0, errors: "" };

const readScope = async (scope: string) => {
  const store = await open();
  const all = await readAll(store, scope);
  await store.close();
  return all;
};

const failOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe("several processes", () => {
  it("may open a new database at once and write to different scopes and to the same one", async () => {
    const alone: ChildTask = { path: server.url, scope: OTHER_SCOPE, run: "1", targets: 20, findings: 100 };
    const shared = { ...alone, scope: SCOPE };
    const tasks = [alone, { ...shared, run: "2" }, { ...shared, run: "3" }, { ...shared, run: "4" }];
    expect(await Promise.all(tasks.map((task) => finish(start(task))))).toEqual([FINE, FINE, FINE, FINE]);
    const expected = Array.from({ length: 20 }, (_, number) => normalizeFacts(makeTaskFacts(alone, number)));
    expect(await readScope(OTHER_SCOPE)).toEqual(expected);
    expect((await readScope(SCOPE)).map(({ findings }) => findings.length)).toEqual(
      Array.from({ length: 20 }, () => 100),
    );
    // All three found the one unfinished run of their scope, whoever began it.
    expect(
      await server.run("SELECT scope, count(*)::integer AS runs FROM vaultbound.run GROUP BY scope"),
    ).toEqual(
      expect.arrayContaining([
        { scope: OTHER_SCOPE, runs: 1 },
        { scope: SCOPE, runs: expect.any(Number) },
      ]),
    );
    expect(await server.run("SELECT 1 FROM vaultbound.run WHERE finished_at IS NULL")).toEqual([]);
  });

  it("begin one run together, not one each", async () => {
    const stores = await Promise.all(Array.from({ length: 6 }, open));
    const begun = await Promise.all(
      stores.map((store, index) => store.beginRun(SCOPE, NOW, runId(`run-${index}`))),
    );
    await Promise.all(stores.map((store) => store.close()));
    expect(new Set(begun.map(({ run }) => run.id)).size).toBe(1);
    expect(begun.filter(({ resumed }) => !resumed)).toHaveLength(1);
  });

  it("store every target whole when one is killed, and the next goes on", async () => {
    const task: ChildTask = { path: server.url, scope: SCOPE, run: "1", targets: 30, findings: 400 };
    const child = start(task);
    for await (const chunk of child.stdout) if (String(chunk).includes("5")) break;
    child.kill("SIGKILL");
    await once(child, "close");
    const before = await readScope(SCOPE);
    expect(before.length).toBeGreaterThan(4);
    expect(before).toEqual(before.map((_, number) => normalizeFacts(makeTaskFacts(task, number))));
    expect(await finish(start(task))).toEqual(FINE);
    expect(await readScope(SCOPE)).toHaveLength(30);
  });
});

/** Ends every session of the store, as an administrator or a failing network would. */
const cutAll = (): Promise<unknown> =>
  server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vaultbound'");

describe("a connection that is lost", () => {
  it("in the middle of a write leaves the old facts, says so, and the next write works", async () => {
    const store = await open();
    await store.beginRun(SCOPE, NOW, runId("1"));
    await store.putTarget(runId("1"), makeFacts("project:1"), NOW);
    const writing = failOf(store.putTarget(runId("1"), makeFacts("project:1", 40_000), NOW));
    let isWriting = false;
    while (!isWriting) {
      await pause(20);
      const rows = await server.run(
        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'vaultbound' AND backend_xid IS NOT NULL",
      );
      isWriting = rows.length > 0;
    }
    await cutAll();
    expect(await writing).toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringMatching(
        /^Cannot reach the store postgres:\/\/127\.0\.0\.1:\d+\/postgres: the connection was (?:lost|ended)/,
      ),
    });
    expect(await readAll(store)).toEqual([makeFacts("project:1")]);
    await store.putTarget(runId("1"), makeFacts("project:1", 3), NOW);
    expect((await readAll(store))[0]?.findings).toHaveLength(3);
    await store.close();
  });

  it("between two writes is replaced", async () => {
    const store = await open();
    await store.beginRun(SCOPE, NOW, runId("1"));
    await cutAll();
    await pause(100);
    await store.putTarget(runId("1"), makeFacts("project:1"), NOW);
    expect(await readAll(store)).toHaveLength(1);
    await store.close();
  });

  it("with its server is told, and all is there when the server is back", async () => {
    const store = await open();
    await store.beginRun(SCOPE, NOW, runId("1"));
    await store.putTarget(runId("1"), makeFacts("project:1"), NOW);
    await server.stop();
    await pause(100);
    const error = await failOf(store.putTarget(runId("1"), makeFacts("project:2"), NOW));
    expect(error).toMatchObject({ code: "STORE_UNREACHABLE" });
    await server.start();
    await store.putTarget(runId("1"), makeFacts("project:2"), NOW);
    expect((await readAll(store)).map(({ target }) => target.id)).toEqual(["project:1", "project:2"]);
    await store.close();
  });

  it("for good hinders nobody from closing the store", async () => {
    const store = await open();
    await store.beginRun(SCOPE, NOW, runId("1"));
    await server.stop();
    await expect(store.close()).resolves.toBeUndefined();
    await server.start();
  });
});

describe("a password", () => {
  const bare = (): string => `postgres://vaultbound@127.0.0.1:${server.port}/postgres`;
  const task = (path: string, run = "1"): ChildTask => ({ path, scope: SCOPE, run, targets: 1, findings: 1 });

  it("may come from PGPASSWORD or from PGPASSFILE", async () => {
    expect(await finish(start(task(bare()), { PGPASSWORD: server.password }))).toEqual(FINE);
    const file = join(await makeTemporaryFolder(), "pgpass");
    writeFileSync(file, `127.0.0.1:${server.port}:*:vaultbound:${server.password}\n`, { mode: 0o600 });
    expect(await finish(start(task(bare(), "2"), { PGPASSFILE: file }))).toEqual(FINE);
  });

  it("that is wrong or missing is told, and never repeated", async () => {
    const wrong = `${server.password}x`;
    const error = await failOf(openStore(server.url.replace(server.password, wrong)));
    expect(error).toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringMatching(
        /^Cannot reach the store postgres:\/\/127\.0\.0\.1:\d+\/postgres: it refuses/,
      ),
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(server.password);
    const { code, errors } = await finish(start(task(bare())));
    expect(code).toBe(1);
    expect(errors).toContain("it asks for a password");
  });
});

it("is reached by its socket as well", async () => {
  const host = encodeURIComponent(server.folder);
  const rest = `user=vaultbound&password=${server.password}&port=${server.port}`;
  const store = await openStore(`postgres:///postgres?host=${host}&${rest}`);
  await store.beginRun(SCOPE, NOW, runId("1"));
  await store.close();
  expect(await server.run("SELECT id FROM vaultbound.run")).toEqual([{ id: "1" }]);
});

describe("TLS", () => {
  it.each([
    [
      "is used and checked with the server's authority",
      (file: string) => `sslmode=verify-full&sslrootcert=${file}`,
    ],
    ["means the same by require", (file: string) => `sslmode=require&sslrootcert=${file}`],
    ["is used without a check by no-verify", () => "sslmode=no-verify"],
  ])("%s", async (_, options) => {
    const warnings: unknown[] = [];
    const onWarning = (warning: Error): number => warnings.push(warning.message);
    process.on("warning", onWarning);
    const store = await openStore(`${server.url}?${options(encodeURIComponent(server.certificate))}`);
    expect(
      await server.run(
        "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'vaultbound'",
      ),
    ).toEqual([{ ssl: true }]);
    await store.close();
    await pause(10);
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
  });

  it("is refused where nobody vouches for the server", async () => {
    await expect(openStore(`${server.url}?sslmode=require`)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringContaining("TLS failed (DEPTH_ZERO_SELF_SIGNED_CERT)"),
    });
  });
});

describe("rights", () => {
  const asGuest = (): string => `postgres://guest:${server.password}@127.0.0.1:${server.port}/postgres`;
  beforeAll(async () => {
    await server.run(`CREATE ROLE guest LOGIN PASSWORD '${server.password}'`);
  });

  it("are needed to make the schema, which is said", async () => {
    await expect(openStore(asGuest())).rejects.toMatchObject({
      code: "STORE_UNUSABLE",
      message: expect.stringContaining("the user may not make its schema vaultbound"),
    });
    expect(await checkStore(asGuest())).toMatchObject({
      verdict: "unusable",
      detail: expect.stringContaining("the user may not make the schema vaultbound"),
    });
  });

  it("on a schema that an administrator has made are enough", async () => {
    await server.run("CREATE SCHEMA vaultbound AUTHORIZATION guest");
    const store = await openStore(asGuest());
    await store.beginRun(SCOPE, NOW, runId("1"));
    await store.putTarget(runId("1"), makeFacts("project:1"), LATER);
    expect(await readAll(store)).toEqual([makeFacts("project:1")]);
    await store.close();
    await server.run("DROP SCHEMA vaultbound CASCADE");
  });
});
