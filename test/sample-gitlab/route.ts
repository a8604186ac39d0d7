/** What a row of the routes table is, and the checks every row gets: token, scope, visibility, feature, role. */
import { canReadCode, canSeeGroup, canSeeProject, canReadJobs, canUse } from "./access.ts";
import { groupLevel, hasScope, projectLevel } from "./access.ts";
import {
  type Answer,
  forbidden,
  insufficientScope,
  notFound,
  Refusal,
  textReply,
  unauthorized,
} from "./answers.ts";
import {
  type Company,
  type Feature,
  type Group,
  type Level,
  LEVELS,
  type Project,
  type Token,
} from "./company.ts";
import type { View } from "./entities.ts";
import type { Keyset } from "./paging.ts";

export interface Call extends View {
  readonly url: URL;
  readonly query: URLSearchParams;
  /** Folders of the bare repositories by project path. */
  readonly repositories: Readonly<Record<string, string>>;
  /** A `{name}` of the row's path, decoded. */
  parameter(name: string): string;
}

interface RowOptions {
  /** Least level in the group or project. */
  readonly role?: Level;
  /** Part of the project that may be switched off or out of reach. */
  readonly needs?: "code" | "builds" | "jobs" | Feature;
  /** Answers callers without a token too. */
  readonly anonymous?: boolean;
  /** Scopes of which one is enough, besides `api`; empty: any token. Default `read_api`. */
  readonly scopes?: readonly string[];
  readonly keyset?: Keyset;
  /** False for lists whose headers never tell totals. */
  readonly totals?: boolean;
  /** False for lists that know no pages: one answer has all. */
  readonly pages?: boolean;
}

/** One operation: `path` is written as in the OpenAPI description, below /api/v4. */
export interface Route {
  readonly path: string;
  readonly options: RowOptions;
  answer(call: Call): Answer | Promise<Answer>;
}

const DEFAULT_SCOPES = ["read_api"];

const assertScope = (token: Token, { scopes = DEFAULT_SCOPES }: RowOptions): void => {
  if (scopes.length > 0 && !hasScope(token, scopes)) throw insufficientScope(["api", ...scopes]);
};

const assertToken = ({ caller }: Call, options: RowOptions): void => {
  if (caller !== null) assertScope(caller, options);
  else if (options.anonymous !== true) throw unauthorized();
};

const assertLevel = (level: Level, role: Level | undefined): void => {
  if (level < (role ?? LEVELS.none)) throw forbidden();
};

/** Projects by number and by path: thousands are asked for many times. */
const indexes = new WeakMap<Company, ReadonlyMap<string, Project>>();

const indexOf = (company: Company): ReadonlyMap<string, Project> => {
  const known = indexes.get(company);
  if (known !== undefined) return known;
  const index = new Map(
    company.projects.flatMap((project) => [
      [String(project.id), project] as const,
      [project.path, project] as const,
    ]),
  );
  indexes.set(company, index);
  return index;
};

const findGroup = (call: Call): Group => {
  const id = call.parameter("id");
  const group = call.company.groups.find((candidate) => String(candidate.id) === id || candidate.path === id);
  if (group === undefined || !canSeeGroup(call.company, call.caller, group)) throw notFound("Group");
  return group;
};

/** Where a renamed or transferred project went; the body is plain text. */
const moved = (call: Call, project: Project): Refusal => {
  const [, api = "", rest = ""] = /^(.*\/api\/v4\/projects\/)[^/]+(.*)$/.exec(call.url.href) ?? [];
  const location = `${api}${project.id}${rest}`;
  return new Refusal(
    textReply(301, `This resource has been moved permanently to ${location}.`, { location }),
  );
};

const findProject = (call: Call): Project => {
  const id = call.parameter("id");
  const { company, caller } = call;
  const isVisible = (project: Project): boolean => canSeeProject(company, caller, project);
  const project = indexOf(company).get(id);
  if (project !== undefined && isVisible(project)) return project;
  const renamed = company.projects.find(({ formerPaths }) => formerPaths.includes(id));
  if (renamed !== undefined && isVisible(renamed)) throw moved(call, renamed);
  throw notFound("Project");
};

const assertFeature = (call: Call, project: Project, needs: RowOptions["needs"]): void => {
  const { company, caller } = call;
  if (needs === undefined) return;
  let isOpen: boolean;
  if (needs === "code") isOpen = canReadCode(company, caller, project);
  else if (needs === "builds") isOpen = project.buildsAccess !== "disabled";
  else if (needs === "jobs") isOpen = canReadJobs(company, caller, project);
  else isOpen = canUse(company, caller, project, needs);
  if (!isOpen) throw forbidden();
};

/** Rows that are about the token itself. */
export const onToken = (
  path: string,
  answer: (token: Token, call: Call) => Answer,
  options: RowOptions = {},
): Route => ({
  path,
  options,
  answer: (call) => {
    if (call.caller === null) throw unauthorized();
    assertScope(call.caller, options);
    return answer(call.caller, call);
  },
});

export const onInstance = (
  path: string,
  answer: (call: Call) => Answer,
  options: RowOptions = {},
): Route => ({
  path,
  options,
  answer: (call) => {
    assertToken(call, options);
    return answer(call);
  },
});

export const onGroup = (
  path: string,
  answer: (call: Call, group: Group) => Answer,
  options: RowOptions = {},
): Route => ({
  path,
  options,
  answer: (call) => {
    assertToken(call, options);
    const group = findGroup(call);
    assertLevel(groupLevel(call.company, call.caller, group), options.role);
    return answer(call, group);
  },
});

export const onProject = (
  path: string,
  answer: (call: Call, project: Project) => Answer | Promise<Answer>,
  options: RowOptions = {},
): Route => ({
  path,
  options,
  answer: (call) => {
    assertToken(call, options);
    const project = findProject(call);
    assertFeature(call, project, options.needs);
    assertLevel(projectLevel(call.company, call.caller, project), options.role);
    return answer(call, project);
  },
});
