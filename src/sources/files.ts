/** Reads one file as a blob, in pieces when it is large. Never follows a link, never opens what is no file. */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { createPieceMaker } from "../lib/pieces.ts";
import type { TextBlob } from "../model/blob.ts";
import { computeBlobId } from "../model/blob.ts";
import { textOf } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import { blobId } from "../model/ids.ts";
import { makeGap } from "./source.ts";

const PIECE = 16 * 1024 * 1024;

const describe = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";

export const unreadable = (path: string, detail: string): Gap =>
  makeGap("worktree", path, { code: "FILE_UNREADABLE", ...textOf("FILE_UNREADABLE", { path, detail }) });

async function* readPieces(handle: FileHandle, size: number, path: string): AsyncGenerator<TextBlob> {
  const makePiece = createPieceMaker();
  const id = blobId(createHash("sha1").update(`large file ${path} ${size}`).digest("hex"));
  for (let offset = 0; offset < size;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PIECE), 0, PIECE, offset);
    if (bytesRead === 0) return;
    offset += bytesRead;
    const { bytes, ...part } = makePiece(buffer.subarray(0, bytesRead), offset >= size);
    yield { id, bytes, provenance: { kind: "worktree", path, introduced: null }, part };
  }
}

/**
 * @param path shown and stored; `file` is where it is.
 * @param known content the history already covers: a file with this id is not yielded again.
 */
export async function* readFileBlob(
  file: string,
  path: string,
  known: (id: string) => boolean = () => false,
): AsyncGenerator<TextBlob | Gap> {
  let handle: FileHandle;
  try {
    // O_NOFOLLOW: a link swapped in after the listing; O_NONBLOCK: a pipe without a writer must not hang us.
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    yield unreadable(path, describe(cause));
    return;
  }
  try {
    const info = await handle.stat();
    if (!info.isFile()) yield unreadable(path, "not a regular file");
    else if (info.size > PIECE) yield* readPieces(handle, info.size, path);
    else {
      const bytes = await handle.readFile();
      const id = computeBlobId(bytes);
      if (!known(id)) yield { id, bytes, provenance: { kind: "worktree", path, introduced: null } };
    }
  } catch (cause) {
    yield unreadable(path, describe(cause));
  } finally {
    await handle.close();
  }
}

/** No definition is larger. */
const MAX_TEXT = 4 * 1024 * 1024;

/**
 * Text of a small file below `root`; null if there is none there. A path that leads out of the root, by dots or by a
 * link on the way, is none.
 */
export const readTextInside = async (root: string, path: string): Promise<string | null> => {
  const [base, file] = await Promise.all([realpath(root), realpath(join(root, path)).catch(() => null)]);
  if (file === null || !file.startsWith(base + sep)) return null;
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => null,
  );
  if (handle === null) return null;
  try {
    const info = await handle.stat();
    return info.isFile() && info.size <= MAX_TEXT ? await handle.readFile("utf8") : null;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
};
