/** What a sweep covers: a group with everything below it, or one project, and the groups above whose variables reach it. */
import type { GitLab, GitLabGroup, GitLabProject } from "../gitlab/gitlab.ts";
import { VaultboundError } from "../model/errors.ts";
import { type TargetId, targetId } from "../model/ids.ts";
import type { Target } from "../model/target.ts";
import { isFatal } from "./fatal.ts";

export type GroupTarget = Extract<Target, { kind: "group" }>;
export type ProjectTarget = Extract<Target, { kind: "project" }>;

const groupTargetId = (id: number): TargetId => targetId(`group:${id}`);

const toGroupTarget = (group: GitLabGroup, groups: readonly TargetId[]): GroupTarget => ({
  kind: "group",
  id: groupTargetId(group.id),
  path: group.fullPath,
  name: group.name,
  webUrl: group.webUrl,
  groups,
});

export const toProjectTarget = (
  project: GitLabProject,
  groups: ReadonlyMap<string, GroupTarget>,
): ProjectTarget => {
  const own = groups.get(project.namespace.fullPath);
  return {
    kind: "project",
    id: targetId(`project:${project.id}`),
    path: project.pathWithNamespace,
    name: project.name,
    webUrl: project.webUrl,
    archived: project.archived,
    visibility: project.visibility,
    groups: own === undefined ? [] : [...own.groups, own.id],
    defaultBranch: project.defaultBranch,
    ciConfigPath: project.ciConfigPath,
  };
};

/** Groups from the asked one up: their variables reach down to every project below. */
const readAncestors = async (gitlab: GitLab, group: GitLabGroup): Promise<readonly GitLabGroup[]> => {
  const ancestors: GitLabGroup[] = [];
  for (let parent = group.parentId; parent !== null && ancestors.length < 32;) {
    const found: GitLabGroup | null = await gitlab.group(parent).catch((error: unknown) => {
      // Invisible from here on: its variables cannot be read either, which is said where it matters.
      if (error instanceof VaultboundError && !isFatal(error)) return null;
      throw error;
    });
    if (found === null) break;
    ancestors.unshift(found);
    parent = found.parentId;
  }
  return ancestors;
};

/** All groups of the sweep by full path, each with its chain of ancestors. */
const readGroups = async (gitlab: GitLab, top: GitLabGroup): Promise<ReadonlyMap<string, GroupTarget>> => {
  const groups = new Map<string, GroupTarget>();
  const add = (group: GitLabGroup): void => {
    const parent = groups.get(group.fullPath.slice(0, Math.max(0, group.fullPath.lastIndexOf("/"))));
    groups.set(
      group.fullPath,
      toGroupTarget(group, parent === undefined ? [] : [...parent.groups, parent.id]),
    );
  };
  for (const ancestor of await readAncestors(gitlab, top)) add(ancestor);
  add(top);
  const descendants: GitLabGroup[] = [];
  for await (const group of gitlab.descendantGroups(top.id)) descendants.push(group);
  // Parents before children, whatever order the list came in.
  for (const group of descendants.sort((a, b) => a.fullPath.split("/").length - b.fullPath.split("/").length))
    add(group);
  return groups;
};

/** What was asked for: a group with all below, or one project with the groups above it. */
export interface Scope {
  readonly groups: ReadonlyMap<string, GroupTarget>;
  readonly projects: AsyncIterable<GitLabProject>;
}

async function* only<T>(item: T): AsyncGenerator<T> {
  yield item;
}

/** @throws VaultboundError GITLAB_NOT_FOUND when there is neither a group nor a project at the path. */
export const openScope = async (gitlab: GitLab, path: string): Promise<Scope> => {
  const group = await gitlab.group(path).catch((error: unknown) => {
    if (error instanceof VaultboundError && error.code === "GITLAB_NOT_FOUND") return null;
    throw error;
  });
  if (group !== null)
    return { groups: await readGroups(gitlab, group), projects: gitlab.groupProjects(group.id) };
  const project = await gitlab.project(path);
  const groups = new Map<string, GroupTarget>();
  if (project.namespace.kind === "group") {
    const own = await gitlab.group(project.namespace.id);
    const chain = [...(await readAncestors(gitlab, own)), own];
    chain.forEach((item, index) =>
      groups.set(
        item.fullPath,
        toGroupTarget(
          item,
          chain.slice(0, index).map(({ id }) => groupTargetId(id)),
        ),
      ),
    );
  }
  return { groups, projects: only(project) };
};
