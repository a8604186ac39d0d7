/** What the product asks of GitLab: the port every other folder sees. Shapes: docs.gitlab.com/api, validated on arrival. */

/** Answer of `GET /personal_access_tokens/self`; null where the token is of a kind that cannot ask. */
export interface TokenIdentity {
  readonly name: string;
  readonly scopes: readonly string[];
  /** ISO date or null. */
  readonly expiresAt: string | null;
  readonly active: boolean;
}

export interface GitLabGroup {
  readonly id: number;
  readonly name: string;
  readonly fullPath: string;
  readonly parentId: number | null;
  readonly webUrl: string;
}

export interface GitLabProject {
  readonly id: number;
  readonly name: string;
  readonly pathWithNamespace: string;
  readonly webUrl: string;
  /** HTTPS clone URL as GitLab states it; null when the caller may not see the code. */
  readonly httpUrlToRepo: string | null;
  readonly namespace: { readonly id: number; readonly kind: "group" | "user"; readonly fullPath: string };
  /** Null for an empty repository or without access to code. */
  readonly defaultBranch: string | null;
  readonly archived: boolean;
  readonly emptyRepo: boolean;
  readonly visibility: string;
  readonly isFork: boolean;
  /** `disabled`, `private`, `enabled`; "" when GitLab does not say. */
  readonly repositoryAccessLevel: string;
  readonly buildsAccessLevel: string;
  /** "" = `.gitlab-ci.yml`; may also be `dir/file.yml`, `file.yml@group/project:ref` or an https URL. */
  readonly ciConfigPath: string;
  readonly lastActivityAt: string;
}

export interface GitLabVariable {
  readonly key: string;
  /** Null: hidden, nobody can read it. "" is a visible empty value. */
  readonly value: string | null;
  readonly variableType: "env_var" | "file";
  readonly protected: boolean;
  readonly masked: boolean;
  readonly hidden: boolean;
  readonly raw: boolean;
  readonly environmentScope: string;
}

/**
 * Every call rejects with a `VaultboundError` (codes GITLAB_*), never with anything that holds the token. Lists page
 * lazily, drop duplicates by id and never trust totals.
 */
export interface GitLab {
  /** Base URL without trailing slash, relative root included. */
  readonly url: string;
  tokenIdentity(): Promise<TokenIdentity | null>;
  /** @param idOrPath number or full path. */
  group(idOrPath: number | string): Promise<GitLabGroup>;
  project(idOrPath: number | string): Promise<GitLabProject>;
  /** All levels below, without the group itself. */
  descendantGroups(groupId: number): AsyncIterable<GitLabGroup>;
  /** Projects of the group and all subgroups, without shared ones, by ascending id. */
  groupProjects(groupId: number): AsyncIterable<GitLabProject>;
  groupVariables(groupId: number): AsyncIterable<GitLabVariable>;
  projectVariables(projectId: number): AsyncIterable<GitLabVariable>;
  /** API calls made so far, retries included. */
  readonly calls: () => number;
  close(): Promise<void>;
}
