/** What a sweep needs of this machine: git, a place for the store, room for clones, a clock; for `doctor`. */
import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "../config/config.ts";
import { createControl } from "../git/control.ts";
import { buildGitEnvironment, type GitContext } from "../git/process.ts";
import { checkVersion } from "../git/repository.ts";
import { printable } from "../lib/printable.ts";
import { formatBytes } from "../reports/table-text.ts";
import { type Check, check, checkError } from "../run/check-token.ts";
import { describeStore } from "../store/postgres-address.ts";
import { probePostgresStore } from "../store/registry.ts";
import type { Shell } from "./shell.ts";

export const checkGit = async (context: GitContext, folder: string): Promise<Check> => {
  try {
    await checkVersion(context);
    const control = createControl(folder, context, buildGitEnvironment(context.environment));
    return check(
      "git",
      "ok",
      printable((await control.raw(["version"])).trim().replace(/^git version /, "")),
    );
  } catch (error) {
    return checkError("git", "unusable", error);
  }
};

/** The file that an address of a store names; null for one that is no file. */
const fileOf = (url: string): string | null => {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]+):(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) return url;
  return scheme.toLowerCase() === "sqlite" ? (rest ?? "").replace(/^\/\/(?=\/)/, "") : null;
};

const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const isWritable = async (path: string): Promise<boolean> =>
  access(path, constants.W_OK).then(
    () => true,
    () => false,
  );

/** The store's folder is made when it is needed: what counts is the nearest one that is there. */
const findFolder = async (path: string): Promise<string> => {
  let folder = dirname(path);
  while (!(await isThere(folder)) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
};

const checkDatabase = async (url: string): Promise<Check> => {
  try {
    await probePostgresStore(url);
    return check("store", "ok", `${describeStore(url)} (answers)`);
  } catch (error) {
    return checkError("store", "unusable", error);
  }
};

export const checkStore = async (url: string): Promise<Check> => {
  if (/^postgres(?:ql)?:/i.test(url)) return checkDatabase(url);
  const file = fileOf(url);
  if (file === null) return check("store", "note", "no file: nothing to look at before a sweep opens it");
  const exists = await isThere(file);
  const place = exists ? file : await findFolder(file);
  const isOfKind = exists || (await stat(place)).isDirectory();
  if (!isOfKind || !(await isWritable(place)))
    return check("store", "unusable", `cannot write ${place}`, "Give a writable place with --store FILE.");
  return check("store", "ok", `${file} (${exists ? "there, writable" : "will be made"})`);
};

/** What a few clones of usual size take, and what not even one does. */
const AMPLE = 5e9;
const LEAST = 0.5e9;

export const checkSpace = async (folder: string): Promise<Check> => {
  const room = await statfs(folder).catch(() => null);
  if (room === null)
    return check("clones", "unusable", `${folder} cannot be used`, "Set TMPDIR to a writable folder.");
  const free = room.bavail * room.bsize;
  const detail = `${formatBytes(free)} free in ${folder}`;
  const hint =
    "Clones go there, one per project read at the same time; set TMPDIR to a place with more room.";
  if (!(await isWritable(folder))) return check("clones", "unusable", `cannot write ${folder}`, hint);
  if (free < LEAST) return check("clones", "missing", detail, hint);
  return free < AMPLE ? check("clones", "warning", detail, hint) : check("clones", "ok", detail);
};

/** Its name alone: the address may hold a password. */
export const checkNetwork = ({ environment }: Shell, { gitlabUrl, caFile }: Config): readonly Check[] => {
  const scheme = new URL(gitlabUrl).protocol === "https:" ? "https_proxy" : "http_proxy";
  const proxy = [scheme, scheme.toUpperCase()].find((name) => (environment[name] ?? "") !== "");
  const hasExceptions = ["no_proxy", "NO_PROXY"].some((name) => (environment[name] ?? "") !== "");
  const authority =
    caFile ??
    (environment["NODE_EXTRA_CA_CERTS"] === undefined ? undefined : "NODE_EXTRA_CA_CERTS (the API only)");
  return [
    check(
      "proxy",
      "ok",
      proxy === undefined ? "none" : `by ${proxy}${hasExceptions ? ", with exceptions by NO_PROXY" : ""}`,
    ),
    check("ca", "ok", authority === undefined ? "the system's authorities" : `also ${authority}`),
  ];
};

const SKEW_MS = 60_000;

/** @param serverTime milliseconds since 1970; null where no answer stated it. */
export const checkClock = (serverTime: number | null, now: number): Check => {
  if (serverTime === null || Number.isNaN(serverTime)) return check("clock", "note", "GitLab stated no time");
  const skew = serverTime - now;
  const seconds = Math.round(Math.abs(skew) / 1000);
  if (Math.abs(skew) < SKEW_MS) return check("clock", "ok", "agrees with GitLab's");
  return check(
    "clock",
    "warning",
    `this machine's is ${seconds} seconds ${skew > 0 ? "behind" : "ahead of"} GitLab's`,
    "Set it right: expiry and activity are compared with it.",
  );
};
