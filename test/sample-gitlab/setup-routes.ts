/** The operations on how projects and groups are set up: one row each, written as in the OpenAPI description. */
import { groupLevelOf, projectLevel, projectLevelOf } from "./access.ts";
import { type Answer, forbidden, list, notFound, one } from "./answers.ts";
import { isBelow, LEVELS, parentPath, type Person, type Project } from "./company.ts";
import { type Call, onGroup, onInstance, onProject, type Route } from "./route.ts";
import {
  environmentEntity,
  instanceVariableEntity,
  memberEntity,
  pipelineEntity,
  plainVariableEntity,
  protectedBranchEntity,
  protectedEnvironmentEntity,
  protectedTagEntity,
  runnerDetailsEntity,
  runnerEntity,
} from "./setup-entities.ts";
import type { Runner } from "./setup.ts";

const { reporter, developer, maintainer, owner } = LEVELS;

const isOfGroup = ({ company }: Call, { of }: Runner): boolean =>
  company.groups.some(({ path }) => path === of);

/** Runners that take jobs of the project or group at this path: the instance's, and those of the groups above. */
const runnersAt = (call: Call, path: string): Answer =>
  list(
    call.company.runners
      .filter(({ of }) => of === null || of === path || isBelow(path, of))
      .map((runner) => runnerEntity(runner, isOfGroup(call, runner))),
  );

/** Whoever administers a project or group that a runner serves may see all of it. */
export const mayReadRunner = (
  { company, caller }: Pick<Call, "company" | "caller">,
  { of }: Runner,
): boolean =>
  company.projects.some(
    (project) =>
      (of === null || of === project.path || isBelow(project.path, of)) &&
      projectLevel(company, caller, project) >= maintainer,
  );

const oneRunner = (call: Call): Answer => {
  const runner = call.company.runners.find(({ id }) => String(id) === call.parameter("id"));
  if (runner === undefined) throw notFound();
  if (!mayReadRunner(call, runner)) throw forbidden();
  return one(runnerDetailsEntity(runner, isOfGroup(call, runner)));
};

const instanceVariables = ({ company, caller }: Call): Answer => {
  if (caller?.person.isAdministrator !== true) throw forbidden();
  return list(company.variables.map(instanceVariableEntity));
};

const members = (call: Call, levelOf: (person: Person) => number): Answer =>
  list(
    [...call.company.people.values()]
      .map((person) => ({ person, level: person.isAdministrator ? 0 : levelOf(person) }))
      .filter(({ level }) => level > 0)
      .map(({ person, level }) => memberEntity(person, level, call.base)),
  );

const pipelineVariables = (call: Call, { setup }: Project): Answer => {
  const pipeline = setup.pipelines.find(({ id }) => String(id) === call.parameter("pipeline_id"));
  if (pipeline === undefined) throw notFound();
  return list(pipeline.variables.map(plainVariableEntity));
};

const BUILDS = "builds";

export const SETUP_ROUTES: readonly Route[] = [
  onInstance("/admin/ci/variables", instanceVariables),
  onInstance("/runners/{id}", oneRunner),
  onGroup("/groups/{id}/runners", (call, { path }) => runnersAt(call, path), { role: owner }),
  onGroup("/groups/{id}/members/all", (call, { path }) =>
    members(call, (person) => groupLevelOf(call.company, person, path)),
  ),
  onGroup("/groups/{id}/members", (call, group) =>
    members(call, ({ username }) => group.members.get(username) ?? LEVELS.none),
  ),
  // Whoever a personal project belongs to is a member of it.
  onProject("/projects/{id}/members", (call, project) =>
    members(call, ({ username }) =>
      parentPath(project.path) === username ? owner : (project.members.get(username) ?? LEVELS.none),
    ),
  ),
  onProject("/projects/{id}/members/all", (call, project) =>
    members(call, (person) => projectLevelOf(call.company, person, project)),
  ),
  onProject("/projects/{id}/runners", (call, { path }) => runnersAt(call, path), {
    role: maintainer,
    needs: BUILDS,
  }),
  onProject(
    "/projects/{id}/environments",
    (_, { setup }) => list(setup.environments.map(environmentEntity)),
    { role: reporter, needs: "environments" },
  ),
  onProject(
    "/projects/{id}/protected_environments",
    (_, { setup }) =>
      list(setup.environments.filter(({ isProtected }) => isProtected).map(protectedEnvironmentEntity)),
    { role: maintainer, needs: BUILDS },
  ),
  onProject(
    "/projects/{id}/protected_branches",
    (_, { setup }) => list(setup.branches.map(protectedBranchEntity)),
    { role: developer, needs: "code" },
  ),
  onProject("/projects/{id}/protected_tags", (_, { setup }) => list(setup.tags.map(protectedTagEntity)), {
    role: developer,
    needs: "code",
  }),
  onProject(
    "/projects/{id}/pipelines",
    (call, project) =>
      list(project.setup.pipelines.map((item) => pipelineEntity(item, project, call.base)).toReversed()),
    { needs: "jobs" },
  ),
  onProject("/projects/{id}/pipelines/{pipeline_id}/variables", pipelineVariables, {
    role: maintainer,
    needs: BUILDS,
  }),
];
