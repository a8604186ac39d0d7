/** What a sweep covers: groups with everything below, projects, people; and the groups above whose variables reach down. */
import { isGitLabCom } from "../gitlab/address.ts";
import type { GitLab, GitLabGroup, GitLabProject } from "../gitlab/gitlab.ts";
import { VaultboundError } from "../model/errors.ts";
import { type TargetId, targetId } from "../model/ids.ts";
import type { Target } from "../model/target.ts";
import { isFatal } from "./fatal.ts";
import { readAhead } from "./read-ahead.ts";
import { createFilter, isGroupLeftOut, normalizePaths, type Selection } from "./select-projects.ts";

export type GroupTarget = Extract<Target, { kind: "group" }>;
export type ProjectTarget = Extract<Target, { kind: "project" }>;
export type InstanceTarget = Extract<Target, { kind: "instance" }>;

const groupTargetId = (id: number): TargetId => targetId(`group:${id}`);

const toGroupTarget = (group: GitLabGroup, groups: readonly TargetId[]): GroupTarget => ({
  kind: "group",
  id: groupTargetId(group.id),
  path: group.fullPath,
  name: group.name,
  webUrl: group.webUrl,
  groups,
});

const toInstanceTarget = ({ url }: GitLab): InstanceTarget => ({
  kind: "instance",
  id: targetId("instance"),
  path: url,
  name: new URL(url).host,
  webUrl: url,
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

type Groups = Map<string, GroupTarget>;

const addGroup = (groups: Groups, group: GitLabGroup): void => {
  const parent = groups.get(group.fullPath.slice(0, Math.max(0, group.fullPath.lastIndexOf("/"))));
  groups.set(group.fullPath, toGroupTarget(group, parent === undefined ? [] : [...parent.groups, parent.id]));
};

/** The group, those above it, and with `below` those below it. */
const addTree = async (
  groups: Groups,
  gitlab: GitLab,
  { top, below }: { readonly top: GitLabGroup; readonly below: boolean },
): Promise<void> => {
  for (const ancestor of await readAncestors(gitlab, top)) addGroup(groups, ancestor);
  addGroup(groups, top);
  if (!below) return;
  const descendants: GitLabGroup[] = [];
  for await (const group of gitlab.descendantGroups(top.id)) descendants.push(group);
  // Parents before children, whatever order the list came in.
  for (const group of descendants.sort((a, b) => a.fullPath.split("/").length - b.fullPath.split("/").length))
    addGroup(groups, group);
};

/** A project of the places that were asked for, chosen or not. */
export interface Listed {
  readonly project: GitLabProject;
  /** The option that leaves it out, or null. */
  readonly leftOut: string | null;
}

export interface Scope {
  /** With `--all`: what belongs to no group and no project. Filters choose projects, and its variables reach them. */
  readonly instance: InstanceTarget | null;
  /** By full path, parents before children. */
  readonly groups: ReadonlyMap<string, GroupTarget>;
  /** Groups whose own variables and settings are not read. */
  readonly leftOut: ReadonlySet<TargetId>;
  /** Listed while they are read, and ahead of that. Each project once. */
  readonly projects: AsyncIterable<Listed>;
}

async function* only<T>(item: T): AsyncGenerator<T> {
  yield item;
}

/** Asks for the first item now, so that a list that does not exist is an error here and not on the way. */
const begin = async <T>(items: AsyncIterable<T>): Promise<AsyncIterable<T>> => {
  const rest = items[Symbol.asyncIterator]();
  const first = await rest.next();
  return (async function* () {
    if (first.done === true) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  })();
};

const orNull = async <T>(promise: Promise<T>): Promise<T | null> => {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof VaultboundError && error.code === "GITLAB_NOT_FOUND") return null;
    throw error;
  }
};

/** Personal projects have no group above them. */
const openUser = (gitlab: GitLab, name: string): Promise<AsyncIterable<GitLabProject>> =>
  begin(gitlab.userProjects(name));

/** @returns the projects at one place; its groups go into `groups`. @throws VaultboundError GITLAB_NOT_FOUND. */
const openPlace = async (
  gitlab: GitLab,
  path: string,
  groups: Groups,
): Promise<AsyncIterable<GitLabProject>> => {
  if (path.startsWith("~")) return openUser(gitlab, path.slice(1));
  const group = await orNull(gitlab.group(path));
  if (group !== null) {
    await addTree(groups, gitlab, { top: group, below: true });
    return gitlab.groupProjects(group.id);
  }
  // Only groups and people stand at the top.
  if (!path.includes("/")) {
    const own = await orNull(openUser(gitlab, path));
    if (own !== null) return own;
  }
  const project = await gitlab.project(path);
  if (project.namespace.kind === "group" && !groups.has(project.namespace.fullPath))
    await addTree(groups, gitlab, { top: await gitlab.group(project.namespace.id), below: false });
  return only(project);
};

/** On GitLab.com everything the token can see is everything public there: then only what its owner belongs to. */
export const reachOfAll = ({ url }: GitLab): { readonly membership?: true } =>
  isGitLabCom(url) ? { membership: true } : {};

const openAll = async (gitlab: GitLab, groups: Groups): Promise<AsyncIterable<GitLabProject>> => {
  const reach = reachOfAll(gitlab);
  for await (const top of gitlab.topGroups(reach)) await addTree(groups, gitlab, { top, below: true });
  return gitlab.allProjects(reach);
};

/** Told of each project that is listed, ahead of its turn, and of the end. */
export type OnListed = (item: Listed | "all") => void;

/** Projects that are listed before their turn. */
const AHEAD = 1000;

/** Places may overlap; ids are remembered only if there are several. */
async function* listProjects(
  lists: readonly AsyncIterable<GitLabProject>[],
  filter: (project: GitLabProject) => string | null,
  onListed: OnListed,
): AsyncGenerator<Listed> {
  const seen = new Set<number>();
  for (const projects of lists)
    for await (const project of projects) {
      if (seen.has(project.id)) continue;
      if (lists.length > 1) seen.add(project.id);
      const item = { project, leftOut: filter(project) };
      onListed(item);
      yield item;
    }
  onListed("all");
}

/**
 * Lists the groups; the projects are listed while they are read.
 * `now` is ISO 8601 UTC. @throws VaultboundError GITLAB_NOT_FOUND when there is nothing at one of the paths.
 */
export const openScope = async (
  gitlab: GitLab,
  selection: Selection,
  { now, onListed = () => undefined }: { readonly now: string; readonly onListed?: OnListed },
): Promise<Scope> => {
  const groups: Groups = new Map();
  const lists: AsyncIterable<GitLabProject>[] = [];
  if (selection.all) lists.push(await openAll(gitlab, groups));
  else for (const path of normalizePaths(selection.paths)) lists.push(await openPlace(gitlab, path, groups));
  const leftOut = [...groups.values()].filter(({ path }) => isGroupLeftOut(selection, { fullPath: path }));
  return {
    instance: selection.all ? toInstanceTarget(gitlab) : null,
    groups,
    leftOut: new Set(leftOut.map(({ id }) => id)),
    projects: readAhead(listProjects(lists, createFilter(selection, now), onListed), AHEAD),
  };
};
