/** JSON shapes of GitLab's objects (docs.gitlab.com/api); the fields a crawler sees, not all there are. */
import { expandTemplate } from "../../src/rules/template.ts";
import { canReadCode, canSeeProject, type Caller, groupLevel, projectLevel } from "./access.ts";
import type { Item } from "./answers.ts";
import { isPaid, licensedGroupKeys, licensedProjectKeys } from "./edition.ts";
import { listJobFiles } from "./job-files.ts";
import { type Company, type Group, lastSegment, LEVELS, parentPath } from "./company.ts";
import type { Job, Person, Project, Schedule, Token, Variable } from "./company.ts";

/** Who looks at what, under which address. */
export interface View {
  readonly company: Company;
  readonly caller: Caller;
  /** Base URL with the relative root, without a trailing slash. */
  readonly base: string;
}

const CREATED = "2024-01-02T10:00:00.000Z";

/** Registration tokens show up in details only owners see: nobody may print them. */
const runnersToken = (kind: string, id: number): string =>
  expandTemplate(`GR1348941{{u64 20 seed=runners-${kind}-${id}}}`);

export const userEntity = ({ id, username, name }: Person, base: string): Item => ({
  id,
  username,
  name,
  public_email: "",
  state: "active",
  locked: false,
  avatar_url: null,
  web_url: `${base}/${username}`,
});

export const tokenEntity = ({ id, name, person, scopes, state }: Token): Item => ({
  id,
  name,
  revoked: state === "revoked",
  created_at: CREATED,
  description: null,
  scopes,
  user_id: person.id,
  last_used_at: CREATED,
  active: state === "active",
  expires_at: state === "expired" ? "2025-01-01" : "2099-12-31",
  last_used_ips: [],
});

export const variableEntity = (variable: Variable): Item => ({
  variable_type: variable.type,
  key: variable.key,
  value: variable.value?.text ?? null,
  hidden: variable.hidden,
  protected: variable.protected,
  masked: variable.masked,
  raw: variable.raw,
  environment_scope: variable.scope,
  description: variable.description,
});

export const groupEntity = (group: Group, { company, base }: View): Item => {
  const parent = company.groups.find(({ path }) => path === parentPath(group.path));
  const fullName = group.path
    .split("/")
    .map((_, index, all) => all.slice(0, index + 1).join("/"))
    .map((path) => company.groups.find((above) => above.path === path)?.name ?? path)
    .join(" / ");
  return {
    id: group.id,
    web_url: `${base}/groups/${group.path}`,
    name: group.name,
    path: lastSegment(group.path),
    description: group.description,
    visibility: group.visibility,
    avatar_url: null,
    request_access_enabled: true,
    full_name: fullName,
    full_path: group.path,
    created_at: CREATED,
    parent_id: parent?.id ?? null,
    organization_id: 1,
    emails_enabled: true,
    // Premium and Ultimate alone say it.
    ...(isPaid(company.instance) ? { wiki_access_level: "enabled" } : {}),
    archived: false,
    marked_for_deletion_on: null,
  };
};

export const groupDetailEntity = (group: Group, view: View): Item => ({
  ...groupEntity(group, view),
  ...licensedGroupKeys(view.company.instance),
  shared_with_groups: [],
  ...(parentPath(group.path) === null ? { prevent_sharing_groups_outside_hierarchy: false } : {}),
  ...(groupLevel(view.company, view.caller, group) >= LEVELS.owner
    ? { enabled_git_access_protocol: "all", runners_token: runnersToken("group", group.id) }
    : {}),
});

export const namespaceEntity = ({ id, name, path }: Group, { company, base }: View): Item => ({
  id,
  name,
  path: lastSegment(path),
  kind: "group",
  full_path: path,
  parent_id: company.groups.find((candidate) => candidate.path === parentPath(path))?.id ?? null,
  avatar_url: null,
  web_url: `${base}/groups/${path}`,
});

export const personNamespaceEntity = ({ id, name, username }: Person, base: string): Item => ({
  // Namespaces of people share the numbers of groups in GitLab; far away from them here.
  id: 900 + id,
  name,
  path: username,
  kind: "user",
  full_path: username,
  parent_id: null,
  avatar_url: null,
  web_url: `${base}/${username}`,
});

const namespaceOf = (project: Project, view: View): Item => {
  const path = parentPath(project.path) ?? "";
  const group = view.company.groups.find((candidate) => candidate.path === path);
  if (group !== undefined) return namespaceEntity(group, view);
  const person = view.company.people.get(path);
  if (person === undefined) throw new Error(`${project.path} is nobody's`);
  return personNamespaceEntity(person, view.base);
};

/** Date of the newest commit, or of the project's creation. */
export const lastActivity = ({ history, started }: Project): string => {
  const last = history.commits.at(-1);
  return last === undefined ? `${started}T08:00:00.000Z` : new Date(last.date * 1000).toISOString();
};

