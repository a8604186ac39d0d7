/** The operations the sample answers: one row each, written as in the OpenAPI description. */
import { list, one } from "./answers.ts";
import { BESIDE_ROUTES } from "./beside-routes.ts";
import { isBelow, LEVELS, parentPath } from "./company.ts";
import { groupEntity, jobEntity, scheduleEntity } from "./entities.ts";
import { tokenEntity, userEntity, variableEntity } from "./entities.ts";
import { projectsOfGroup, selectGroups } from "./lists.ts";
import {
  allProjects,
  branches,
  groupDetail,
  jobArtifacts,
  jobDetail,
  jobTrace,
  lint,
  oneBranch,
  oneVariable,
  projectDetail,
  projectList,
  rawFile,
  repositoryFile,
  scheduleDetail,
  tree,
} from "./operations.ts";
import { EDITION_ROUTES } from "./edition-routes.ts";
import type { Keyset } from "./paging.ts";
import { type Call, onGroup, onInstance, onProject, onToken, type Route } from "./route.ts";
import { SETUP_ROUTES } from "./setup-routes.ts";

const { reporter, maintainer, owner } = LEVELS;
const USER = { scopes: ["read_api", "read_user"] };
const ANYONE = { anonymous: true };
const CODE = { needs: "code", anonymous: true } as const;
const FILES = { ...CODE, scopes: ["read_api", "read_repository"] };

const BY_ID: Keyset = { by: "id", ascending: "id_after", descending: "id_before", orderBy: "id" };
const JOBS_BY_ID: Keyset = { by: "id", ascending: "cursor", descending: "cursor", orderBy: "id" };
const TREE: Keyset = { by: "path", ascending: "page_token", descending: "page_token", orderBy: null };

const version = ({ company: { instance } }: Call) =>
  one({
    version: instance.version,
    revision: instance.revision,
    enterprise: instance.enterprise,
    kas: { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null },
  });

const groups = (call: Call, all = call.company.groups) =>
  list(selectGroups(all, call, call.query).map((group) => groupEntity(group, call)));

export const ROUTES: readonly Route[] = [
  onInstance("/version", version, USER),
  onInstance("/metadata", version, USER),
  onToken("/user", ({ person }, { base }) => one(userEntity(person, base)), USER),
  onToken("/personal_access_tokens/self", (token) => one(tokenEntity(token)), { scopes: [] }),

  onInstance("/groups", (call) => groups(call), ANYONE),
  onGroup("/groups/{id}", groupDetail, ANYONE),
  onGroup(
    "/groups/{id}/subgroups",
    (call, { path }) =>
      groups(
        call,
        call.company.groups.filter((group) => parentPath(group.path) === path),
      ),
    ANYONE,
  ),
  onGroup(
    "/groups/{id}/descendant_groups",
    (call, { path }) =>
      groups(
        call,
        call.company.groups.filter((group) => isBelow(group.path, path)),
      ),
    ANYONE,
  ),
  onGroup(
    "/groups/{id}/projects",
    (call, group) => projectList(call, projectsOfGroup(group, call.company, call.query)),
    ANYONE,
  ),
  onGroup(
    "/groups/{id}/projects/shared",
    (call, { path }) =>
      projectList(
        call,
        call.company.projects.filter(({ sharedWith }) => sharedWith.has(path)),
      ),
    ANYONE,
  ),
  onGroup("/groups/{id}/variables", (_, { variables }) => list(variables.map(variableEntity)), {
    role: owner,
  }),
  onGroup("/groups/{id}/variables/{key}", (call, { variables }) => oneVariable(call, variables), {
    role: owner,
  }),

  onInstance("/projects", allProjects, { ...ANYONE, keyset: BY_ID }),
  onProject("/projects/{id}", projectDetail, ANYONE),
  onProject("/projects/{id}/variables", (_, { variables }) => list(variables.map(variableEntity)), {
    role: maintainer,
    needs: "builds",
  }),
  onProject("/projects/{id}/variables/{key}", (call, { variables }) => oneVariable(call, variables), {
    role: maintainer,
    needs: "builds",
  }),
  onProject("/projects/{id}/repository/branches", branches, CODE),
  onProject("/projects/{id}/repository/branches/{branch}", oneBranch, CODE),
  onProject("/projects/{id}/repository/tree", tree, { ...CODE, keyset: TREE }),
  onProject("/projects/{id}/repository/files/{file_path}", repositoryFile, FILES),
  onProject("/projects/{id}/repository/files/{file_path}/raw", rawFile, FILES),
  onProject("/projects/{id}/ci/lint", lint, { needs: "code" }),
  onProject(
    "/projects/{id}/pipeline_schedules",
    ({ base }, { schedules }) => list(schedules.map((schedule) => scheduleEntity(schedule, base))),
    { needs: "builds" },
  ),
  onProject("/projects/{id}/pipeline_schedules/{pipeline_schedule_id}", scheduleDetail, { needs: "builds" }),
  onProject(
    "/projects/{id}/jobs",
    (call, project) =>
      list(project.jobs.toSorted((a, b) => b.id - a.id).map((job) => jobEntity(job, project, call))),
    { needs: "jobs", keyset: JOBS_BY_ID, totals: false },
  ),
  onProject("/projects/{id}/jobs/{job_id}", jobDetail, { needs: "jobs" }),
  onProject("/projects/{id}/jobs/{job_id}/trace", jobTrace, { needs: "jobs" }),
  onProject("/projects/{id}/jobs/{job_id}/artifacts", jobArtifacts, { role: reporter, needs: "jobs" }),

  ...BESIDE_ROUTES,
  ...SETUP_ROUTES,
  ...EDITION_ROUTES,
];
