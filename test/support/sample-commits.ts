/** Puts commits on branches of one of the sample's bare repositories, as somebody who pushes would. */
import { execFileSync } from "node:child_process";

export interface SampleCommits {
  readonly branch: string;
  readonly git: (args: readonly string[], input?: string | Uint8Array) => string;
  /** One more version of some files at the root; null removes one. On the default branch if none is named. Returns the commit. */
  readonly commit: (
    files: Readonly<Record<string, string | Uint8Array | null>>,
    message?: string,
    on?: string,
  ) => string;
}

const IDENTITY = {
  GIT_AUTHOR_NAME: "ada",
  GIT_AUTHOR_EMAIL: "ada@acme.example",
  GIT_COMMITTER_NAME: "ada",
  GIT_COMMITTER_EMAIL: "ada@acme.example",
  GIT_AUTHOR_DATE: "2026-02-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2026-02-01T00:00:00Z",
};

export const openCommits = (gitDir: string): SampleCommits => {
  const git: SampleCommits["git"] = (args, input = "") =>
    execFileSync("git", [`--git-dir=${gitDir}`, ...args], {
      input,
      encoding: "utf8",
      env: { ...process.env, ...IDENTITY },
    }).trim();
  const branch = git(["symbolic-ref", "--short", "HEAD"]);
  return {
    branch,
    git,
    commit: (files, message = "Change", on = branch) => {
      const others = git(["ls-tree", on])
        .split("\n")
        .filter((line) => !(line.slice(line.indexOf("\t") + 1) in files));
      const added = Object.entries(files).flatMap(([name, content]) =>
        content === null ? [] : [`100644 blob ${git(["hash-object", "-w", "--stdin"], content)}\t${name}`],
      );
      const tree = git(["mktree"], `${[...others, ...added].join("\n")}\n`);
      const id = git(["commit-tree", tree, "-p", on, "-m", message]);
      git(["update-ref", `refs/heads/${on}`, id]);
      return id;
    },
  };
};
