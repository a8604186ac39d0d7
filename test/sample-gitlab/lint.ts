/** Answers CI lint: is the pipeline file valid YAML, and what does it say. Of includes only those of other hosts are resolved. */
import { parseDocument } from "yaml";
import type { Item } from "./answers.ts";
import type { Project } from "./company.ts";
import { type Edition, isPaid } from "./edition.ts";
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

const isMapping = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Without a paid plan, the keyword of external secrets is unknown. */
const findUnknownKeys = (pipeline: unknown): readonly string[] =>
  Object.entries(isMapping(pipeline) ? pipeline : {})
    .filter(([, job]) => isMapping(job) && "secrets" in job)
    .map(([name]) => `jobs:${name} config contains unknown keys: secrets`);

const findErrors = (text: string | null, edition: Edition): readonly string[] => {
  if (text === null) return ["Please provide content of .gitlab-ci.yml"];
  const document = parseDocument(text);
  const errors = document.errors.map(({ message }) => `Invalid configuration format: ${message}`);
  return errors.length > 0 || isPaid(edition) ? errors : findUnknownKeys(document.toJS());
};

export const lintProject = async (
  { project, edition }: { readonly project: Project; readonly edition: Edition },
  ref: string,
  repositories: Readonly<Record<string, string>>,
): Promise<Item> => {
  const text = await readPipeline(locatePipeline(project, ref), repositories);
  const errors = findErrors(text, edition);
  const isValid = errors.length === 0;
  const included = project.beside.remoteIncludes;
  return {
    valid: isValid,
    errors,
    warnings: [],
    merged_yaml: isValid ? [text, ...included.map(([, { text: more }]) => more)].join("\n") : null,
    includes: included.map(([location]) => ({
      type: "remote",
      location,
      blob: null,
      raw: location,
      extra: {},
      context_project: project.path,
      context_sha: "0".repeat(40),
    })),
  };
};
