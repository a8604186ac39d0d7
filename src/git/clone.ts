/** Clones over HTTPS; the token travels in the environment of that one git process and nowhere else. */
import type { SimpleGit } from "simple-git";
import { access, readFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import { boundSignal } from "../lib/bound-signal.ts";
import { makeError } from "../model/errors.ts";
import { createControl } from "./control.ts";
import { buildGitEnvironment, firstComplaint, type GitContext } from "./process.ts";
import { listRefs, type OpenedRepository } from "./repository.ts";

export interface CloneRequest {
  /** `https://host/group/project.git` (http only for loopback tests), without credentials. */
  readonly url: string;
  /** Empty folder that is ours. */
  readonly folder: string;
  /** Any GitLab token with read_repository, for `host` alone. */
  readonly token: string;
  /** The GitLab's host with port; a clone URL elsewhere gets no token. */
  readonly host: string;
  /** For messages. */
  readonly project: string;
  /** CA bundle file, if the instance's certificate is private. */
  readonly caFile?: string | undefined;
  readonly timeoutMs: number;
}

const buildCloneConfig = (request: CloneRequest): Record<string, string> => {
  const { protocol, host } = new URL(request.url);
  const credentials = Buffer.from(`oauth2:${request.token}`).toString("base64");
  const config: Record<string, string> = {
    "http.followRedirects": "false",
    [`protocol.${protocol.slice(0, -1)}.allow`]: "always",
    "transfer.fsckObjects": "false",
    "maintenance.auto": "false",
    // A mirror that is kept gets a pack by each fetch, and one out of many now and then.
    "fetch.unpackLimit": "1",
    "gc.autoPackLimit": "30",
    "gc.autoDetach": "false",
    // Without a copy of the example hooks that git brings.
    "init.templateDir": "",
    "submodule.recurse": "false",
  };
  // Sent up front: a 401 first would count as a failed login (GitLab bans by IP).
  if (host === request.host)
    config[`http.${protocol}//${host}/.extraHeader`] = `Authorization: Basic ${credentials}`;
  if (request.caFile !== undefined) config["http.sslCAInfo"] = request.caFile;
  return config;
};

/** Removes the token in any form git could repeat it in. */
const scrub = (text: string, token: string): string =>
  text.replaceAll(token, "****").replaceAll(Buffer.from(`oauth2:${token}`).toString("base64"), "****");

/** Proxies are the user's; everything else of the environment stays out. */
const buildEnvironment = (request: CloneRequest, context: GitContext): Record<string, string> => {
  const environment = buildGitEnvironment(context.environment, buildCloneConfig(request));
  for (const name of [
    "http_proxy",
    "https_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "no_proxy",
    "ALL_PROXY",
  ]) {
    const value = context.environment[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
};

/**
 * What a clone would bring: tip by ref, HEAD left out.
 * @returns null where git could not say: then only the clone itself can tell why.
 */
export const listRemoteRefs = async (
  request: CloneRequest,
  context: GitContext,
): Promise<Readonly<Record<string, string>> | null> => {
  const time = boundSignal(context.signal, request.timeoutMs);
  // Git would look for a repository in the folders above and obey its configuration: anybody can put one in /tmp.
  const environment = { ...buildEnvironment(request, context), GIT_DIR: devNull };
  const control = createControl(request.folder, { ...context, signal: time.signal }, environment);
  try {
    const text = await control.raw(["ls-remote", "--quiet", "--refs", "--", request.url, "refs/*"]);
    const rows = text.split("\n").flatMap((line) => {
      const [, id, ref] = /^([0-9a-f]{40}|[0-9a-f]{64})\t(\S.*)$/.exec(line) ?? [];
      return id === undefined || ref === undefined ? [] : [[ref, id] as const];
    });
    return Object.fromEntries(rows);
  } catch {
    context.signal.throwIfAborted();
    return null;
  } finally {
    time.release();
  }
};

/** HEAD of a repository that git has just made: `ref: refs/heads/main`, or a commit. */
const readHead = async (folder: string, refs: Readonly<Record<string, string>>): Promise<string | null> => {
  const text = (await readFile(join(folder, "HEAD"), "utf8")).trim();
  const branch = /^ref: (.+)$/.exec(text)?.[1];
  if (branch !== undefined) return refs[branch] ?? null;
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : null;
};

/** A mirror with its tips. */
export interface Mirror {
  readonly repository: OpenedRepository;
  /** Tip by ref, HEAD left out. */
  readonly refs: Readonly<Record<string, string>>;
}

/** As `openRepository` finds it, without asking git for what is known of a clone: each process costs milliseconds. */
const openMirror = async (folder: string, context: GitContext): Promise<Mirror> => {
  const refs = await listRefs({ gitDir: folder, workTree: null }, context);
  const isShallow = await access(join(folder, "shallow")).then(
    () => true,
    () => false,
  );
  const objectFormat = Object.values(refs).some((id) => id.length === 64) ? "sha256" : "sha1";
  const head = await readHead(folder, refs);
  return {
    repository: { gitDir: folder, workTree: null, head, isShallow, isPartial: false, objectFormat },
    refs,
  };
};

/** Runs what talks to the server. @throws VaultboundError GIT_CLONE_FAILED without anything secret in it. */
const talk = async <T>(
  request: CloneRequest,
  context: GitContext,
  work: (control: SimpleGit, context: GitContext) => Promise<T>,
): Promise<T> => {
  const time = boundSignal(context.signal, request.timeoutMs);
  const bounded = { ...context, signal: time.signal };
  const control = createControl(request.folder, bounded, buildEnvironment(request, context));
  try {
    return await work(control, bounded);
  } catch (cause) {
    context.signal.throwIfAborted();
    const detail = time.isTimedOut()
      ? `it took longer than ${Math.round(request.timeoutMs / 60_000)} minutes`
      : firstComplaint(scrub(cause instanceof Error ? cause.message : "", request.token));
    // No cause: simple-git's error holds its arguments.
    throw makeError("GIT_CLONE_FAILED", [{ project: request.project, detail }]);
  } finally {
    time.release();
  }
};

/**
 * A bare mirror of every advertised ref, merge-request heads included: these hold commits of closed requests and of
 * deleted branches. Its HEAD is the server's: the default branch.
 * @throws VaultboundError GIT_CLONE_FAILED; the folder is the caller's to remove.
 */
export const cloneRepository = (request: CloneRequest, context: GitContext): Promise<Mirror> =>
  talk(request, context, async (control, bounded) => {
    await control.raw(["clone", "--quiet", "--mirror", "--", request.url, "."]);
    return openMirror(request.folder, bounded);
  });

/** What git-check-ref-format(1) rules out, so that an odd answer of the API cannot write an odd HEAD. */
const isBranchName = (name: string): boolean =>
  /^(?!-)(?!.*(?:\.\.|@\{|\/\/))[^\x00-\x20\x7f~^:?*[\\]{1,250}$/.test(name);

/**
 * Brings a mirror of an earlier {@link cloneRepository} up to date: refs that are gone there are gone here, objects stay.
 * @param branch the default branch as GitLab tells it: a fetch does not move HEAD.
 * @throws VaultboundError GIT_CLONE_FAILED; then the mirror may be worth nothing.
 */
export const updateMirror = (
  request: CloneRequest & { readonly branch: string | null },
  context: GitContext,
): Promise<Mirror> =>
  talk(request, context, async (control, bounded) => {
    if (request.branch !== null && isBranchName(request.branch))
      await control.raw(["symbolic-ref", "HEAD", `refs/heads/${request.branch}`]);
    const flags = ["--quiet", "--prune", "--no-tags", "--no-write-fetch-head"];
    await control.raw(["fetch", ...flags, "--", request.url, "+refs/*:refs/*"]);
    await control.raw(["gc", "--quiet", "--auto"]);
    return openMirror(request.folder, bounded);
  });
