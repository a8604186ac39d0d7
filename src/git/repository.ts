/** Opens a repository that is on disk already. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { makeError } from "../model/errors.ts";
import {
  buildGitEnvironment,
  decodeLatin1,
  firstComplaint,
  readBytes,
  type GitContext,
  type Repository,
  splitStream,
  startGit,
} from "./process.ts";
import { createControl } from "./control.ts";

export interface OpenedRepository extends Repository {
  /** Tip of HEAD, or null for a repository without commits (or a HEAD that points nowhere). */
  readonly head: string | null;
  readonly isShallow: boolean;
  /** A promisor remote is configured: objects may be missing on purpose. */
  readonly isPartial: boolean;
  readonly objectFormat: "sha1" | "sha256";
}

/** Older ones ignore configuration from the environment: neither our safety settings nor the token would reach them. */
const LEAST = [2, 31] as const;

/** @throws VaultboundError GIT_MISSING, GIT_TOO_OLD. */
export const checkVersion = async (context: GitContext): Promise<void> => {
  const { child, done } = startGit({ gitDir: ".", workTree: "." }, ["--version"], context);
  let text = "";
  for await (const piece of splitStream(child.stdout, "\n")) text += piece;
  await done;
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(text) ?? []).map(Number);
  if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]))
    throw makeError("GIT_TOO_OLD", [{ version: `${major}.${minor}` }]);
};

/**
 * Opens the repository that `path` is the top of (or inside of).
 * @returns null if `path` is a folder that is no repository.
 * @throws VaultboundError PATH_NOT_FOUND, GIT_MISSING, GIT_FAILED (a repository git refuses to read).
 */
export const openRepository = async (path: string, context: GitContext): Promise<OpenedRepository | null> => {
  const info = await stat(path).catch(() => null);
  if (info === null) throw makeError("PATH_NOT_FOUND", [{ path }]);
  if (!info.isDirectory()) return null;
  await checkVersion(context);
  const control = createControl(path, context, buildGitEnvironment(context.environment));
  const ask = async (...args: string[]): Promise<string | null> =>
    (await control.raw(["rev-parse", ...args]).catch(() => null))?.trim() ?? null;
  let gitDir: string;
  try {
    gitDir = (await control.raw(["rev-parse", "--absolute-git-dir"])).trim();
  } catch (cause) {
    context.signal.throwIfAborted();
    const complaint = cause instanceof Error ? cause.message : "";
    if (/not a git repository/i.test(complaint)) return null;
    if (/ENOENT/.test(complaint)) throw makeError("GIT_MISSING", [], cause);
    throw makeError("GIT_FAILED", [{ what: `open ${path}`, detail: firstComplaint(complaint) }], cause);
  }
  const isBare =
    (await ask("--is-bare-repository")) === "true" || (await ask("--is-inside-work-tree")) !== "true";
  const format = await ask("--show-object-format");
  return {
    gitDir,
    workTree: isBare ? null : ((await ask("--show-toplevel")) ?? resolve(path)),
    head: await ask("--verify", "--quiet", "HEAD^{commit}"),
    isShallow: (await ask("--is-shallow-repository")) === "true",
    isPartial:
      (await control.raw(["config", "--get-regexp", "^remote\\..*\\.promisor$"]).catch(() => "")) !== "",
    objectFormat: format === "sha256" ? "sha256" : "sha1",
  };
};

/** Tip by ref, HEAD left out. */
export const listRefs = async (
  repository: Repository,
  context: GitContext,
): Promise<Readonly<Record<string, string>>> => {
  const format = "%(objectname) %(refname)";
  const { child, done } = startGit(repository, ["for-each-ref", `--format=${format}`], context);
  const refs: [string, string][] = [];
  for await (const line of splitStream(child.stdout, "\n")) {
    const [, id, name] = /^([0-9a-f]{40}|[0-9a-f]{64}) (.+)$/.exec(line) ?? [];
    if (id !== undefined && name !== undefined) refs.push([decodeLatin1(name), id]);
  }
  const { code, complaint } = await done;
  if (code !== 0) throw makeError("GIT_FAILED", [{ what: "list the refs", detail: complaint }]);
  return Object.fromEntries(refs);
};