/** What `simple=true` and callers without a token get. */
export const simpleProjectEntity = (project: Project, view: View): Item => {
  const { base, company } = view;
  const name = lastSegment(project.path);
  return {
    id: project.id,
    description: project.description,
    name,
    name_with_namespace: project.path.replaceAll("/", " / "),
    path: name,
    path_with_namespace: project.path,
    created_at: `${project.started}T08:00:00.000Z`,
    ...(canReadCode(company, view.caller, project)
      ? { default_branch: project.history.commits.length === 0 ? null : project.defaultBranch }
      : {}),
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@gitlab.acme.example:${project.path}.git`,
    http_url_to_repo: `${base}/${project.path}.git`,
    web_url: `${base}/${project.path}`,
    avatar_url: null,
    star_count: 0,
    last_activity_at: lastActivity(project),
    namespace: namespaceOf(project, view),
  };
};

const forkedFrom = (project: Project, view: View): Item => {
  const parent = view.company.projects.find(({ path }) => path === project.forkedFrom);
  // Absent, not null, for those who cannot see the parent.
  if (parent === undefined || !canSeeProject(view.company, view.caller, parent)) return {};
  return { forked_from_project: simpleProjectEntity(parent, view) };
};

export const projectEntity = (project: Project, view: View): Item => {
  const { company, caller } = view;
  const isAdministrator = projectLevel(company, caller, project) >= LEVELS.maintainer;
  return {
    ...simpleProjectEntity(project, view),
    ...licensedProjectKeys(company.instance),
    empty_repo: project.history.commits.length === 0,
    archived: project.archived,
    visibility: project.visibility,
    repository_access_level: project.repositoryAccess,
    builds_access_level: project.buildsAccess,
    ...Object.fromEntries(
      Object.entries(project.access).map(([feature, access]) => [`${feature}_access_level`, access]),
    ),
    jobs_enabled: project.buildsAccess !== "disabled",
    ...(canReadCode(company, caller, project) ? { ci_config_path: project.ciConfigPath } : {}),
    ci_job_token_scope_enabled: false,
    public_jobs: project.hasPublicJobs,
    shared_runners_enabled: true,
    build_timeout: 3600,
    creator_id: 1,
    import_status: "none",
    shared_with_groups: [],
    marked_for_deletion_at: project.markedForDeletionOn,
    marked_for_deletion_on: project.markedForDeletionOn,
    ...(isAdministrator ? { runners_token: runnersToken("project", project.id) } : {}),
    ...forkedFrom(project, view),
  };
};

/** `GET /projects` and `GET /projects/:id` say how the caller came to be a member. */
export const projectWithPermissionsEntity = (project: Project, view: View): Item => {
  const level = projectLevel(view.company, view.caller, project);
  return {
    ...projectEntity(project, view),
    permissions: {
      project_access: null,
      group_access: level === LEVELS.none ? null : { access_level: level, notification_level: 3 },
    },
  };
};

export const scheduleEntity = (schedule: Schedule, base: string): Item => ({
  id: schedule.id,
  description: schedule.description,
  ref: schedule.ref,
  cron: schedule.cron,
  cron_timezone: "UTC",
  next_run_at: "2099-01-01T03:00:00.000Z",
  active: schedule.active,
  created_at: CREATED,
  updated_at: CREATED,
  owner: userEntity(schedule.owner, base),
});

/** The list leaves the variables out; the single schedule has them, for those who may see them. */
export const scheduleDetailEntity = (schedule: Schedule, base: string, showVariables: boolean): Item => ({
  ...scheduleEntity(schedule, base),
  last_pipeline: null,
  ...(showVariables
    ? {
        variables: schedule.variables.map((variable) => ({
          variable_type: variable.type,
          key: variable.key,
          value: variable.value?.text ?? "",
          raw: variable.raw,
        })),
        inputs: schedule.inputs.map(([name, { text: value }]) => ({ name, value })),
      }
    : {}),
});

export const jobEntity = (job: Job, project: Project, view: View): Item => ({
  id: job.id,
  status: job.status,
  stage: job.stage,
  name: job.name,
  ref: project.defaultBranch,
  tag: false,
  coverage: null,
  allow_failure: false,
  created_at: CREATED,
  started_at: job.status === "pending" ? null : CREATED,
  finished_at: job.status === "pending" ? null : "2024-01-02T10:01:30.000Z",
  erased_at: job.erased ? "2024-02-01T08:00:00.000Z" : null,
  duration: job.status === "pending" ? null : 90,
  queued_duration: 2,
  ...(job.status === "failed" ? { failure_reason: "script_failure" } : {}),
  web_url: `${view.base}/${project.path}/-/jobs/${job.id}`,
  project: { ci_job_token_scope_enabled: false },
  artifacts: listJobFiles(job),
  artifacts_expire_at: null,
  tag_list: ["docker"],
  runner: null,
});
