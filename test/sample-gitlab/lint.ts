/** Answers CI lint: is the pipeline file valid YAML, and what does it say. Includes are not resolved. */
import { parseDocument } from "yaml";
import type { Item } from "./answers.ts";
import type { Project } from "./company.ts";
import { readStoredFile, resolveCommit } from "./repository-files.ts";

interface Place {
  readonly projectPath: string;
  readonly path: string;
  readonly ref: string;
}

/** `ci_config_path` may name a file elsewhere: `file.yml@group/project:ref`. */
const locatePipeline = (project: Project, ref: string): Place => {
  const configured = project.ciConfigPath ?? "";
  const path = configured === "" ? ".gitlab-ci.yml" : configured;
  const [, file, projectPath, otherRef] = /^(.+)@([^:]+):(.+)$/.exec(path) ?? [];
  if (file === undefined || projectPath === undefined || otherRef === undefined) {
    return { projectPath: project.path, path, ref };
  }
  return { projectPath, path: file, ref: otherRef };
};

const readPipeline = async (
  { projectPath, path, ref }: Place,
  repositories: Readonly<Record<string, string>>,
): Promise<string | null> => {
  const folder = repositories[projectPath];
  if (folder === undefined) return null;
  const commit = await resolveCommit(folder, ref);
  if (commit === null) return null;
  return (await readStoredFile(folder, commit, path))?.bytes.toString() ?? null;
};

export const lintProject = async (
  project: Project,
  ref: string,
  repositories: Readonly<Record<string, string>>,
): Promise<Item> => {
  const text = await readPipeline(locatePipeline(project, ref), repositories);
  const errors =
    text === null
      ? ["Please provide content of .gitlab-ci.yml"]
      : parseDocument(text).errors.map(({ message }) => `Invalid configuration format: ${message}`);
  const isValid = errors.length === 0;
  return { valid: isValid, errors, warnings: [], merged_yaml: isValid ? text : null, includes: [] };
};
