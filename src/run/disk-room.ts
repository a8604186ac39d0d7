/** Keeps what clones take on the disk below a ceiling: who would pass it waits until it is alone, or is refused. */
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Thrown by {@link DiskRoom.grow} when a folder does not fit even alone. */
export class OutOfRoom extends Error {
  constructor() {
    super("the disk has no room for it");
    this.name = "OutOfRoom";
  }
}

export interface DiskRoom {
  /**
   * Runs what fills the folder. When all folders together would pass the ceiling, the youngest that grows is ended by
   * its signal, emptied and begun again once all others are released.
   * @throws OutOfRoom when it is too large alone; whatever `fill` throws.
   */
  grow<T>(folder: string, fill: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The folder is gone, or counts no more. */
  release(folder: string): void;
}

interface Tenant {
  /** Before it grew: what a cache holds already is not its doing. */
  readonly before: number;
  bytes: number;
  /** While it grows. */
  growing: AbortController | null;
}

export interface RoomOptions {
  /** Bytes of all folders together. */
  readonly most: number;
  readonly signal: AbortSignal;
  /** Empties a folder that has to begin again. */
  readonly clear: (folder: string) => Promise<void>;
  /** Between two looks at the disk. */
  readonly everyMs?: number;
}

const EVERY_MS = 500;

/** Bytes of all files below; what vanishes meanwhile counts nothing. */
export const measureFolder = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return measureFolder(path);
    return lstat(path).then(
      ({ size }) => size,
      () => 0,
    );
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};

export const openDiskRoom = ({ most, signal, clear, everyMs = EVERY_MS }: RoomOptions): DiskRoom => {
  const tenants = new Map<string, Tenant>();
  /** Whoever has to be alone; the others wait for it. */
  let alone: string | null = null;
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | null = null;

  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const proceed of woken) proceed();
  };
  signal.addEventListener("abort", wake, { once: true });

  const waitUntil = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      signal.throwIfAborted();
    }
  };

  const isEnough = (): boolean =>
    [...tenants.values()].reduce((total, { bytes }) => total + bytes, 0) <= most;

  const look = async (): Promise<void> => {
    for (const [folder, tenant] of tenants)
      if (tenant.growing !== null) tenant.bytes = (await measureFolder(folder)) - tenant.before;
    if (isEnough()) return;
    const youngest = [...tenants.values()].findLast(
      ({ growing }) => growing !== null && !growing.signal.aborted,
    );
    youngest?.growing?.abort();
  };

  const lookAgain = async (): Promise<void> => {
    // What cannot be measured is not refused.
    await look().catch(() => undefined);
    timer = null;
    if ([...tenants.values()].some(({ growing }) => growing !== null)) watch();
  };

  const watch = (): void => {
    timer ??= setTimeout(() => void lookAgain(), everyMs);
    timer.unref();
  };

  /** @returns null when it was ended for want of room. */
  const attempt = async <T>(
    folder: string,
    fill: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ readonly value: T } | null> => {
    const growing = new AbortController();
    const tenant: Tenant = { before: await measureFolder(folder), bytes: 0, growing };
    tenants.set(folder, tenant);
    watch();
    try {
      const value = await fill(AbortSignal.any([signal, growing.signal]));
      tenant.bytes = (await measureFolder(folder)) - tenant.before;
      // Quicker than the looks.
      if (isEnough()) return { value };
      tenants.delete(folder);
      wake();
      return null;
    } catch (error) {
      tenants.delete(folder);
      wake();
      if (!growing.signal.aborted || signal.aborted) throw error;
      return null;
    } finally {
      tenant.growing = null;
    }
  };

  const release = (folder: string): void => {
    tenants.delete(folder);
    if (alone === folder) alone = null;
    wake();
  };

  return {
    release,
    grow: async (folder, fill) => {
      await waitUntil(() => alone === null);
      const wasAlone = tenants.size === 0;
      const first = await attempt(folder, fill);
      if (first !== null) return first.value;
      await clear(folder);
      if (wasAlone && tenants.size === 0) throw new OutOfRoom();
      await waitUntil(() => alone === null);
      alone = folder;
      try {
        await waitUntil(() => tenants.size === 0);
        const second = await attempt(folder, fill);
        if (second !== null) return second.value;
        await clear(folder);
        throw new OutOfRoom();
      } finally {
        // From here on others may begin; it counts until it is released.
        alone = null;
        wake();
      }
    },
  };
};
