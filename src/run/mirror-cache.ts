/** Keeps mirrors between sweeps, so that only what is new travels; the least recently used go first. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { makeError } from "../model/errors.ts";
import { measureFolder } from "./disk-room.ts";

export interface MirrorCache {
  /** Takes the project's folder out of the cache: nobody else gets it until it is put back. */
  take(project: number): Promise<{ readonly folder: string; readonly isNew: boolean }>;
  /** Puts it back, and drops what is older where the cache is too large. */
  putBack(project: number, folder: string): Promise<void>;
}

export interface CacheOptions {
  readonly folder: string;
  /** Bytes of all mirrors together; a single one may be larger while it is in use. */
  readonly most: number;
  readonly gitlabUrl: string;
  /** This process. */
  readonly owner: number;
  readonly isAlive: (pid: number) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** `<digest of the GitLab>-<project>.git`, and `in-use-<process>-<that>-<chance>` while somebody works in it. */
const KEPT = /^[0-9a-f]{16}-\d{1,16}\.git$/;
const TAKEN = /^in-use-(\d{1,10})-([0-9a-f]{16}-\d{1,16}\.git)-[0-9a-f-]{36}$/;

const isGone = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 3 });

/** A killed fetch leaves half a pack and locks; the rest of the mirror is whole. */
const tidy = async (mirror: string): Promise<void> => {
  const pack = join(mirror, "objects", "pack");
  for (const name of await readdir(pack).catch(() => []))
    if (name.startsWith("tmp_")) await remove(join(pack, name));
  const names = await readdir(mirror, { recursive: true }).catch(() => []);
  for (const name of names) if (name.endsWith(".lock")) await remove(join(mirror, name));
};

/** Mirrors that a killed process had taken. */
const restore = async (folder: string, isAlive: CacheOptions["isAlive"]): Promise<void> => {
  for (const name of await readdir(folder)) {
    const [, pid, key] = TAKEN.exec(name) ?? [];
    if (pid === undefined || key === undefined || isAlive(Number(pid))) continue;
    const path = join(folder, name);
    await tidy(path);
    // Another process may have made it anew since.
    await rename(path, join(folder, key)).catch(() => remove(path));
  }
};

interface Kept {
  readonly path: string;
  readonly usedAt: number;
  readonly bytes: number;
}

const listKept = async (folder: string): Promise<readonly Kept[]> => {
  const kept: Kept[] = [];
  for (const name of await readdir(folder)) {
    if (!KEPT.test(name)) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (info !== null) kept.push({ path, usedAt: info.mtimeMs, bytes: await measureFolder(path) });
  }
  return kept.toSorted((a, b) => b.usedAt - a.usedAt || (a.path < b.path ? -1 : 1));
};

/** @throws VaultboundError CONFIG_INVALID when the folder cannot be used. */
export const openMirrorCache = async (options: CacheOptions): Promise<MirrorCache> => {
  const { folder, most, gitlabUrl, owner, isAlive, now } = options;
  const instance = createHash("sha256").update(gitlabUrl).digest("hex").slice(0, 16);
  const keyOf = (project: number): string => `${instance}-${project}.git`;
  /** Bytes by path of what is kept; others may use the folder too, so it is a good guess. */
  const sizes = new Map<string, number>();

  const evict = async (): Promise<void> => {
    const known = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    if (known <= most) return;
    let sum = 0;
    sizes.clear();
    for (const { path, bytes } of await listKept(folder)) {
      sum += bytes;
      if (sum <= most) sizes.set(path, bytes);
      else {
        sum -= bytes;
        // Renamed first: nobody takes what is being removed.
        const doomed = join(folder, `in-use-${owner}-${path.slice(folder.length + 1)}-${randomUUID()}`);
        const isOurs = await rename(path, doomed).then(
          () => true,
          () => false,
        );
        if (isOurs) await remove(doomed);
      }
    }
  };

  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await restore(folder, isAlive);
    for (const { path, bytes } of await listKept(folder)) sizes.set(path, bytes);
    await evict();
  } catch (cause) {
    const detail = `cannot use ${folder} (${cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable"})`;
    throw makeError("CONFIG_INVALID", [{ option: "--mirror-cache", detail }], cause);
  }

  return {
    take: async (project) => {
      const key = keyOf(project);
      const taken = join(folder, `in-use-${owner}-${key}-${randomUUID()}`);
      try {
        await rename(join(folder, key), taken);
        sizes.delete(join(folder, key));
        return { folder: taken, isNew: false };
      } catch (error) {
        if (!isGone(error)) throw error;
        await mkdir(taken, { mode: 0o700 });
        return { folder: taken, isNew: true };
      }
    },
    putBack: async (project, taken) => {
      const kept = join(folder, keyOf(project));
      // A fetch may have been ended in its tracks.
      await tidy(taken);
      const moment = now() / 1000;
      await utimes(taken, moment, moment).catch(() => undefined);
      const bytes = await measureFolder(taken);
      const isKept = await rename(taken, kept).then(
        () => true,
        () => false,
      );
      if (!isKept) return remove(taken);
      sizes.set(kept, bytes);
      await evict();
    },
  };
};
