/** Brings a project's repository here, or says why not: the other sources of the project are read all the same. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type CloneRequest,
  cloneRepository,
  listRemoteRefs,
  type Mirror,
  updateMirror,
} from "../git/clone.ts";
import type { GitContext } from "../git/process.ts";
import type { OpenedRepository } from "../git/repository.ts";
import type { GitLabProject } from "../gitlab/gitlab.ts";
import { makeError, VaultboundError } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import { makeGap } from "../sources/source.ts";
import { type DiskRoom, openDiskRoom, OutOfRoom } from "./disk-room.ts";
import { isFatal } from "./fatal.ts";
import { type MirrorCache, openMirrorCache } from "./mirror-cache.ts";
import { withTempFolder } from "./temp-folder.ts";

export interface CloneSettings {
  readonly token: string;
  readonly caFile: string | undefined;
  readonly timeoutMs: number;
  readonly tempParent: string;
  readonly owner: number;
  /** Bytes that all clones together may take on the disk. */
  readonly space: number;
  /** Where mirrors are kept for the next sweep; null: nowhere. */
  readonly cache: { readonly folder: string; readonly most: number } | null;
  readonly isAlive: (pid: number) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface CloningRequest {
  /** Base URL of the GitLab: its host alone gets the token. */
  readonly gitlabUrl: string;
  readonly settings: CloneSettings;
  readonly git: GitContext;
}

export interface Cloning extends CloningRequest {
  readonly room: DiskRoom;
  readonly cache: MirrorCache | null;
}

export interface Cloned {
  readonly repository: OpenedRepository | null;
  /** Tip by ref of what is here now; null where nothing is. */
  readonly refs: Readonly<Record<string, string>> | null;
  readonly gap: Gap | null;
}

const empty = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, maxRetries: 3 });
};

/** @throws VaultboundError CONFIG_INVALID when there is no such place for a cache. */
export const openCloning = async (request: CloningRequest): Promise<Cloning> => {
  const { gitlabUrl, settings, git } = request;
  const { cache, owner, isAlive, now } = settings;
  return {
    ...request,
    room: openDiskRoom({ most: settings.space, signal: git.signal, clear: empty }),
    cache: cache === null ? null : await openMirrorCache({ ...cache, gitlabUrl, owner, isAlive, now }),
  };
};

const makeRequest = (
  { gitlabUrl, settings }: CloningRequest,
  project: GitLabProject,
  { url, folder }: { readonly url: string; readonly folder: string },
): CloneRequest => ({
  url,
  folder,
  token: settings.token,
  host: new URL(gitlabUrl).host,
  project: project.pathWithNamespace,
  caFile: settings.caFile,
  timeoutMs: settings.timeoutMs,
});

interface Place {
  readonly folder: string;
  /** A mirror is in it that the next sweep can use. */
  holdsMirror: boolean;
}

/**
 * A mirror that cannot be brought up to date although GitLab answers is worth nothing: it is made anew, once. One that
 * met an outage or an interrupt is as good as before.
 */
const fill = async (
  { git }: Cloning,
  request: CloneRequest & { readonly branch: string | null },
  place: Place,
): Promise<Mirror> => {
  if (place.holdsMirror)
    try {
      return await updateMirror(request, git);
    } catch (error) {
      if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
      if ((await listRemoteRefs(request, git)) === null) throw error;
      place.holdsMirror = false;
      await empty(request.folder);
    }
  const mirror = await cloneRepository(request, git);
  place.holdsMirror = true;
  return mirror;
};

const clone = async (cloning: Cloning, project: GitLabProject, place: Place): Promise<Mirror> => {
  const { folder } = place;
  const { httpUrlToRepo: url, pathWithNamespace, defaultBranch } = project;
  if (url === null) {
    const detail = "the token cannot see its code";
    throw makeError("GIT_CLONE_FAILED", [{ project: pathWithNamespace, detail }]);
  }
  const request = { ...makeRequest(cloning, project, { url, folder }), branch: defaultBranch };
  let isFirst = true;
  try {
    return await cloning.room.grow(folder, (signal) => {
      // The room has emptied the folder before it begins again.
      if (!isFirst) place.holdsMirror = false;
      isFirst = false;
      return fill({ ...cloning, git: { ...cloning.git, signal } }, request, place);
    });
  } catch (error) {
    if (!(error instanceof OutOfRoom)) throw error;
    place.holdsMirror = false;
    const gigabytes = (cloning.settings.space / 1e9).toFixed(1);
    throw makeError("GIT_CLONE_TOO_LARGE", [{ project: pathWithNamespace, gigabytes }]);
  }
};

const cloneInto = async (cloning: Cloning, project: GitLabProject, place: Place): Promise<Cloned> => {
  try {
    return { ...(await clone(cloning, project, place)), gap: null };
  } catch (error) {
    if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
    const { code, message, hint } = error;
    return { repository: null, refs: null, gap: makeGap("history", "", { code, message, hint }) };
  }
};

/** Clones, or brings the kept mirror up to date; when `use` is done, the place is free again. */
export const withClone = async <T>(
  cloning: Cloning,
  project: GitLabProject,
  use: (cloned: Cloned) => Promise<T>,
): Promise<T> => {
  const { cache, room, settings } = cloning;
  if (cache === null)
    return withTempFolder(settings.tempParent, settings.owner, async (folder) => {
      try {
        return await use(await cloneInto(cloning, project, { folder, holdsMirror: false }));
      } finally {
        room.release(folder);
      }
    });
  const { folder, isNew } = await cache.take(project.id);
  const place: Place = { folder, holdsMirror: !isNew };
  try {
    return await use(await cloneInto(cloning, project, place));
  } finally {
    room.release(place.folder);
    if (place.holdsMirror) await cache.putBack(project.id, place.folder);
    else await rm(place.folder, { recursive: true, force: true, maxRetries: 3 });
  }
};

/** What a clone would bring; null where nobody can say. */
export const listProjectRefs = async (
  cloning: Cloning,
  project: GitLabProject,
): Promise<Readonly<Record<string, string>> | null> => {
  const { httpUrlToRepo: url } = project;
  const folder = cloning.settings.tempParent;
  return url === null ? null : listRemoteRefs(makeRequest(cloning, project, { url, folder }), cloning.git);
};
