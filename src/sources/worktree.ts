/** The files of a working tree as they are now: what differs from HEAD, or all of them without history. */
import { lstat, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Wanted } from "../git/objects.ts";
import { listIndex, listTree, listWorktree, type OpenedRepository } from "../git/repository.ts";
import type { SourceItem } from "../model/blob.ts";
import { textOf } from "../model/errors.ts";
import { type Gap, isGap } from "../model/gap.ts";
import { readFileBlob, unreadable } from "./files.ts";
import { readObjectTexts } from "./objects.ts";
import { makeGap, type Source, type SourceContext } from "./source.ts";

/** Gap for a link that leads out of the scanned folder; one that stays inside is scanned where it leads. */
export const explainLink = async (root: string, file: string, path: string): Promise<Gap | null> => {
  const [base, destination] = await Promise.all([realpath(root), realpath(file).catch(() => null)]);
  if (destination?.startsWith(base + sep) === true || destination === base) return null;
  // A dangling or circular link holds nothing to read.
  if (destination === null) return null;
  return makeGap("worktree", path, { code: "LINK_SKIPPED", ...textOf("LINK_SKIPPED", { path }) });
};

async function* readEntry(
  root: string,
  path: string,
  known: (id: string) => boolean,
): AsyncGenerator<SourceItem> {
  const file = join(root, path);
  const info = await lstat(file).catch((cause: NodeJS.ErrnoException) => cause.code ?? "unreadable");
  if (typeof info === "string") {
    // Deleted but still in the index.
    if (info !== "ENOENT") yield unreadable(path, info);
  } else if (info.isSymbolicLink()) {
    const gap = await explainLink(root, file, path);
    if (gap !== null) yield gap;
  } else if (info.isDirectory())
    yield makeGap("worktree", path, { code: "NESTED_REPOSITORY", ...textOf("NESTED_REPOSITORY", { path }) });
  else yield* readFileBlob(file, path, known);
}

const readHead = async (
  repository: OpenedRepository,
  context: SourceContext,
): Promise<ReadonlyMap<string, string>> =>
  repository.head === null
    ? new Map()
    : listTree(repository, repository.head, context.git).catch(() => new Map<string, string>());

/** Staged versions that differ from HEAD: no ref reaches them yet, and the file may have changed since. */
async function* readStaged(
  repository: OpenedRepository,
  head: ReadonlyMap<string, string>,
  context: SourceContext,
): AsyncGenerator<SourceItem> {
  const paths = new Map<string, string[]>();
  for (const [path, id] of await listIndex(repository, context.git))
    if (head.get(path) !== id) paths.set(id, [...(paths.get(id) ?? []), path]);
  async function* objects(): AsyncGenerator<Wanted> {
    for (const [id, [path = ""]] of paths) yield { id, path };
  }
  for await (const item of readObjectTexts(repository, objects(), context))
    if (isGap(item)) yield item;
    else
      for (const path of paths.get(item.id) ?? [])
        yield { ...item, provenance: { kind: "worktree", path, introduced: null } };
}

async function* readWorktree(
  repository: OpenedRepository,
  root: string,
  context: SourceContext,
): AsyncGenerator<SourceItem> {
  const head = await readHead(repository, context);
  // Line-end conversion makes another id of the same text: then it is read, which does no harm.
  const isCovered = context.withHistory && repository.objectFormat === "sha1";
  for await (const path of listWorktree(repository, context.git)) {
    const committed = isCovered ? head.get(path) : undefined;
    yield* readEntry(root, path, (id) => id === committed);
  }
  yield* readStaged(repository, head, context);
  // Remote URLs may hold credentials; nobody commits this file and everybody copies it.
  const config = join(repository.gitDir, "config");
  if (await stat(config).catch(() => null)) yield* readFileBlob(config, ".git/config");
}

export const worktree: Source = {
  name: "worktree",
  summary: "files as they are now: tracked, and untracked ones that are not ignored",
  needs: "",
  kinds: ["worktree"],
  appliesTo: (target, { repository }) =>
    target.kind === "repository" && repository !== null && repository.workTree !== null,
  async *read(_, context) {
    const { repository } = context;
    const root = repository?.workTree ?? null;
    if (repository !== null && root !== null) yield* readWorktree(repository, root, context);
  },
};
