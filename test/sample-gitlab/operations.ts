/** The operations that need more than a line in the routes table. */
import { projectLevel } from "./access.ts";
import { type Answer, badRequest, forbidden, list, longList, notFound, one } from "./answers.ts";
import { type Group, type Job, LEVELS, type Project, type Variable } from "./company.ts";
import { groupDetailEntity, jobEntity, projectEntity, projectWithPermissionsEntity } from "./entities.ts";
import { scheduleDetailEntity, simpleProjectEntity, variableEntity } from "./entities.ts";
import { renderJobFile } from "./job-files.ts";
import { renderJobLog } from "./job-log.ts";
import { lintProject } from "./lint.ts";
import { isSet, projectsOfGroup, selectProjects } from "./lists.ts";
import {
  fileEntity,
  listBranches,
  listTree,
  readStoredFile,
  resolveCommit,
  type StoredFile,
} from "./repository-files.ts";
import type { Call } from "./route.ts";

/** Two variables of one key are told apart by `filter[environment_scope]` only. */
export const oneVariable = (call: Call, variables: readonly Variable[]): Answer => {
  const scope = call.query.get("filter[environment_scope]");
  const key = call.parameter("key");
  const found = variables.filter(
    (variable) => variable.key === key && (scope === null || variable.scope === scope),
  );
  const [variable, other] = found;
  if (variable === undefined) throw notFound("Variable");
  if (other !== undefined) {
    throw badRequest(
      "There are multiple variables with provided parameters. Please use 'filter[environment_scope]'.",
    );
  }
  return one(variableEntity(variable));
};

/** A group's detail holds at most so many of its projects. */
const EMBEDDED_PROJECTS = 100;

export const groupDetail = (call: Call, group: Group): Answer => {
  const detail = groupDetailEntity(group, call);
  if (!isSet(call.query, "with_projects", true)) return one(detail);
  const { company } = call;
  const own = projectsOfGroup(group, company, new URLSearchParams({ with_shared: "false" }));
  const shared = company.projects.filter(({ sharedWith }) => sharedWith.has(group.path));
  const render = (projects: readonly Project[]): readonly unknown[] =>
    selectProjects(projects, call, new URLSearchParams())
      .slice(0, EMBEDDED_PROJECTS)
      .map((project) => projectEntity(project, call));
  return one({ ...detail, projects: render(own), shared_projects: render(shared) });
};

/** Callers without a token get the reduced entity whatever they ask for. */
const isSimple = ({ caller, query }: Call): boolean => caller === null || isSet(query, "simple", false);

export const projectList = (call: Call, projects: readonly Project[]): Answer => {
  const entity = isSimple(call) ? simpleProjectEntity : projectEntity;
  return longList(selectProjects(projects, call, call.query), (project) => entity(project, call));
};

export const allProjects = (call: Call): Answer => {
  const entity = isSimple(call) ? simpleProjectEntity : projectWithPermissionsEntity;
  const { company, query } = call;
  return longList(selectProjects(company.projects, call, query), (project) => entity(project, call));
};

export const projectDetail = (call: Call, project: Project): Answer => {
  const entity = call.caller === null ? simpleProjectEntity : projectWithPermissionsEntity;
  return one(entity(project, call));
};

export const scheduleDetail = (call: Call, project: Project): Answer => {
  const id = call.parameter("pipeline_schedule_id");
  const schedule = project.schedules.find((candidate) => String(candidate.id) === id);
  if (schedule === undefined) throw notFound("Pipeline Schedule");
  const showVariables = projectLevel(call.company, call.caller, project) >= LEVELS.maintainer;
  return one(scheduleDetailEntity(schedule, call.base, showVariables));
};

const findJob = (call: Call, project: Project): Job => {
  const id = call.parameter("job_id");
  const job = project.jobs.find((candidate) => String(candidate.id) === id);
  if (job === undefined) throw notFound();
  return job;
};

export const jobDetail = (call: Call, project: Project): Answer =>
  one(jobEntity(findJob(call, project), project, call));

export const jobTrace = (call: Call, project: Project): Answer => {
  const job = findJob(call, project);
  const level = projectLevel(call.company, call.caller, project);
  if (job.debug && level < LEVELS.developer) throw forbidden();
  return {
    kind: "bytes",
    bytes: Buffer.from(renderJobLog(job)),
    headers: {
      "content-type": "text/plain",
      "content-disposition": `infile; filename="${job.id}.log"`,
    },
  };
};

/** `file_type` came with 18.x; without it, the archive. */
export const jobArtifacts = (call: Call, project: Project): Answer => {
  const type = call.query.get("file_type") ?? "archive";
  const file = findJob(call, project).files.find((candidate) => candidate.type === type);
  if (file === undefined) throw notFound();
  return {
    kind: "bytes",
    bytes: renderJobFile(file),
    headers: { "content-type": "application/octet-stream" },
  };
};

const repositoryOf = (call: Call, project: Project): string => {
  const folder = call.repositories[project.path];
  if (folder === undefined) throw notFound("Repository");
  return folder;
};

export const branches = async (call: Call, project: Project): Promise<Answer> =>
  list(
    await listBranches(repositoryOf(call, project), project.defaultBranch, `${call.base}/${project.path}`),
  );

export const oneBranch = async (call: Call, project: Project): Promise<Answer> => {
  const folder = repositoryOf(call, project);
  const all = await listBranches(folder, project.defaultBranch, `${call.base}/${project.path}`);
  const branch = all.find(({ name }) => name === call.parameter("branch"));
  if (branch === undefined) throw notFound("Branch");
  return one(branch);
};

export const tree = async (call: Call, project: Project): Promise<Answer> => {
  const folder = repositoryOf(call, project);
  const commit = await resolveCommit(folder, call.query.get("ref") ?? "HEAD");
  if (commit === null) throw notFound("Tree");
  const path = call.query.get("path") ?? "";
  const recursive = isSet(call.query, "recursive", false);
  const entries = await listTree(folder, commit, { path, recursive });
  if (entries.length === 0) throw notFound("invalid revision or path Tree");
  return list(entries);
};

interface LocatedFile {
  readonly folder: string;
  readonly file: StoredFile;
  readonly place: { readonly path: string; readonly commit: string; readonly ref: string };
}

const locateFile = async (call: Call, project: Project): Promise<LocatedFile> => {
  const folder = repositoryOf(call, project);
  const ref = call.query.get("ref") ?? "HEAD";
  const path = call.parameter("file_path");
  const commit = await resolveCommit(folder, ref);
  if (commit === null) throw notFound("Commit");
  const file = await readStoredFile(folder, commit, path);
  if (file === null) throw notFound("File");
  return { folder, file, place: { path, commit, ref } };
};

export const repositoryFile = async (call: Call, project: Project): Promise<Answer> => {
  const { folder, file, place } = await locateFile(call, project);
  return one(await fileEntity(folder, file, place));
};

export const rawFile = async (call: Call, project: Project): Promise<Answer> => {
  const { file } = await locateFile(call, project);
  return { kind: "bytes", bytes: file.bytes, headers: { "content-type": "application/octet-stream" } };
};

export const lint = async (call: Call, project: Project): Promise<Answer> => {
  const folder = repositoryOf(call, project);
  const ref = call.query.get("content_ref") ?? call.query.get("sha") ?? "HEAD";
  if ((await resolveCommit(folder, ref)) === null) throw notFound("Commit");
  return one(await lintProject({ project, edition: call.company.instance }, ref, call.repositories));
};
