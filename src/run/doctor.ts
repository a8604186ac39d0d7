/** What a sweep of some places would miss with this token: asked of GitLab by trying every source on a few of them. */
import { listRemoteRefs } from "../git/clone.ts";
import type { GitContext } from "../git/process.ts";
import type { GitLab, GitLabAssociation, GitLabGroup, GitLabProject } from "../gitlab/gitlab.ts";
import { VaultboundError } from "../model/errors.ts";
import { type Gap, isGap } from "../model/gap.ts";
import { targetId } from "../model/ids.ts";
import type { Target } from "../model/target.ts";
import type { Source, SourceContext } from "../sources/source.ts";
import { type Check, check, checkError, nameRole, readAssociations, roleAt } from "./check-token.ts";
import { reachOfAll, toProjectTarget } from "./scope.ts";
import { withTempFolder } from "./temp-folder.ts";

export interface DoctorRequest {
  readonly gitlab: GitLab;
  readonly sources: readonly Source[];
  /** Full paths of groups and projects; none: those the token belongs to. */
  readonly paths: readonly string[];
  readonly git: GitContext;
  readonly clone: {
    readonly token: string;
    readonly caFile: string | undefined;
    readonly tempParent: string;
    readonly owner: number;
  };
}

/** Places of a kind that are tried; more would only cost calls. */
const GROUPS = 3;
const PROJECTS = 3;
/** What one try may read. */
const LIMITS = {
  jobLogs: 1,
  jobLogBytes: 4096,
  artifacts: 1,
  artifactBytes: 65_536,
  threads: 1,
  fileBytes: 4096,
  since: null,
};
const LS_REMOTE_MS = 30_000;

interface Sample {
  readonly groups: readonly GitLabGroup[];
  readonly projects: readonly GitLabProject[];
}

const takeFirst = async <T>(items: AsyncIterable<T>, most: number): Promise<readonly T[]> => {
  const list: T[] = [];
  for await (const item of items) if (list.push(item) >= most) break;
  return list;
};

/** One of each shape says more than the first few: with code, with pipelines, then the rest. */
const chooseProjects = (projects: readonly GitLabProject[]): readonly GitLabProject[] => {
  const isFull = (project: GitLabProject): boolean =>
    !project.emptyRepo && !project.archived && project.buildsAccessLevel !== "disabled";
  return [...projects.filter(isFull), ...projects.filter((project) => !isFull(project))].slice(0, PROJECTS);
};

const sampleGroup = async (gitlab: GitLab, group: GitLabGroup): Promise<Sample> => ({
  groups: [group],
  projects: chooseProjects(await takeFirst(gitlab.groupProjects(group.id), 100)),
});

const samplePath = async (gitlab: GitLab, path: string): Promise<Sample> => {
  try {
    return await sampleGroup(gitlab, await gitlab.group(path));
  } catch (error) {
    if (!(error instanceof VaultboundError) || error.code !== "GITLAB_NOT_FOUND") throw error;
    return { groups: [], projects: [await gitlab.project(path)] };
  }
};

const samplePlaces = async ({ gitlab, paths }: DoctorRequest): Promise<Sample> => {
  const samples: Sample[] = [];
  if (paths.length === 0)
    for (const group of await takeFirst(gitlab.topGroups({ membership: true }), GROUPS))
      samples.push(await sampleGroup(gitlab, group));
  for (const path of paths) samples.push(await samplePath(gitlab, path));
  const projects = samples.flatMap((sample) => sample.projects);
  if (projects.length > 0 || paths.length > 0)
    return { groups: samples.flatMap(({ groups }) => groups), projects };
  return { groups: [], projects: await takeFirst(gitlab.allProjects(reachOfAll(gitlab)), PROJECTS) };
};

const toGroupTarget = (group: GitLabGroup): Target => ({
  kind: "group",
  id: targetId(`group:${group.id}`),
  path: group.fullPath,
  name: group.name,
  webUrl: group.webUrl,
  groups: [],
});

/** A refusal shows in the first thing that a source says. */
const trySource = async (source: Source, target: Target, context: SourceContext): Promise<Gap | null> => {
  for await (const item of source.read(target, context)) return isGap(item) ? item : null;
  return null;
};

const tryClone = (request: DoctorRequest, project: GitLabProject): Promise<boolean> =>
  withTempFolder(request.clone.tempParent, request.clone.owner, async (folder) => {
    const refs = await listRemoteRefs(
      {
        url: project.httpUrlToRepo ?? "",
        folder,
        token: request.clone.token,
        host: new URL(request.gitlab.url).host,
        project: project.pathWithNamespace,
        caFile: request.clone.caFile,
        timeoutMs: LS_REMOTE_MS,
      },
      request.git,
    );
    return refs !== null;
  });

