/** Reads files, folders and branches of the bare repositories for the REST operations. */
import { createHash } from "node:crypto";
import type { Item } from "./answers.ts";
import { runGit } from "./git.ts";

const FIELD = "\u001f";
const RECORD = "\u001e";

/** @returns null when git knows no such commit. */
export const resolveCommit = async (folder: string, ref: string): Promise<string | null> => {
  try {
    const id = await runGit(folder, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
    return id.toString().trim();
  } catch {
    return null;
  }
};

export interface StoredFile {
  readonly blob: string;
  readonly isExecutable: boolean;
  readonly bytes: Buffer;
}

/** @returns null when there is no such file in that commit. */
export const readStoredFile = async (
  folder: string,
  commit: string,
  path: string,
): Promise<StoredFile | null> => {
  const entry = await runGit(folder, ["ls-tree", "-z", commit, "--", path]);
  const [, mode, blob] = /^(\d+) blob ([0-9a-f]+)\t/.exec(entry.toString()) ?? [];
  if (mode === undefined || blob === undefined) return null;
  return { blob, isExecutable: mode === "100755", bytes: await runGit(folder, ["cat-file", "blob", blob]) };
};

/** The answer of `GET …/repository/files/:path`. */
export const fileEntity = async (
  folder: string,
  file: StoredFile,
  place: { readonly path: string; readonly commit: string; readonly ref: string },
): Promise<Item> => {
  const last = await runGit(folder, ["log", "-1", "--format=%H", place.commit, "--", place.path]);
  return {
    file_name: place.path.slice(place.path.lastIndexOf("/") + 1),
    file_path: place.path,
    size: file.bytes.length,
    encoding: "base64",
    content_sha256: createHash("sha256").update(file.bytes).digest("hex"),
    ref: place.ref,
    blob_id: file.blob,
    commit_id: place.commit,
    last_commit_id: last.toString().trim(),
    execute_filemode: file.isExecutable,
    content: file.bytes.toString("base64"),
  };
};

/** Entries of a folder (`""` is the top), with all below when `recursive`. */
export const listTree = async (
  folder: string,
  commit: string,
  options: { readonly path: string; readonly recursive: boolean },
): Promise<readonly Item[]> => {
  const below = options.path === "" ? [] : ["--", `${options.path.replace(/\/$/, "")}/`];
  const args = ["ls-tree", "-z", ...(options.recursive ? ["-r", "-t"] : []), commit, ...below];
  const lines = (await runGit(folder, args)).toString().split("\0").filter(Boolean);
  return lines.flatMap((line) => {
    const [, mode, type, id, path] = /^(\d+) (\w+) ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    if (path === undefined) return [];
    return [{ id, name: path.slice(path.lastIndexOf("/") + 1), type, path, mode }];
  });
};

const COMMIT_FIELDS = [
  "%(refname:short)",
  "%(objectname)",
  "%(parent)",
  "%(contents:subject)",
  "%(contents)",
  "%(authorname)",
  "%(authoremail:trim)",
  "%(authordate:iso-strict)",
  "%(committername)",
  "%(committeremail:trim)",
  "%(committerdate:iso-strict)",
];

export const listBranches = async (
  folder: string,
  defaultBranch: string,
  projectUrl: string,
): Promise<readonly Item[]> => {
  const format = COMMIT_FIELDS.join("%1f") + "%1e";
  const output = await runGit(folder, ["for-each-ref", `--format=${format}`, "refs/heads"]);
  const records = output
    .toString()
    .split(RECORD)
    .map((record) => record.trim())
    .filter(Boolean);
  return records.map((record) => {
    const [name = "", id = "", parents = "", title, message, ...people] = record.split(FIELD);
    const [authorName, authorEmail, authoredDate, committerName, committerEmail, committedDate] = people;
    return {
      name,
      commit: {
        id,
        short_id: id.slice(0, 8),
        created_at: committedDate,
        parent_ids: parents.split(" ").filter(Boolean),
        title,
        message,
        author_name: authorName,
        author_email: authorEmail,
        authored_date: authoredDate,
        committer_name: committerName,
        committer_email: committerEmail,
        committed_date: committedDate,
        trailers: {},
        extended_trailers: {},
        web_url: `${projectUrl}/-/commit/${id}`,
      },
      merged: false,
      protected: name === defaultBranch,
      developers_can_push: false,
      developers_can_merge: false,
      can_push: false,
      default: name === defaultBranch,
      web_url: `${projectUrl}/-/tree/${name}`,
    };
  });
};
