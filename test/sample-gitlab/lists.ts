/** Filters and orders lists by the parameters GitLab documents. */
import { canSeeGroup, canSeeProject, groupLevel, projectLevel } from "./access.ts";
import { badRequest } from "./answers.ts";
import {
  type Company,
  type Group,
  isBelow,
  type Level,
  LEVELS,
  parentPath,
  type Project,
} from "./company.ts";
import { lastActivity, type View } from "./entities.ts";

const readFlag = (query: URLSearchParams, name: string): boolean | null => {
  const text = query.get(name);
  if (text === null) return null;
  if (/^(true|1|yes)$/i.test(text)) return true;
  if (/^(false|0|no)$/i.test(text)) return false;
  throw badRequest(`${name} is invalid`);
};

export const isSet = (query: URLSearchParams, name: string, fallback: boolean): boolean =>
  readFlag(query, name) ?? fallback;

interface Order<T> {
  readonly by: Readonly<Record<string, (item: T) => number | string>>;
  readonly defaultBy: string;
  readonly defaultSort: "asc" | "desc";
}

const sorted = <T>(items: readonly T[], query: URLSearchParams, order: Order<T>): readonly T[] => {
  const by = query.get("order_by") ?? order.defaultBy;
  const sort = query.get("sort") ?? order.defaultSort;
  const key = order.by[by];
  if (key === undefined) throw badRequest("order_by does not have a valid value");
  if (sort !== "asc" && sort !== "desc") throw badRequest("sort does not have a valid value");
  const factor = sort === "asc" ? 1 : -1;
  return items.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return 0;
    return left < right ? -factor : factor;
  });
};

const PROJECT_ORDER: Order<Project> = {
  by: {
    id: ({ id }) => id,
    name: ({ path }) => path.slice(path.lastIndexOf("/") + 1),
    path: ({ path }) => path.slice(path.lastIndexOf("/") + 1),
    // GitLab serves both in the order of ids.
    created_at: ({ id }) => id,
    star_count: ({ id }) => id,
    updated_at: lastActivity,
    last_activity_at: lastActivity,
  },
  defaultBy: "created_at",
  defaultSort: "desc",
};

const GROUP_ORDER: Order<Group> = {
  by: { id: ({ id }) => id, name: ({ name }) => name, path: ({ path }) => path },
  defaultBy: "name",
  defaultSort: "asc",
};

const readLevel = (query: URLSearchParams): Level => {
  const text = query.get("min_access_level");
  const level = Object.values(LEVELS).find((known) => String(known) === text);
  if (text !== null && level === undefined) throw badRequest("min_access_level does not have a valid value");
  return level ?? LEVELS.none;
};

const matchesSearch = (path: string, query: URLSearchParams): boolean =>
  path.toLowerCase().includes((query.get("search") ?? "").toLowerCase());

/** Of these projects, the ones the caller sees and asks for. */
export const selectProjects = (
  projects: readonly Project[],
  view: View,
  query: URLSearchParams,
): readonly Project[] => {
  const { company, caller } = view;
  const archived = readFlag(query, "archived");
  const visibility = query.get("visibility");
  const level = isSet(query, "owned", false) ? LEVELS.owner : readLevel(query);
  const after = Number(query.get("id_after") ?? -Infinity);
  const before = Number(query.get("id_before") ?? Infinity);
  const selected = projects.filter(
    (project) =>
      canSeeProject(company, caller, project) &&
      (archived === null || project.archived === archived) &&
      (visibility === null || project.visibility === visibility) &&
      projectLevel(company, caller, project) >= level &&
      (!isSet(query, "membership", false) || projectLevel(company, caller, project) > LEVELS.none) &&
      project.id > after &&
      project.id < before &&
      matchesSearch(project.path, query),
  );
  return sorted(selected, query, PROJECT_ORDER);
};

/** Candidates for a group's list: its own, with shared ones unless told otherwise, with subgroups when asked. */
export const projectsOfGroup = (
  group: Group,
  company: Company,
  query: URLSearchParams,
): readonly Project[] => {
  const withSubgroups = isSet(query, "include_subgroups", false);
  const withShared = isSet(query, "with_shared", true);
  return company.projects.filter(
    (project) =>
      parentPath(project.path) === group.path ||
      (withSubgroups && isBelow(project.path, group.path)) ||
      (withShared && project.sharedWith.has(group.path)),
  );
};

/** Whether the caller belongs to the group, or to something in it; otherwise it may still be open to everybody. */
const belongsTo = ({ company, caller }: View, group: Group): boolean =>
  groupLevel(company, caller, group) > LEVELS.none ||
  company.groups.some(
    (below) => isBelow(below.path, group.path) && groupLevel(company, caller, below) > LEVELS.none,
  ) ||
  company.projects.some(
    (project) => isBelow(project.path, group.path) && projectLevel(company, caller, project) > LEVELS.none,
  );

/** Of these groups, the ones the caller sees and asks for. */
export const selectGroups = (
  groups: readonly Group[],
  view: View,
  query: URLSearchParams,
): readonly Group[] => {
  const { company, caller } = view;
  const level = isSet(query, "owned", false) ? LEVELS.owner : readLevel(query);
  const skipped = new Set(query.getAll("skip_groups[]"));
  const visibility = query.get("visibility");
  const isForAll = isSet(query, "all_available", caller === null || caller.person.isAdministrator);
  const selected = groups.filter(
    (group) =>
      canSeeGroup(company, caller, group) &&
      (isForAll || belongsTo(view, group)) &&
      groupLevel(company, caller, group) >= level &&
      !skipped.has(String(group.id)) &&
      (visibility === null || group.visibility === visibility) &&
      (!isSet(query, "top_level_only", false) || parentPath(group.path) === null) &&
      matchesSearch(group.path, query),
  );
  return sorted(selected, query, GROUP_ORDER);
};
