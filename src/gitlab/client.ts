/** The GitLab port over its REST API (v4). The only importer of the client library. */
import { GroupVariables, Groups, PersonalAccessTokens, ProjectVariables, Projects } from "@gitbeaker/rest";
import { VaultboundError, makeError } from "../model/errors.ts";
import { checkAuthority, checkToken, normalizeAddress } from "./address.ts";
import { group, project, tokenIdentity, variable } from "./answers.ts";
import { createDispatcher } from "./dispatcher.ts";
import { type Subject, clean } from "./errors.ts";
import type { GitLab, GitLabVariable } from "./gitlab.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { Query } from "./paging.ts";
import { type Reader, createReader } from "./reader.ts";
import { createRequester } from "./requester.ts";
import { type RequestEvent, type Transport, createTransport } from "./transport.ts";

export interface GitLabOptions {
  readonly url: string;
  readonly token: string;
  readonly userAgent: string;
  /** Ends everything at once with INTERRUPTED. */
  readonly signal: AbortSignal;
  /** Rejects, or returns early, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: (event: RequestEvent) => void;
  /** Environment variables to take the proxy from. */
  readonly proxyEnv: Readonly<Record<string, string | undefined>>;
  /** PEM text of further certificate authorities. */
  readonly ca?: string;
  readonly limits?: Partial<Limits>;
}

const MEMBER = "at least the Guest role";
/** The largest pages GitLab gives. */
const PAGED: Query = { page: "1", per_page: "100" };
const BY_ID: Query = { order_by: "id", sort: "asc", ...PAGED };

/** A number, or a full path without slashes around it. Dots alone would climb up in the API's address. */
const readId = (
  kind: string,
  idOrPath: number | string,
): { readonly id: string; readonly subject: Subject } => {
  const parts = String(idOrPath).split("/");
  const id = parts.filter((part) => part !== "").join("/");
  const what = `${kind} ${clean(id)}`;
  if (/^\.{0,2}$/.test(id) || !id.isWellFormed()) throw makeError("GITLAB_NOT_FOUND", [{ what }]);
  return { id, subject: { what, role: MEMBER } };
};

/** Tokens that are not a person's, project's or group's access token cannot ask about themselves. */
const cannotAsk = (error: unknown): boolean =>
  error instanceof VaultboundError &&
  ["GITLAB_FORBIDDEN", "GITLAB_SCOPE", "GITLAB_NOT_FOUND"].includes(error.code);

const connect = (url: string, options: GitLabOptions) => {
  checkToken(options.token);
  if (options.ca !== undefined) checkAuthority(options.ca);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const dispatcher = createDispatcher({ ...options, limits });
  return { dispatcher, transport: createTransport({ ...options, url, limits, dispatcher }) };
};

/** No token, no limiter, no timeout over a whole list: the transport sees to all that. */
const describeResource = (url: string, transport: Transport) => ({
  host: url,
  requesterFn: createRequester(transport, url),
  queryTimeout: null,
  rateLimits: {},
});
type Resource = ReturnType<typeof describeResource>;

const byId = (item: { readonly id: number }): number => item.id;
const byKeyAndScope = (item: GitLabVariable): string => JSON.stringify([item.key, item.environmentScope]);

type Lists = Pick<GitLab, "descendantGroups" | "groupProjects" | "groupVariables" | "projectVariables">;

const createLists = (resource: Resource, { many }: Reader): Lists => {
  const groups = new Groups(resource);
  const ofGroup = new GroupVariables(resource);
  const ofProject = new ProjectVariables(resource);
  const variables = (subject: Subject, call: (query: Query) => Promise<unknown>) =>
    many({ subject, schema: variable, first: PAGED, identify: byKeyAndScope, call });

  return {
    descendantGroups: (id) =>
      many({
        subject: { what: `the groups below group ${id}`, role: MEMBER },
        schema: group,
        // Else GitLab leaves out public groups that the user is no member of.
        first: { all_available: "true", ...BY_ID },
        identify: byId,
        call: (query) => groups.allDescendantGroups(id, query),
      }),
    groupProjects: (id) =>
      many({
        subject: { what: `the projects of group ${id}`, role: MEMBER },
        schema: project,
        first: { include_subgroups: "true", with_shared: "false", ...BY_ID },
        identify: byId,
        call: (query) => groups.allProjects(id, query),
      }),
    groupVariables: (id) =>
      variables({ what: `the CI/CD variables of group ${id}`, role: "the Owner role" }, (query) =>
        ofGroup.all(id, query),
      ),
    projectVariables: (id) =>
      variables(
        { what: `the CI/CD variables of project ${id}`, role: "the Maintainer role (and CI/CD switched on)" },
        (query) => ofProject.all(id, query),
      ),
  };
};

export const createGitLab = (options: GitLabOptions): GitLab => {
  const url = normalizeAddress(options.url);
  const { dispatcher, transport } = connect(url, options);
  const resource = describeResource(url, transport);
  const reader = createReader(url, options.token);
  const tokens = new PersonalAccessTokens(resource);
  const groups = new Groups(resource);
  const projects = new Projects(resource);

  return {
    url,
    tokenIdentity: async () => {
      const subject = { what: "the token's own description", role: MEMBER };
      try {
        return await reader.one(subject, tokenIdentity, tokens.show());
      } catch (error) {
        if (cannotAsk(error)) return null;
        throw error;
      }
    },
    group: async (idOrPath) => {
      const { id, subject } = readId("group", idOrPath);
      return reader.one(subject, group, groups.show(id, { withProjects: false }));
    },
    project: async (idOrPath) => {
      const { id, subject } = readId("project", idOrPath);
      return reader.one(subject, project, projects.show(id));
    },
    ...createLists(resource, reader),
    calls: transport.calls,
    close: () => dispatcher.close(),
  };
};
