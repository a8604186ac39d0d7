/** Places as people write them, and the file at one. */
import { readFile } from "node:fs/promises";
import { makeError } from "../model/errors.ts";

/** `FILE:LINE` or `FILE` for all lines; a name may hold colons itself. */
export const parsePlace = (place: string): { readonly file: string; readonly line: number | null } => {
  const [, file, line] = /^(.*):(\d+)$/.exec(place) ?? [];
  return file === undefined ? { file: place, line: null } : { file, line: Number(line) };
};

/** @throws VaultboundError FILE_UNREADABLE. */
export const readBytes = (file: string): Promise<Buffer> =>
  readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw makeError("FILE_UNREADABLE", [{ path: file, detail: cause.code ?? "unreadable" }], cause);
  });
