/** The texts to measure on, held in memory so that no disk is in the way. */
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import fastGlob from "fast-glob";
import { isBinary } from "../../../src/lib/text.ts";

/** Larger files are bundles and data: one of them would outweigh all the others. */
const MOST_BYTES = 1_000_000;

export interface Texts {
  readonly paths: readonly string[];
  readonly texts: readonly Buffer[];
  readonly bytes: number;
}

/** Every text file of the folders, in order, up to 1 MB each. @param pattern which ones, as a glob. */
export const readTexts = (folders: readonly string[], pattern: string): Texts => {
  const options = { onlyFiles: true, followSymbolicLinks: false, ignore: ["**/.git/**"] };
  const paths = folders
    .flatMap((folder) =>
      fastGlob.sync(pattern, { ...options, cwd: folder }).map((path) => join(resolve(folder), path)),
    )
    .filter((path) => statSync(path).size <= MOST_BYTES)
    .sort();
  const all = paths.map((path) => ({ path, text: readFileSync(path) })).filter(({ text }) => !isBinary(text));
  return {
    paths: all.map(({ path }) => path),
    texts: all.map(({ text }) => text),
    bytes: all.reduce((sum, { text }) => sum + text.length, 0),
  };
};
