/** Writes a file whole or not at all. */
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { joinChunks } from "../lib/join-chunks.ts";

/**
 * Written beside its place and moved there, readable by its owner only. A link is followed. What is no regular file
 * (a pipe, a terminal, /dev/null) is written to as it is: moving something there would replace the device.
 * @throws what the file system says; nothing is left of a file that could not be written to its end.
 */
export const writeWhole = async (file: string, chunks: Iterable<string>): Promise<void> => {
  const place = await realpath(file).catch(() => file);
  const present = await stat(place).catch(() => null);
  if (present !== null && !present.isFile()) return writeFile(place, joinChunks(chunks));
  const draft = `${place}.part`;
  try {
    await writeFile(draft, joinChunks(chunks), { mode: 0o600 });
    await rename(draft, place);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw cause;
  }
};
