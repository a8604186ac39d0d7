/** A real PostgreSQL server of this machine for the length of a test file. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { accessSync, chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { expandTemplate } from "../../src/rules/template.ts";
import { makeCertificate } from "../gitlab/certificate.ts";
import type { TestDatabase } from "./pglite.ts";

const DEBIAN = "/usr/lib/postgresql";

const isThere = (file: string): boolean => {
  try {
    accessSync(file);
    return true;
  } catch {
    return false;
  }
};

/** @throws Error that says what is missing: these tests are for machines that have a server. */
const findPrograms = (): string => {
  const versions = isThere(DEBIAN) ? readdirSync(DEBIAN).sort() : [];
  const places = [
    ...(process.env["PATH"] ?? "").split(delimiter),
    ...versions.toReversed().map((version) => join(DEBIAN, version, "bin")),
  ];
  const found = places.find((place) => isThere(join(place, "initdb")) && isThere(join(place, "postgres")));
  if (found === undefined)
    throw new Error(
      `initdb and postgres are neither on PATH nor below ${DEBIAN}: install a PostgreSQL server`,
    );
  return found;
};

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root. */
const chooseIdentity = (): Identity => {
  if (process.getuid?.() !== 0) return {};
  const ask = (option: string): number =>
    Number(
      execFileSync("id", [option, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
  try {
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    return { uid: 65_534, gid: 65_534 };
  }
};

const findFreePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  // A server on a port has such an address.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

export interface TestServer extends TestDatabase {
  readonly port: number;
  readonly password: string;
  /** Where its socket is. */
  readonly folder: string;
  /** File with the server's own certificate, for `sslrootcert`. */
  readonly certificate: string;
  /** Takes it away from under whoever is connected, and waits until it is gone. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

const query = async (url: string, text: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

/** The database sorts by the rules of a language, as most do: a store must not depend on it. */
export const startPostgres = async (): Promise<TestServer> => {
  const programs = findPrograms();
  const identity = chooseIdentity();
  const folder = mkdtempSync(join(tmpdir(), "vb-postgres-"));
  const password = expandTemplate("{{b62 24 seed=postgres-password}}");
  const { key, cert } = makeCertificate("7f000001");
  for (const [name, text] of Object.entries({ "server.key": key, "server.crt": cert, password }))
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  const { uid, gid } = identity;
  if (uid !== undefined && gid !== undefined)
    for (const name of ["", "server.key", "server.crt", "password"]) chownSync(join(folder, name), uid, gid);
  const data = join(folder, "data");
  const login = ["--username=vaultbound", "--auth=scram-sha-256", `--pwfile=${join(folder, "password")}`];
  const language = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"];
  execFileSync(join(programs, "initdb"), [`--pgdata=${data}`, ...login, ...language], {
    ...identity,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const port = await findFreePort();
  const url = `postgres://vaultbound:${password}@127.0.0.1:${port}/postgres`;
  const tls = [
    "ssl=on",
    `ssl_cert_file=${join(folder, "server.crt")}`,
    `ssl_key_file=${join(folder, "server.key")}`,
  ];
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    ...tls,
  ];
  let server: ChildProcess | null = null;
  const isUp = (): Promise<boolean> =>
    query(url, "SELECT 1").then(
      () => true,
      () => false,
    );
  const start = async (): Promise<void> => {
    const words = ["-D", data, "-F", ...settings.flatMap((setting) => ["-c", setting])];
    server = spawn(join(programs, "postgres"), words, { ...identity, cwd: folder, stdio: "ignore" });
    for (let attempt = 0; !(await isUp()); attempt += 1) {
      if (attempt > 100 || server.exitCode !== null) throw new Error("the PostgreSQL server does not start");
      await pause(100);
    }
  };
  const stop = async (): Promise<void> => {
    const running = server;
    server = null;
    if (running === null) return;
    const exit = new Promise((resolve) => running.once("exit", resolve));
    // Immediate shutdown: like a crash, without waiting for anybody.
    running.kill("SIGQUIT");
    await exit;
  };
  await start();
  return {
    url,
    port,
    password,
    folder,
    certificate: join(folder, "server.crt"),
    run: (text) => query(url, text),
    reset: async () => {
      await query(url, "DROP SCHEMA IF EXISTS vaultbound CASCADE");
    },
    start,
    stop,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
