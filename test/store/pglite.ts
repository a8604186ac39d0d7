/** PostgreSQL in this process, behind a TCP port: what the real driver talks to where no server is installed. */
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

export interface TestDatabase {
  readonly url: string;
  /** Any statement, past the store. */
  readonly run: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  /** As if it had just been installed. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const findFreePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  // A server on a port has such an address.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

export const startPglite = async (): Promise<TestDatabase> => {
  const db = await PGlite.create();
  const port = await findFreePort();
  // There is one session, which all connections share: more than one only because the last one's end is noticed late.
  const server = new PGLiteSocketServer({ db, port, host: "127.0.0.1", maxConnections: 8 });
  await server.start();
  const run = async (sql: string): Promise<readonly Record<string, unknown>[]> =>
    (await db.query<Record<string, unknown>>(sql)).rows;
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    run,
    reset: async () => {
      await db.exec("ROLLBACK; DROP SCHEMA IF EXISTS vaultbound CASCADE");
    },
    close: async () => {
      await server.stop();
      await db.close();
    },
  };
};
