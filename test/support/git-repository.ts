/** Builds real repositories for tests, the same every time. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Nothing of the person's own configuration, and no clock. */
const ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ada Author",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada Author",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

export interface TestRepository {
  readonly path: string;
  git(...args: readonly string[]): string;
  write(name: string, content: string | Uint8Array): void;
  /** Writes the files, stages everything and commits. Each commit is a day later than the one before. */
  commit(message: string, files?: Readonly<Record<string, string | Uint8Array>>): string;
}

const folders: string[] = [];

/** A folder of its own under the system's temporary one; {@link removeTestFolders} clears them all. */
export const makeTestFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "vb-test-"));
  folders.push(folder);
  return folder;
};

export const removeTestFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

export const makeRepository = (options: { readonly bare?: boolean } = {}): TestRepository => {
  const path = makeTestFolder();
  let day = 0;
  const git = (...args: readonly string[]): string => {
    const date = `2024-01-${String((day % 28) + 1).padStart(2, "0")}T12:00:00+00:00`;
    const env = { ...ENVIRONMENT, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    return execFileSync("git", args, {
      cwd: path,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  };
  git("init", "--quiet", "--initial-branch=main", ...(options.bare === true ? ["--bare"] : []));
  const write = (name: string, content: string | Uint8Array): void => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  return {
    path,
    git,
    write,
    commit: (message, files = {}) => {
      day++;
      for (const [name, content] of Object.entries(files)) write(name, content);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", message);
      return git("rev-parse", "HEAD");
    },
  };
};
