/** How a project or group is set up, asked of GitLab part by part: a refusal of one is its gap, the rest is read. */
import type { GitLab, GitLabMember, GitLabProject, GitLabRunner, Place } from "../../gitlab/gitlab.ts";
import { compareText } from "../../lib/compare-text.ts";
import { textOf } from "../../model/errors.ts";
import type { Gap } from "../../model/gap.ts";
import type { Environments, Owner, Owners, ProtectedRef, Runner, Settings } from "../../model/settings.ts";
import type { Target } from "../../model/target.ts";
import { makeGap, type Source } from "../source.ts";
import { toGap } from "./resource.ts";

/** The source's name, and the kind of its gaps. */
export const SETTINGS = "settings";

export const SETTINGS_PARTS = ["owners", "protectedRefs", "environments", "runners"] as const;
export type SettingsPart = (typeof SETTINGS_PARTS)[number];

/** What a gap of the part is about. */
export const PART_NAMES: Readonly<Record<SettingsPart, string>> = {
  owners: "members",
  protectedRefs: "protected branches and tags",
  environments: "environments",
  runners: "runners",
};

const MOST_OWNERS = 20;
const MOST_REFS = 1000;
/** Review environments come by the thousand, and pages cost calls. */
const MOST_ENVIRONMENTS = 300;
const MOST_RUNNERS = 500;

const MAINTAINER = 40;
const OWNER = 50;

/** Access tokens of projects and groups have users of their own, which nobody can ask (docs.gitlab.com: bot users). */
const isPerson = ({ username, state }: GitLabMember): boolean =>
  (state === "active" || state === "") && !/^(?:project|group)_\d+_bot/.test(username);

const toOwners = (members: readonly GitLabMember[]): Owners => {
  const owners = members
    .filter((member) => member.accessLevel >= MAINTAINER && member.username !== "" && isPerson(member))
    .map(({ username: user, accessLevel }): Owner => ({
      user,
      role: accessLevel >= OWNER ? "owner" : "maintainer",
    }))
    // Owners before maintainers, which is the alphabet turned round.
    .sort((a, b) => compareText(b.role, a.role) || compareText(a.user, b.user));
  return { members: owners.slice(0, MOST_OWNERS), left: Math.max(0, owners.length - MOST_OWNERS) };
};

/** The first items, and whether there are more. */
const take = async <T>(
  items: AsyncIterable<T>,
  most: number,
): Promise<{ readonly list: readonly T[]; readonly isCut: boolean }> => {
  const list: T[] = [];
  for await (const item of items) {
    if (list.length >= most) return { list, isCut: true };
    list.push(item);
  }
  return { list, isCut: false };
};

const toRunner = ({ type, executors, tags }: GitLabRunner): Runner => ({
  type,
  executors: [...executors].sort(),
  tags: [...tags].sort(),
});

const distinct = <T>(items: readonly T[]): readonly T[] =>
  [...new Map(items.map((item) => [JSON.stringify(item), item]))]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, item]) => item);

interface Asked {
  readonly gitlab: GitLab;
  readonly target: Extract<Target, { kind: "project" | "group" }>;
  readonly id: number;
}

/** A part, and what of it was left out. */
interface Part {
  readonly settings: Settings;
  readonly cut?: number;
}

/**
 * Members of a group reach all below it: they are asked for once, where they were made members. Only the top group's
 * list is asked for with those that came by invitation.
 */
const readOwners = async ({ gitlab, target, id }: Asked): Promise<Part> => {
  const place: Place = target.kind === "project" ? { project: id } : { group: id };
  const isTop = target.kind === "group" && target.groups.length === 0;
  const { list } = await take(gitlab.members(place, isTop ? "all" : "own"), Number.POSITIVE_INFINITY);
  return { settings: { owners: toOwners(list) } };
};

const readProtectedRefs = async ({ gitlab, id }: Asked): Promise<Part> => {
  const { list, isCut } = await take(gitlab.protections(id), MOST_REFS);
  // Half of the list would make the other half look open.
  if (isCut) return { settings: {}, cut: MOST_REFS };
  const refs = list.map(({ kind, name }): ProtectedRef => ({ kind, name }));
  return { settings: { protectedRefs: distinct(refs) } };
};

const readEnvironments = async ({ gitlab, id }: Asked): Promise<Part> => {
  const { list, isCut } = await take(gitlab.environments(id), MOST_ENVIRONMENTS);
  const known = list.map((item) => ({ name: item.name, tier: item.tier, protected: item.protected }));
  const environments: Environments = { known: distinct(known), isCut };
  return { settings: { environments } };
};

const readRunners = async ({ gitlab, id }: Asked): Promise<Part> => {
  const { list, isCut } = await take(gitlab.runners({ project: id }), MOST_RUNNERS);
  const runners = distinct(list.filter(({ paused }) => !paused).map(toRunner));
  return { settings: { runners }, ...(isCut ? { cut: MOST_RUNNERS } : {}) };
};

const READERS: Readonly<Record<SettingsPart, (asked: Asked) => Promise<Part>>> = {
  owners: readOwners,
  protectedRefs: readProtectedRefs,
  environments: readEnvironments,
  runners: readRunners,
};

/** What is switched off is not asked for: it decides nothing, and a refusal would say nothing. */
const isOn = (part: SettingsPart, project: GitLabProject | null): boolean => {
  if (project === null || part === "owners") return true;
  if (part === "protectedRefs") return project.repositoryAccessLevel !== "disabled" && !project.emptyRepo;
  if (part === "runners") return project.buildsAccessLevel !== "disabled";
  return project.environmentsAccessLevel !== "disabled";
};

export interface SettingsRequest {
  readonly gitlab: GitLab;
  readonly target: Target;
  readonly project: GitLabProject | null;
  /** A group has owners only. */
  readonly parts: readonly SettingsPart[];
}

/** @throws what ends the whole run. */
export const readSettings = async ({
  gitlab,
  target,
  project,
  parts,
}: SettingsRequest): Promise<{ readonly settings: Settings; readonly gaps: readonly Gap[] }> => {
  const gaps: Gap[] = [];
  let settings: Settings = {};
  if (target.kind !== "project" && target.kind !== "group") return { settings, gaps };
  const asked = { gitlab, target, id: Number(target.id.slice(target.id.indexOf(":") + 1)) };
  for (const part of parts) {
    if (!isOn(part, project) || (target.kind === "group" && part !== "owners")) continue;
    const what = PART_NAMES[part];
    try {
      const { settings: read, cut } = await READERS[part](asked);
      settings = { ...settings, ...read };
      const detail = { what: `${what} of ${target.path}`, most: cut ?? 0 };
      if (cut !== undefined)
        gaps.push(makeGap("settings", what, { code: "SETTINGS_LIMIT", ...textOf("SETTINGS_LIMIT", detail) }));
    } catch (error) {
      gaps.push(toGap(error, "settings", what));
    }
  }
  return { settings, gaps };
};

/** Chosen and tried like every source; it has no texts, and run/settings.ts decides what of it is worth a call. */
export const settings: Source = {
  name: SETTINGS,
  summary: "owners, protected refs, environments and runners, where secrets were found",
  needs: "the Maintainer role in a project, the Guest role in a group",
  kinds: [],
  appliesTo: ({ kind }, { gitlab }) => gitlab !== null && (kind === "project" || kind === "group"),
  async *read(target, { gitlab, project }) {
    if (gitlab === null) return;
    for (const part of SETTINGS_PARTS)
      yield* (await readSettings({ gitlab, target, project, parts: [part] })).gaps;
  },
};
