/** The operations on plans, and on what belongs to a person or a token: one row each. */
import { canSeeGroup, groupLevel, projectLevel } from "./access.ts";
import { type Answer, forbidden, type Item, list, notFound, one } from "./answers.ts";
import { LEVELS, parentPath } from "./company.ts";
import { isCommunity } from "./edition.ts";
import { groupEntity, namespaceEntity, personNamespaceEntity, simpleProjectEntity } from "./entities.ts";
import { projectList } from "./operations.ts";
import { type Call, onInstance, onToken, type Route } from "./route.ts";

const license = ({ company: { instance }, caller }: Call): Answer => {
  if (caller?.person.isAdministrator !== true) throw forbidden();
  if (isCommunity(instance)) throw notFound();
  return one({
    id: 1,
    plan: instance.tier,
    created_at: "2024-01-02T10:00:00.000Z",
    starts_at: "2024-01-02",
    expires_at: "2099-12-31",
    expired: false,
    active_users: 6,
    user_limit: 10,
  });
};

/** Only GitLab.com sells plans to groups, and tells them to those who administer the group. */
const namespace = (call: Call): Answer => {
  const { company, caller } = call;
  const id = call.parameter("id");
  const group = company.groups.find((item) => String(item.id) === id || item.path === id);
  if (group !== undefined && canSeeGroup(company, caller, group)) {
    const showsPlan =
      company.instance.kind === "gitlab.com" && groupLevel(company, caller, group) >= LEVELS.maintainer;
    return one({
      ...namespaceEntity(group, call),
      ...(showsPlan ? { plan: company.instance.tier, trial: false } : {}),
    });
  }
  const own = caller === null ? null : personNamespaceEntity(caller.person, call.base);
  if (own === null || (id !== String(own["id"]) && id !== own["path"])) throw notFound("Namespace");
  return one(own);
};

const userProjects = (call: Call): Answer => {
  const { company } = call;
  const id = call.parameter("user_id");
  const person = [...company.people.values()].find((item) => String(item.id) === id || item.username === id);
  if (person === undefined) throw notFound("User");
  return projectList(
    call,
    company.projects.filter(({ path }) => parentPath(path) === person.username),
  );
};

const pageOf = <Thing>({ query }: Call, things: readonly Thing[]): readonly Thing[] => {
  const size = Number(query.get("per_page") ?? "20");
  const start = (Number(query.get("page") ?? "1") - 1) * size;
  return things.slice(start, start + size);
};

/** Both lists in one answer, without headers of pages. */
const associations = (call: Call): Answer => {
  const { company, caller } = call;
  const least = Math.max(1, Number(call.query.get("min_access_level") ?? "1"));
  const groups = company.groups
    .map((group) => ({ group, level: groupLevel(company, caller, group) }))
    .filter(({ level }) => level >= least)
    .map(({ group, level }): Item => {
      const { id, web_url: webUrl, name, parent_id: parent, visibility } = groupEntity(group, call);
      return {
        id,
        web_url: webUrl,
        name,
        parent_id: parent,
        organization_id: 1,
        access_levels: level,
        visibility,
      };
    });
  const projects = company.projects
    .map((project) => ({ project, level: projectLevel(company, caller, project) }))
    .filter(({ level }) => level >= least)
    .map(({ project, level }): Item => {
      const own = project.members.has(caller?.person.username ?? "");
      return {
        ...simpleProjectEntity(project, call),
        visibility: project.visibility,
        access_levels: {
          project_access_level: own ? level : null,
          group_access_level: own ? null : level,
        },
      };
    });
  return one({ groups: pageOf(call, groups), projects: pageOf(call, projects) });
};

export const EDITION_ROUTES: readonly Route[] = [
  onInstance("/license", license),
  onInstance("/namespaces/{id}", namespace),
  onInstance("/users/{user_id}/projects", userProjects, { anonymous: true }),
  onToken("/personal_access_tokens/self/associations", (_, call) => associations(call), { scopes: [] }),
  // Everybody's snippets of the sample are private.
  onInstance("/snippets/public", () => list([])),
];
