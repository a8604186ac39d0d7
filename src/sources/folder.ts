/** A plain folder or a single file. */
import { type Dirent, readdir } from "node:fs";
import { lstat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import fastGlob from "fast-glob";
import type { SourceItem } from "../model/blob.ts";
import { textOf } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import { readFileBlob, unreadable } from "./files.ts";
import { makeGap, type Source } from "./source.ts";
import { explainLink } from "./worktree.ts";

const nested = (path: string): Gap =>
  makeGap("history", path, { code: "NESTED_REPOSITORY", ...textOf("NESTED_REPOSITORY", { path }) });

/**
 * fast-glob either dies of one unreadable folder or hides it: this reports it and goes on. A repository's `.git` holds
 * its history packed: no text, and not to be passed over in silence.
 */
const createLister = (root: string, gaps: Gap[]): typeof readdir => {
  const list = (
    path: string,
    options: { withFileTypes: true },
    done: (error: Error | null, entries: Dirent[]) => void,
  ): void =>
    readdir(path, options, (error, entries) => {
      const place = relative(root, path);
      if (error !== null) gaps.push(unreadable(place, error.code ?? "unreadable"));
      else if (entries.some(({ name }) => name === ".git")) gaps.push(nested(place === "" ? root : place));
      done(null, error === null ? entries.filter(({ name }) => name !== ".git") : []);
    });
  return list as typeof readdir; // fast-glob calls this one overload only
};

async function* readFolder(root: string): AsyncGenerator<SourceItem> {
  const gaps: Gap[] = [];
  const entries = fastGlob.stream("**", {
    cwd: root,
    dot: true,
    onlyFiles: false,
    objectMode: true,
    followSymbolicLinks: false,
    fs: { readdir: createLister(root, gaps) },
  }) as AsyncIterable<fastGlob.Entry>; // objectMode yields entries
  for await (const { path, dirent } of entries) {
    const file = join(root, path);
    if (dirent.isSymbolicLink()) {
      const gap = await explainLink(root, file, path);
      if (gap !== null) yield gap;
    } else if (!dirent.isDirectory()) yield* readFileBlob(file, path);
    yield* gaps.splice(0);
  }
  yield* gaps;
}

export const folder: Source = {
  name: "folder",
  summary: "every file of a folder that is no repository, or one file",
  needs: "",
  kinds: ["worktree"],
  appliesTo: (target) => target.kind === "folder",
  async *read(target) {
    const info = await lstat(target.path);
    if (info.isDirectory()) yield* readFolder(target.path);
    else yield* readFileBlob(target.path, basename(target.path));
  },
};
