/** Every kind of store, by the scheme of its address. */
import { makeError } from "../model/errors.ts";
import { openMemoryStore } from "./memory.ts";
import { readPostgresAddress } from "./postgres-address.ts";
import type { Store } from "./store.ts";

const refuse = (detail: string): never => {
  throw makeError("CONFIG_INVALID", [{ option: "--store", detail }]);
};

/** SQLite and Kysely are loaded only when they are used: a plain scan starts without them. */
const openSqlite = async (path: string): Promise<Store> => {
  if (path === "") refuse("the file name is missing");
  const { openSqliteStore } = await import("./sqlite.ts");
  return openSqliteStore(path);
};

/** `sqlite://host/…` would make a folder `/host`; `sqlite:///srv/facts.db` is an ordinary absolute path. */
const openSqliteUrl = (rest: string): Promise<Store> =>
  /^\/\/[^/]/.test(rest) ? refuse("write sqlite:PATH, without a host") : openSqlite(rest);

const openPostgres = async (rest: string): Promise<Store> => {
  const address = readPostgresAddress(`postgres:${rest}`);
  if ("wrong" in address) return refuse(address.wrong);
  const { openPostgresStore } = await import("./postgres.ts");
  return openPostgresStore(address);
};

/** Looks whether a PostgreSQL store could be opened, and makes nothing. @throws VaultboundError as {@link openStore}. */
export const probePostgresStore = async (url: string): Promise<void> => {
  const address = readPostgresAddress(url);
  if ("wrong" in address) return refuse(address.wrong);
  const { probePostgres } = await import("./postgres.ts");
  return probePostgres(address);
};

/** From the part after the scheme to the store. */
const STORES: Readonly<Record<string, (rest: string) => Promise<Store>>> = {
  memory: async () => openMemoryStore(),
  sqlite: openSqliteUrl,
  postgres: openPostgres,
  postgresql: openPostgres,
};

/** Two letters at least: `C:\facts.db` is a path. */
const SCHEME = /^([a-z][a-z0-9+.-]+):(.*)$/is;

/**
 * @param url `memory:`, `sqlite:PATH`, a plain path or `postgres://USER@HOST/DATABASE`.
 * @throws VaultboundError CONFIG_INVALID, STORE_UNREACHABLE or STORE_UNUSABLE. Of an address that is no file only the scheme is named: the
 * rest may hold a password.
 */
export const openStore = async (url: string): Promise<Store> => {
  const [, scheme, rest] = SCHEME.exec(url) ?? [];
  if (scheme === undefined || rest === undefined) return openSqlite(url);
  const name = scheme.toLowerCase();
  const open = Object.hasOwn(STORES, name) ? STORES[name] : undefined;
  if (open === undefined)
    return refuse(`no store of kind "${name}:"; give a file, sqlite:PATH or postgres://…`);
  return open(rest);
};
