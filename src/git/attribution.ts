/** Who brought a blob in, and under which names: one pass over `git log --raw`, for blobs with findings only. */
import { commitId } from "../model/ids.ts";
import type { Introduction } from "../model/provenance.ts";
import { decodeLatin1, type GitContext, type Repository, splitStream, startGit } from "./process.ts";

/** A blob seen at a path. */
export interface Sighting {
  readonly path: string;
  /** The oldest commit that put this blob at this path. */
  readonly introduced: Introduction;
  /** Place of that commit in the log, newest 0: grows with age. */
  readonly age: number;
}

/** Header marker no raw line can start with. */
const MARK = "\u0001";

/** Result side of `:modes… ids… status`; with several parents (`-c`) there are as many colons. */
const parseRawLine = (line: string): string | null => {
  const colons = /^\n?(:+)/.exec(line);
  if (colons?.[1] === undefined) return null;
  const fields = line.slice(colons[0].length).split(" ");
  return fields[2 * colons[1].length + 1] ?? null;
};

const parseHeader = (line: string): Introduction => {
  const [commit = "", author = "", date = ""] = line.slice(MARK.length).split("\u001f");
  return { commit: commitId(commit), author: decodeLatin1(author), date };
};

/**
 * All paths of each blob with the commit that first showed it there. Merges are compared with all parents at once
 * (`-c`), so a blob that only a merge made is found and one that came with a parent is that parent's.
 */
export const attributeBlobs = async (
  repository: Repository,
  blobs: ReadonlySet<string>,
  context: GitContext,
): Promise<{
  readonly sightings: ReadonlyMap<string, readonly Sighting[]>;
  readonly complaint: string | null;
}> => {
  const found = new Map<string, Map<string, Sighting>>();
  if (blobs.size === 0) return { sightings: new Map(), complaint: null };
  const format = `--format=${MARK}%H%x1f%an%x1f%aI`;
  const args = [
    "log",
    "--all",
    "--topo-order",
    "--raw",
    "-z",
    "-c",
    "--no-renames",
    "--no-abbrev",
    "--root",
    format,
  ];
  const { child, done } = startGit(repository, [...args, "--no-ext-diff", "--no-textconv"], context);
  let introduced: Introduction | null = null;
  let age = -1;
  let blob: string | null = null;
  for await (const piece of splitStream(child.stdout, "\0")) {
    if (blob !== null) {
      if (introduced !== null && blobs.has(blob)) {
        const path = decodeLatin1(piece);
        const paths = found.get(blob) ?? new Map<string, Sighting>();
        // The log runs from new to old: the last one stands.
        paths.set(path, { path, introduced, age });
        found.set(blob, paths);
      }
      blob = null;
    } else if (piece.startsWith(MARK)) {
      introduced = parseHeader(piece);
      age++;
    } else blob = parseRawLine(piece);
  }
  const { code, complaint } = await done;
  const sightings = new Map([...found].map(([id, paths]) => [id, [...paths.values()]]));
  return { sightings, complaint: code === 0 ? null : complaint };
};
