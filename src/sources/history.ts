/** The whole history of a repository: every blob, commit message and tag message reachable from any ref. */
import { attributeBlobs } from "../git/attribution.ts";
import { listAllObjects, walkReachable } from "../git/objects.ts";
import { listTree, type OpenedRepository } from "../git/repository.ts";
import type { SourceItem } from "../model/blob.ts";
import { textOf } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import { type BlobId, blobId } from "../model/ids.ts";
import { readObjectTexts } from "./objects.ts";
import { makeGap, type Place, type Source, type SourceContext } from "./source.ts";

const gap = (code: string, text: { message: string; hint: string }, subject = ""): Gap =>
  makeGap("history", subject, { code, ...text });

async function* readHistory(
  repository: OpenedRepository,
  context: SourceContext,
): AsyncGenerator<SourceItem> {
  const path = repository.workTree ?? repository.gitDir;
  if (repository.isShallow) yield gap("GIT_SHALLOW", textOf("GIT_SHALLOW", { path }));
  if (repository.isPartial) yield gap("GIT_PARTIAL", textOf("GIT_PARTIAL", { path }));
  const walk = walkReachable(repository, context.git, context.knownTips);
  yield* readObjectTexts(repository, walk.objects, context);
  if (walk.complaint === null) return;
  yield gap("GIT_HISTORY_INCOMPLETE", textOf("GIT_HISTORY_INCOMPLETE", { detail: walk.complaint }));
  // What the walk did not reach is read without it; what it did reach is read again, which changes nothing.
  yield* readObjectTexts(repository, listAllObjects(repository, context.git).objects, context);
}

const locateBlobs: NonNullable<Source["locate"]> = async (blobs, context) => {
  const { repository } = context;
  const places = new Map<BlobId, Place[]>();
  const gaps: Gap[] = [];
  if (repository === null || blobs.size === 0) return { places, gaps };
  const { sightings, complaint } = await attributeBlobs(repository, blobs, context.git);
  if (complaint !== null)
    gaps.push(gap("GIT_HISTORY_INCOMPLETE", textOf("GIT_HISTORY_INCOMPLETE", { detail: complaint })));
  const current = new Map<string, Set<string>>();
  if (repository.head !== null)
    try {
      for (const [path, id] of await listTree(repository, repository.head, context.git))
        if (blobs.has(blobId(id))) current.set(id, (current.get(id) ?? new Set()).add(path));
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : "unreadable";
      gaps.push(gap("GIT_HISTORY_INCOMPLETE", textOf("GIT_HISTORY_INCOMPLETE", { detail })));
    }
  for (const id of blobs) {
    const seen = sightings.get(id) ?? [];
    const list: Place[] = seen.map(({ path, introduced, age }) => ({
      provenance: { kind: current.get(id)?.has(path) === true ? "worktree" : "history", path, introduced },
      age,
    }));
    // Current, but past the point where the log broke off.
    for (const path of current.get(id) ?? [])
      if (!seen.some((sighting) => sighting.path === path))
        list.push({ provenance: { kind: "worktree", path, introduced: null }, age: 0 });
    // Reachable without a path: a tag on a blob.
    if (list.length === 0) list.push({ provenance: { kind: "history", path: "", introduced: null }, age: 0 });
    places.set(id, list);
  }
  return { places, gaps };
};

export const history: Source = {
  name: "history",
  summary: "every file version, commit message and tag message reachable from any ref",
  needs: "read_repository",
  kinds: ["history", "worktree", "commit-message"],
  appliesTo: (_, context) => context.repository !== null && context.withHistory,
  async *read(_, context) {
    if (context.repository !== null) yield* readHistory(context.repository, context);
  },
  locate: locateBlobs,
};
