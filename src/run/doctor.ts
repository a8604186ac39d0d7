/** What a sweep of some places would miss with this token: asked of GitLab by trying every source on a few of them. */
import { listRemoteRefs } from "../git/clone.ts";
import type { GitContext } from "../git/process.ts";
import type { GitLab, GitLabAssociation, GitLabGroup, GitLabProject, Place } from "../gitlab/gitlab.ts";
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
  pipelines: 1,
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

/** What a plan is worth knowing for: `secrets:` needs a paid one, `id_tokens` does not (docs.gitlab.com/ci/secrets). */
const FREE = "jobs log in to Vault with id_tokens and its command line";
const PAID = "jobs may read Vault with the secrets keyword";

/** GitLab tells its plan to administrators; to others what it says of groups tells it, and an Enterprise build may run as Free. */
const guessPlan = async (gitlab: GitLab, groups: readonly GitLabGroup[]): Promise<Check> => {
  const { enterprise } = await gitlab.metadata();
  if (!enterprise) return check("plan", "note", `Free: it is the Community Edition; ${FREE}`);
  const isHeuristic = "a heuristic: by the settings that it shows of groups";
  if (groups.some(({ isLicensed }) => isLicensed))
    return check("plan", "note", `Premium or Ultimate (${isHeuristic}); ${PAID}`);
  if (groups.length > 0) return check("plan", "note", `Free (${isHeuristic}); ${FREE}`);
  return check("plan", "note", "not known: no group was looked at");
};

/** Lists of members have no end on large instances; the owner of a token is rarely far down. */
const MOST_MEMBERS = 2000;

/** The role of the token's owner by the list of members; null if it stands in none, or GitLab does not show it. */
const findMember = async (gitlab: GitLab, place: Place, userId: number): Promise<number | null> => {
  try {
    let seen = 0;
    for await (const { id, accessLevel } of gitlab.members(place)) {
      if (id === userId) return accessLevel;
      if (++seen >= MOST_MEMBERS) return null;
    }
  } catch (error) {
    if (!(error instanceof VaultboundError) || error.code === "INTERRUPTED") throw error;
  }
  return null;
};

/** Only a project of a group that was looked at is left out: the group's role reaches it. */
const checkRoles = async (
  gitlab: GitLab,
  sample: Sample,
  associations: readonly GitLabAssociation[] | null,
): Promise<readonly Check[]> => {
  const groups = sample.groups.map(({ id, fullPath }) => ({ path: fullPath, place: { group: id } }));
  const projects = sample.projects
    .filter(({ pathWithNamespace: path }) => !groups.some((group) => path.startsWith(`${group.path}/`)))
    .map(({ id, pathWithNamespace }) => ({ path: pathWithNamespace, place: { project: id } }));
  const userId = associations === null ? ((await gitlab.tokenIdentity())?.userId ?? null) : null;
  if (associations === null && userId === null)
    return [check("roles", "note", "GitLab tells them from 17.4 on; the sources below were tried instead")];
  const checks: Check[] = [];
  for (const { path, place } of [...groups, ...projects]) {
    const listed = userId === null ? null : await findMember(gitlab, place, userId);
    const level = associations === null ? listed : roleAt(associations, path);
    checks.push(check(`role in ${path}`, "ok", nameRole(level)));
  }
  return checks;
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
      ...(await checkRoles(gitlab, sample, associations)),
      await guessPlan(gitlab, sample.groups),
    ];
    for (const source of request.sources) checks.push(await checkSource(request, source, sample));
    return checks;
  } catch (error) {
    return [checkError("places", "unusable", error)];
  }
};