interface Tried {
  count: number;
  readonly gaps: { readonly path: string; readonly message: string }[];
}

const isCloneable = ({ emptyRepo, repositoryAccessLevel }: GitLabProject): boolean =>
  !emptyRepo && repositoryAccessLevel !== "disabled";

/** What one source says of the sampled places. */
const checkSource = async (request: DoctorRequest, source: Source, sample: Sample): Promise<Check> => {
  const tried: Tried = { count: 0, gaps: [] };
  const context: SourceContext = {
    git: request.git,
    gitlab: request.gitlab,
    repository: null,
    input: null,
    withHistory: true,
    project: null,
    limits: LIMITS,
    knownTips: [],
  };
  const note = (path: string, message: string | null): void => {
    tried.count++;
    if (message !== null) tried.gaps.push({ path, message });
  };
  for (const group of sample.groups) {
    const target = toGroupTarget(group);
    if (source.appliesTo(target, context))
      note(group.fullPath, (await trySource(source, target, context))?.message ?? null);
  }
  for (const project of sample.projects) {
    const path = project.pathWithNamespace;
    const target = toProjectTarget(project, new Map());
    if (source.name === "history") {
      if (isCloneable(project))
        note(
          path,
          project.httpUrlToRepo !== null && (await tryClone(request, project))
            ? null
            : `Cannot clone ${path}.`,
        );
    } else if (source.appliesTo(target, { ...context, project }))
      note(path, (await trySource(source, target, { ...context, project }))?.message ?? null);
  }
  const name = `source ${source.name}`;
  if (tried.count === 0) return check(name, "note", "nothing of this kind in the places that were tried");
  const [first] = tried.gaps;
  if (first === undefined) return check(name, "ok", `readable in ${tried.count} of ${tried.count} places`);
  return check(
    name,
    "missing",
    `a gap in ${tried.gaps.length} of ${tried.count} places, e.g. ${first.path}: ${first.message}`,
    source.needs === "" ? "" : `Grant ${source.needs}, or leave it out with --skip ${source.name}.`,
  );
};

/** Group webhooks are a Premium feature (docs.gitlab.com/api/group_webhooks); only owners may ask. */
const guessPlan = async (
  gitlab: GitLab,
  groups: readonly GitLabGroup[],
  associations: readonly GitLabAssociation[] | null,
): Promise<Check> => {
  const isHeuristic = "a heuristic: by whether group webhooks answer";
  const top = groups.find(
    ({ fullPath }) => associations === null || (roleAt(associations, fullPath) ?? 0) >= 50,
  );
  if (top === undefined) return check("plan", "note", "not known: only the owner of a group can tell");
  try {
    await takeFirst(gitlab.hooks({ group: top.id }), 1);
    return check("plan", "note", `Premium or Ultimate (${isHeuristic})`);
  } catch (error) {
    if (!(error instanceof VaultboundError) || error.code === "INTERRUPTED") throw error;
    const isRefused = ["GITLAB_FORBIDDEN", "GITLAB_NOT_FOUND"].includes(error.code);
    return check("plan", "note", isRefused ? `Free, or no owner (${isHeuristic})` : "not known");
  }
};

const checkRoles = (sample: Sample, associations: readonly GitLabAssociation[] | null): readonly Check[] => {
  if (associations === null)
    return [check("roles", "note", "GitLab tells them from 17.4 on; the sources below were tried instead")];
  const paths = [
    ...sample.groups.map(({ fullPath }) => fullPath),
    ...(sample.groups.length > 0 ? [] : sample.projects.map(({ pathWithNamespace }) => pathWithNamespace)),
  ];
  return paths.map((path) => check(`role in ${path}`, "ok", nameRole(roleAt(associations, path))));
};

/** Roles, plan, and every source. @throws VaultboundError INTERRUPTED. */
export const checkPlaces = async (request: DoctorRequest): Promise<readonly Check[]> => {
  const { gitlab } = request;
  try {
    const sample = await samplePlaces(request);
    if (sample.groups.length + sample.projects.length === 0)
      return [
        check("places", "unusable", "the token belongs to no group and sees no project", "Make it a member."),
      ];
    const associations = await readAssociations(gitlab);
    const checks: Check[] = [
      ...checkRoles(sample, associations),
      await guessPlan(gitlab, sample.groups, associations),
    ];
    for (const source of request.sources) checks.push(await checkSource(request, source, sample));
    return checks;
  } catch (error) {
    return [checkError("places", "unusable", error)];
  }
};
