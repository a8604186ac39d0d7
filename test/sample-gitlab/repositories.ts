/** Builds the bare repositories of the sample company. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Company, Project } from "./company.ts";
import { toFastImportStream } from "./fast-import.ts";
import { runGit } from "./git.ts";

/** A bare repository is these files and folders (gitrepository-layout(5)); no template, no hooks. */
const CONFIG = `[core]
\trepositoryformatversion = 0
\tbare = true
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
[http]
\treceivepack = false
`;

const buildRepository = async (root: string, project: Project): Promise<void> => {
  const folder = join(root, project.store);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "objects"), { recursive: true });
  await mkdir(join(folder, "refs"));
  await writeFile(join(folder, "HEAD"), `ref: refs/heads/${project.defaultBranch}\n`);
  await writeFile(join(folder, "config"), CONFIG);
  const { history } = project;
  if (history.commits.length === 0) return;
  // Unpack limit 0: everything in a pack, as on a server, and not a file per object.
  const args = ["-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--done"];
  await runGit(folder, args, toFastImportStream(history));
};

/** Folders by project path; the repositories are the same, commit for commit, every time. */
export const buildRepositories = async (
  root: string,
  company: Company,
): Promise<Readonly<Record<string, string>>> => {
  // All have to end, also after a failure: a late one would fill a folder that was removed already.
  const stores = new Map(company.projects.map((project) => [project.store, project]));
  const built = await Promise.allSettled(
    [...stores.values()].map((project) => buildRepository(root, project)),
  );
  const failed = built.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return Object.fromEntries(company.projects.map((project) => [project.path, join(root, project.store)]));
};
