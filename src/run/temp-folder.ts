/** Private folders for clones: gone at the end, and those of a killed process at the next start. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

const PREFIX = "vaultbound-";

/** @param parent the system's folder for temporary files. @param owner this process's id. */
export const withTempFolder = async <T>(
  parent: string,
  owner: number,
  use: (folder: string) => Promise<T>,
): Promise<T> => {
  // mkdtemp makes it with mode 0700.
  const folder = await mkdtemp(join(parent, `${PREFIX}${owner}-`));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
};

/** Removes folders whose process is gone. @param isAlive whether a process id is running. */
export const removeLeftovers = async (parent: string, isAlive: (pid: number) => boolean): Promise<void> => {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-[A-Za-z0-9]{6}$`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      // A git that outlived its parent may still be writing.
      await rm(join(parent, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
};