type Files = ReadonlyMap<string, string>;

const readTree = async (repository: Repository, commit: string, context: GitContext): Promise<Files> => {
  const { child, done } = startGit(repository, ["ls-tree", "-r", "-z", "--full-tree", commit], context);
  const files = new Map<string, string>();
  for await (const line of splitStream(child.stdout, "\0")) {
    const parts = /^100(?:644|755|664) blob ([0-9a-f]+)\t(.*)$/s.exec(line);
    if (parts?.[1] !== undefined && parts[2] !== undefined) files.set(decodeLatin1(parts[2]), parts[1]);
  }
  const { code, complaint } = await done;
  if (code !== 0) throw makeError("GIT_FAILED", [{ what: "list the files of HEAD", detail: complaint }]);
  return files;
};

/** By repository that is open: several ask for the same tree, and each git process costs milliseconds. */
const trees = new WeakMap<Repository, { readonly commit: string; readonly files: Promise<Files> }>();

/** Files of the commit: path → blob id. Links and submodules are left out. @throws VaultboundError GIT_FAILED. */
export const listTree = (repository: Repository, commit: string, context: GitContext): Promise<Files> => {
  const known = trees.get(repository);
  if (known?.commit === commit) return known.files;
  const files = readTree(repository, commit, context);
  trees.set(repository, { commit, files });
  return files;
};

/** What is staged, path → blob id; both sides of a conflict count, the last one here. Links and submodules are left out. */
export const listIndex = async (
  repository: Repository,
  context: GitContext,
): Promise<ReadonlyMap<string, string>> => {
  const { child, done } = startGit(repository, ["ls-files", "--stage", "-z"], context);
  const files = new Map<string, string>();
  for await (const line of splitStream(child.stdout, "\0")) {
    const parts = /^100(?:644|755|664) ([0-9a-f]+) \d\t(.*)$/s.exec(line);
    if (parts?.[1] !== undefined && parts[2] !== undefined) files.set(decodeLatin1(parts[2]), parts[1]);
  }
  const { code, complaint } = await done;
  if (code !== 0) throw makeError("GIT_FAILED", [{ what: "list what is staged", detail: complaint }]);
  return files;
};

/** Tracked and untracked, not ignored files of a working tree, relative to its top. Names git itself would commit. */
export async function* listWorktree(repository: Repository, context: GitContext): AsyncGenerator<string> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const work = { ...repository, workTree: repository.workTree ?? repository.gitDir };
  const { child, done } = startGit(work, [`--work-tree=${work.workTree}`, ...args], context);
  for await (const name of splitStream(child.stdout, "\0")) yield decodeLatin1(name);
  const { code, complaint } = await done;
  if (code !== 0) throw makeError("GIT_FAILED", [{ what: "list the working tree", detail: complaint }]);
}

/** Names longer or files larger than this are no pipeline definitions. */
const MAX_FILE = 4 * 1024 * 1024;

/** Text of a file at HEAD; null if there is none (or it is too large to be a definition). Invalid UTF-8 is replaced. */
export const readFileAtHead = async (
  repository: OpenedRepository,
  path: string,
  context: GitContext,
): Promise<string | null> => {
  const { head } = repository;
  if (head === null) return null;
  const files = await listTree(repository, head, context).catch(() => null);
  context.signal.throwIfAborted();
  // Where a tree is missing, the file itself may still be there.
  const name = files === null ? `${head}:${path}` : files.get(path);
  if (name === undefined) return null;
  const { child, done } = startGit(repository, ["cat-file", "blob", name], context);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of readBytes(child.stdout)) {
    size += chunk.length;
    if (size <= MAX_FILE) chunks.push(chunk);
  }
  const { code } = await done;
  return code === 0 && size <= MAX_FILE ? Buffer.concat(chunks).toString("utf8") : null;
};
