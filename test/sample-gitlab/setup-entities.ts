/** JSON shapes of how a project is set up (docs.gitlab.com/api); the fields a crawler sees. */
import type { Item } from "./answers.ts";
import type { Person, Project, Variable } from "./company.ts";
import { userEntity } from "./entities.ts";
import type { Environment, Pipeline, Protection, Runner } from "./setup.ts";

const CREATED = "2024-01-02T10:00:00.000Z";

export const environmentEntity = ({ id, name, tier, url }: Environment): Item => ({
  id,
  name,
  slug: name.replaceAll(/[^a-z0-9]/g, "-"),
  description: null,
  external_url: url,
  created_at: CREATED,
  updated_at: CREATED,
  tier,
  state: "available",
});

const levelEntity = (level: number): Item => ({
  id: level,
  access_level: level,
  access_level_description: `Level ${level}`,
  user_id: null,
  group_id: null,
});

export const protectedEnvironmentEntity = ({ name }: Environment): Item => ({
  name,
  deploy_access_levels: [levelEntity(40)],
  required_approval_count: 0,
  approval_rules: [],
});

export const protectedBranchEntity = ({ id, name, push, merge }: Protection): Item => ({
  id,
  name,
  push_access_levels: [levelEntity(push)],
  merge_access_levels: [levelEntity(merge)],
  unprotect_access_levels: [],
  allow_force_push: false,
  code_owner_approval_required: false,
});

export const protectedTagEntity = ({ name, push }: Protection): Item => ({
  name,
  create_access_levels: [levelEntity(push)],
});

/** Above a job's pipeline, and in the list of pipelines. */
export const pipelineEntity = (pipeline: Pipeline, project: Project, base: string): Item => ({
  id: pipeline.id,
  // Counted within the project.
  iid: project.setup.pipelines.indexOf(pipeline) + 1,
  project_id: project.id,
  sha: "0".repeat(40),
  ref: project.defaultBranch,
  status: pipeline.status,
  source: pipeline.source,
  created_at: CREATED,
  updated_at: CREATED,
  web_url: `${base}/${project.path}/-/pipelines/${pipeline.id}`,
});

/** Variables of schedules and pipelines have no scope and no flags. */
export const plainVariableEntity = ({ key, value, type, raw }: Variable): Item => ({
  variable_type: type,
  key,
  value: value?.text ?? "",
  raw,
});

/** Of the whole instance: neither hidden nor for one environment. */
export const instanceVariableEntity = (variable: Variable): Item => ({
  ...plainVariableEntity(variable),
  protected: variable.protected,
  masked: variable.masked,
  description: variable.description,
});

const runnerType = ({ of }: Runner, isGroup: boolean): string =>
  of === null ? "instance_type" : `${isGroup ? "group" : "project"}_type`;

/** Without tags and executor: the first are in the single one, the second in GraphQL only. */
export const runnerEntity = (runner: Runner, isGroup: boolean): Item => ({
  id: runner.id,
  description: runner.description,
  ip_address: "",
  active: !runner.isPaused,
  paused: runner.isPaused,
  is_shared: runner.of === null,
  runner_type: runnerType(runner, isGroup),
  name: "gitlab-runner",
  online: !runner.isPaused,
  created_at: CREATED,
  status: runner.isPaused ? "offline" : "online",
});

export const runnerDetailsEntity = (runner: Runner, isGroup: boolean): Item => ({
  ...runnerEntity(runner, isGroup),
  tag_list: runner.tags,
  run_untagged: true,
  locked: false,
  maximum_timeout: null,
  access_level: "not_protected",
  contacted_at: CREATED,
  projects: [],
  groups: [],
});

export const memberEntity = (person: Person, level: number, base: string): Item => ({
  ...memberOf(userEntity(person, base)),
  created_at: CREATED,
  expires_at: null,
  access_level: level,
});

const memberOf = ({ id, username, name, state, avatar_url: avatar, web_url: page }: Item): Item => ({
  id,
  username,
  name,
  state,
  avatar_url: avatar,
  web_url: page,
});
