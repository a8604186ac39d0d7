/** Changes a repository of the sample GitLab, as people who push do. */
import { execFileSync } from "node:child_process";

export interface SampleRepository {
  /** Runs git on the bare repository; @returns what it printed. */
  git(args: readonly string[], input?: string): string;
  /** Puts a commit with one more (or another) file on a branch; @returns its id. */
  commit(branch: string, file: { readonly file: string; readonly content: string }): string;
}

const DATE = "2026-02-01T00:00:00Z";

/** @param gitDir folder of the bare repository. */
export const openSampleRepository = (gitDir: string): SampleRepository => {
  const git = (args: readonly string[], input = ""): string =>
    execFileSync("git", [`--git-dir=${gitDir}`, ...args], {
      input,
      encoding: "utf8",
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: "ada",
        GIT_AUTHOR_EMAIL: "ada@acme.example",
        GIT_COMMITTER_NAME: "ada",
        GIT_COMMITTER_EMAIL: "ada@acme.example",
        GIT_AUTHOR_DATE: DATE,
        GIT_COMMITTER_DATE: DATE,
      },
    }).trim();
  return {
    git,
    commit: (branch, { file, content }) => {
      const blob = git(["hash-object", "-w", "--stdin"], content);
      const others = git(["ls-tree", branch])
        .split("\n")
        .filter((line) => !line.endsWith(`\t${file}`));
      const tree = git(["mktree"], `${[...others, `100644 blob ${blob}\t${file}`].join("\n")}\n`);
      const id = git(["commit-tree", tree, "-p", branch, "-m", `Change ${file}`]);
      git(["update-ref", `refs/heads/${branch}`, id]);
      return id;
    },
  };
};
