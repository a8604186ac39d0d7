/** Answers about tokens, groups, projects, members and credentials: unknown fields are dropped, optional ones get the port's defaults. */
import * as v from "valibot";
import { flag, id, person, text, textOrNull, texts } from "./fields.ts";
import type {
  GitLabAssociation,
  GitLabCredential,
  GitLabGroup,
  GitLabMember,
  GitLabMetadata,
  GitLabProject,
  TokenIdentity,
} from "./shapes.ts";

/** git takes far more than web addresses (`ext::`, `file:`, options): nothing else may pass for one. */
const cloneUrl = v.nullish(v.pipe(v.string(), v.regex(/^$|^https?:\/\/\S+$/)), "");

export const tokenIdentity = v.pipe(
  v.object({
    name: text,
    user_id: v.nullish(id, null),
    scopes: texts,
    expires_at: textOrNull,
    active: v.nullish(v.boolean(), true),
  }),
  v.transform((raw): TokenIdentity => ({
    name: raw.name,
    userId: raw.user_id,
    scopes: raw.scopes,
    expiresAt: raw.expires_at,
    active: raw.active,
  })),
);

const level = v.nullish(v.number(), null);

/** Groups have one level, projects one of their own and one through a group. */
export const associations = v.pipe(
  v.object({
    groups: v.nullish(v.array(v.object({ id, web_url: text, access_levels: level })), []),
    projects: v.nullish(
      v.array(
        v.object({
          id,
          path_with_namespace: text,
          access_levels: v.nullish(
            v.object({ project_access_level: level, group_access_level: level }),
            null,
          ),
        }),
      ),
      [],
    ),
  }),
  v.transform((raw): { readonly groups: GitLabAssociation[]; readonly projects: GitLabAssociation[] } => ({
    groups: raw.groups.map((group) => ({
      kind: "group",
      id: group.id,
      path: group.web_url.split("/groups/", 2)[1] ?? "",
      accessLevel: group.access_levels,
    })),
    projects: raw.projects.map((project) => {
      const own = project.access_levels?.project_access_level ?? null;
      const shared = project.access_levels?.group_access_level ?? null;
      const accessLevel = own === null || shared === null ? (own ?? shared) : Math.max(own, shared);
      return { kind: "project", id: project.id, path: project.path_with_namespace, accessLevel };
    }),
  })),
);

export const metadata = v.pipe(
  v.object({ version: v.string(), enterprise: v.nullish(v.boolean(), null) }),
  v.transform((raw): GitLabMetadata => ({
    version: raw.version,
    enterprise: raw.enterprise ?? raw.version.endsWith("-ee"),
  })),
);

export const group = v.pipe(
  v.object({
    id,
    name: v.string(),
    full_path: v.string(),
    parent_id: v.nullish(id, null),
    web_url: text,
    visibility: text,
    archived: flag,
    marked_for_deletion_on: textOrNull,
    // docs.gitlab.com/api/groups: Premium and Ultimate only.
    wiki_access_level: v.optional(v.unknown(), null),
    membership_lock: v.optional(v.unknown(), null),
  }),
  v.transform((raw): GitLabGroup => ({
    id: raw.id,
    name: raw.name,
    fullPath: raw.full_path,
    parentId: raw.parent_id,
    webUrl: raw.web_url,
    visibility: raw.visibility,
    archived: raw.archived,
    markedForDeletionOn: raw.marked_for_deletion_on,
    isLicensed: raw.wiki_access_level !== null || raw.membership_lock !== null,
  })),
);

const present = v.optional(v.unknown(), null);
/** docs.gitlab.com/api/projects: shown by Premium and Ultimate only. */
const licensedKeys = {
  approvals_before_merge: present,
  mirror: present,
  merge_pipelines_enabled: present,
  merge_trains_enabled: present,
  allow_pipeline_trigger_approve_deployment: present,
  only_allow_merge_if_all_status_checks_passed: present,
};
const isNamed = (raw: Readonly<Record<string, unknown>>, keys: object): boolean =>
  Object.keys(keys).some((key) => (raw[key] ?? null) !== null);

