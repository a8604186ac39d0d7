/** Who may see and read what: GitLab's rules as far as the sample needs them. */
import type { IncomingHttpHeaders } from "node:http";
import { type Company, type Group, isBelow, type Level, LEVELS, parentPath } from "./company.ts";
import type { Feature, Person, Project, Token } from "./company.ts";

/** The caller of a request; null where no token was given. */
export type Caller = Token | null;

const tokenOf = (company: Company, value: string): Token | null =>
  company.tokens.find((token) => token.value === value) ?? null;

/** The token of a REST request: null for none, "unknown" for one that does not exist. */
export const readApiToken = (company: Company, headers: IncomingHttpHeaders): Caller | "unknown" => {
  const own = headers["private-token"];
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  const value = typeof own === "string" ? own : bearer;
  if (value === undefined) return null;
  return tokenOf(company, value) ?? "unknown";
};

/** The token of a git request: the password of Basic auth, under any user name. */
export const readGitToken = (company: Company, headers: IncomingHttpHeaders): Caller | "unknown" => {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? "")?.[1];
  if (basic === undefined) return null;
  const credentials = Buffer.from(basic, "base64").toString();
  return tokenOf(company, credentials.slice(credentials.indexOf(":") + 1)) ?? "unknown";
};

const highest = (levels: readonly Level[]): Level => levels.reduce((a, b) => (a > b ? a : b), LEVELS.none);

const groupAt = (company: Company, path: string | null): Group | undefined =>
  company.groups.find((group) => group.path === path);

/** The person's level in the group at a path, inherited from the groups above. */
export const groupLevelOf = (company: Company, person: Person, path: string | null): Level => {
  if (person.isAdministrator) return LEVELS.owner;
  if (path === null) return LEVELS.none;
  const own = groupAt(company, path)?.members.get(person.username) ?? LEVELS.none;
  return highest([own, groupLevelOf(company, person, parentPath(path))]);
};

export const groupLevel = (company: Company, caller: Caller, group: Group): Level =>
  caller === null ? LEVELS.none : groupLevelOf(company, caller.person, group.path);

export const projectLevelOf = (company: Company, person: Person, project: Project): Level => {
  const namespace = parentPath(project.path);
  if (namespace === person.username) return LEVELS.owner;
  const shares = [...project.sharedWith].map(([group, limit]): Level => {
    const level = groupLevelOf(company, person, group);
    return level < limit ? level : limit;
  });
  const own = project.members.get(person.username) ?? LEVELS.none;
  return highest([own, groupLevelOf(company, person, namespace), ...shares]);
};

export const projectLevel = (company: Company, caller: Caller, project: Project): Level =>
  caller === null ? LEVELS.none : projectLevelOf(company, caller.person, project);

const isOpen = (visibility: string, caller: Caller): boolean =>
  visibility === "public" || (visibility === "internal" && caller !== null);

export const canSeeProject = (company: Company, caller: Caller, project: Project): boolean =>
  isOpen(project.visibility, caller) || projectLevel(company, caller, project) > LEVELS.none;

/** Members of something below a group see the group too. */
export const canSeeGroup = (company: Company, caller: Caller, group: Group): boolean =>
  isOpen(group.visibility, caller) ||
  groupLevel(company, caller, group) > LEVELS.none ||
  company.groups.some(
    (below) => isBelow(below.path, group.path) && groupLevel(company, caller, below) > LEVELS.none,
  ) ||
  company.projects.some(
    (project) => isBelow(project.path, group.path) && canSeeProject(company, caller, project),
  );

/** Guests of a private project see it without its code. */
export const canReadCode = (company: Company, caller: Caller, project: Project): boolean => {
  if (project.repositoryAccess === "disabled") return false;
  if (projectLevel(company, caller, project) >= LEVELS.reporter) return true;
  return project.repositoryAccess === "enabled" && isOpen(project.visibility, caller);
};

/** Guests see jobs only where they are public. */
export const canReadJobs = (company: Company, caller: Caller, project: Project): boolean => {
  if (project.buildsAccess === "disabled") return false;
  return project.hasPublicJobs || projectLevel(company, caller, project) >= LEVELS.reporter;
};

/** Whether a part of the project is switched on for the caller. */
export const canUse = (company: Company, caller: Caller, project: Project, feature: Feature): boolean => {
  const access = project.access[feature];
  if (access === "disabled") return false;
  return access === "enabled" || projectLevel(company, caller, project) > LEVELS.none;
};

/** `api` covers everything, git included; `read_api` covers every GET, but no git. */
export const hasScope = (token: Token, scopes: readonly string[]): boolean =>
  token.scopes.some((scope) => scope === "api" || scopes.includes(scope));