export const project = v.pipe(
  v.object({
    id,
    name: v.string(),
    path_with_namespace: v.string(),
    web_url: text,
    http_url_to_repo: cloneUrl,
    namespace: v.object({ id, kind: v.picklist(["group", "user"]), full_path: v.string() }),
    default_branch: textOrNull,
    archived: flag,
    empty_repo: flag,
    marked_for_deletion_on: textOrNull,
    visibility: text,
    topics: texts,
    forked_from_project: v.nullish(v.object({}), null),
    repository_access_level: text,
    builds_access_level: text,
    snippets_access_level: text,
    wiki_access_level: text,
    issues_access_level: text,
    merge_requests_access_level: text,
    releases_access_level: text,
    environments_access_level: text,
    infrastructure_access_level: text,
    ci_config_path: text,
    last_activity_at: text,
    ...licensedKeys,
  }),
  v.transform((raw): GitLabProject => ({
    id: raw.id,
    name: raw.name,
    pathWithNamespace: raw.path_with_namespace,
    webUrl: raw.web_url,
    httpUrlToRepo: raw.http_url_to_repo === "" ? null : raw.http_url_to_repo,
    namespace: { id: raw.namespace.id, kind: raw.namespace.kind, fullPath: raw.namespace.full_path },
    defaultBranch: raw.default_branch,
    archived: raw.archived,
    emptyRepo: raw.empty_repo,
    markedForDeletionOn: raw.marked_for_deletion_on,
    visibility: raw.visibility,
    topics: raw.topics,
    isFork: raw.forked_from_project !== null,
    repositoryAccessLevel: raw.repository_access_level,
    buildsAccessLevel: raw.builds_access_level,
    snippetsAccessLevel: raw.snippets_access_level,
    wikiAccessLevel: raw.wiki_access_level,
    issuesAccessLevel: raw.issues_access_level,
    mergeRequestsAccessLevel: raw.merge_requests_access_level,
    releasesAccessLevel: raw.releases_access_level,
    environmentsAccessLevel: raw.environments_access_level,
    infrastructureAccessLevel: raw.infrastructure_access_level,
    ciConfigPath: raw.ci_config_path,
    lastActivityAt: raw.last_activity_at,
    ...(isNamed(raw, licensedKeys) ? { isLicensed: true } : {}),
  })),
);

export const member = v.pipe(
  v.object({ id, username: text, name: text, access_level: v.nullish(v.number(), 0), state: text }),
  v.transform((raw): GitLabMember => ({
    id: raw.id,
    username: raw.username,
    name: raw.name,
    accessLevel: raw.access_level,
    state: raw.state,
  })),
);

const dates = { created_at: textOrNull, last_used_at: textOrNull, expires_at: textOrNull };
type Dates = Readonly<Record<keyof typeof dates, string | null>>;
const readDates = (raw: Dates): Pick<GitLabCredential, "createdAt" | "lastUsedAt" | "expiresAt"> => ({
  createdAt: raw.created_at,
  lastUsedAt: raw.last_used_at,
  expiresAt: raw.expires_at,
});

/** By kind. What GitLab gives of a value (the public half of a key, a trigger for its maker) is dropped. */
export const credentials = {
  "deploy-token": v.pipe(
    v.object({ id, name: text, username: text, scopes: texts, revoked: flag, expired: flag, ...dates }),
    v.transform((raw): GitLabCredential => ({
      kind: "deploy-token",
      id: raw.id,
      name: raw.name,
      owner: raw.username,
      scopes: raw.scopes,
      ...readDates(raw),
      active: !raw.revoked && !raw.expired,
    })),
  ),
  "access-token": v.pipe(
    v.object({ id, name: text, scopes: texts, active: v.nullish(v.boolean(), true), ...dates }),
    v.transform((raw): GitLabCredential => ({
      kind: "access-token",
      id: raw.id,
      name: raw.name,
      owner: "",
      scopes: raw.scopes,
      ...readDates(raw),
      active: raw.active,
    })),
  ),
  trigger: v.pipe(
    v.object({ id, description: text, owner: person, last_used: textOrNull, ...dates }),
    v.transform((raw): GitLabCredential => ({
      kind: "trigger",
      id: raw.id,
      name: raw.description,
      owner: raw.owner,
      scopes: [],
      ...readDates({ ...raw, last_used_at: raw.last_used }),
      active: true,
    })),
  ),
  "deploy-key": v.pipe(
    v.object({ id, title: text, can_push: flag, ...dates }),
    v.transform((raw): GitLabCredential => ({
      kind: "deploy-key",
      id: raw.id,
      name: raw.title,
      owner: "",
      scopes: [raw.can_push ? "write" : "read"],
      ...readDates(raw),
      active: true,
    })),
  ),
} as const;
