/** What GitLab holds outside CI: tokens, groups, projects, and the texts people write. Checked on arrival. */

/** Answer of `GET /personal_access_tokens/self`; null where the token is of a kind that cannot ask. */
export interface TokenIdentity {
  readonly name: string;
  /** Whose it is: a person, or the bot of a project's or group's token. */
  readonly userId: number | null;
  readonly scopes: readonly string[];
  /** ISO date or null. */
  readonly expiresAt: string | null;
  readonly active: boolean;
}

/** Where the token's owner has a role; sharing with groups included. */
export interface GitLabAssociation {
  readonly kind: "group" | "project";
  readonly id: number;
  /** Full path; "" when GitLab does not say. */
  readonly path: string;
  /** 10 guest, 20 reporter, 30 developer, 40 maintainer, 50 owner; null when GitLab does not say. */
  readonly accessLevel: number | null;
}

/** What the instance says of itself. */
export interface GitLabMetadata {
  /** As `18.4.1-ee`. */
  readonly version: string;
  /** The build, not the licence: it also runs as Free. */
  readonly enterprise: boolean;
}

export interface GitLabGroup {
  readonly id: number;
  readonly name: string;
  readonly fullPath: string;
  readonly parentId: number | null;
  readonly webUrl: string;
  /** "" when GitLab does not say. */
  readonly visibility: string;
  readonly archived: boolean;
  /** Date of the request to delete it; null when there is none. */
  readonly markedForDeletionOn: string | null;
  /** GitLab says things of it that only paid plans have: a guess at the plan, good enough to tell a refusal from what is not there. */
  readonly isLicensed: boolean;
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
  /** Date of the request to delete it; null when there is none. */
  readonly markedForDeletionOn: string | null;
  readonly visibility: string;
  readonly topics: readonly string[];
  /** Only where the caller may see the parent. */
  readonly isFork: boolean;
  /** All of these: `disabled`, `private`, `enabled`, `public`; "" when GitLab does not say, which means: ask. */
  readonly repositoryAccessLevel: string;
  readonly buildsAccessLevel: string;
  readonly snippetsAccessLevel: string;
  readonly wikiAccessLevel: string;
  readonly issuesAccessLevel: string;
  readonly mergeRequestsAccessLevel: string;
  readonly releasesAccessLevel: string;
  readonly environmentsAccessLevel: string;
  readonly infrastructureAccessLevel: string;
  /** "" = `.gitlab-ci.yml`; may also be `dir/file.yml`, `file.yml@group/project:ref` or an https URL. */
  readonly ciConfigPath: string;
  /** Lags behind by up to an hour, and says nothing of settings. */
  readonly lastActivityAt: string;
  /** Set where GitLab shows settings that only paid plans have: a guess at the plan. */
  readonly isLicensed?: boolean;
}

export interface GitLabMember {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  /** Highest one, inherited ones included. */
  readonly accessLevel: number;
  readonly state: string;
}

/** A credential that GitLab describes and never shows. */
export interface GitLabCredential {
  readonly kind: "deploy-token" | "access-token" | "trigger" | "deploy-key";
  readonly id: number;
  readonly name: string;
  /** User name of a deploy token, who made a trigger; "" otherwise. */
  readonly owner: string;
  /** Of a deploy key `read` or `write`. */
  readonly scopes: readonly string[];
  readonly createdAt: string | null;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  /** Neither revoked nor expired: as GitLab says, of keys and triggers by their date. */
  readonly active: boolean;
}

export interface GitLabSnippet {
  readonly id: number;
  /** Null: a personal one. */
  readonly projectId: number | null;
  readonly title: string;
  readonly description: string;
  readonly author: string;
  readonly updatedAt: string;
  readonly webUrl: string;
  readonly files: readonly GitLabSnippetFile[];
}

export interface GitLabSnippetFile {
  readonly path: string;
  /** The branch it is on, from its raw URL; "" where GitLab has only one file per snippet. */
  readonly ref: string;
}

export interface GitLabWikiPage {
  readonly slug: string;
  readonly title: string;
  readonly content: string;
}

/** An issue or a merge request; `iid` is what its paths and notes use. */
export interface GitLabThread {
  readonly id: number;
  readonly iid: number;
  readonly title: string;
  readonly description: string;
  readonly author: string;
  readonly state: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly webUrl: string;
  /** Notes by people: where there are none, nobody needs to ask for them. */
  readonly notes: number;
}

export interface GitLabNote {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  /** Text that GitLab wrote. */
  readonly system: boolean;
  readonly updatedAt: string;
}

export interface GitLabRelease {
  readonly tag: string;
  readonly name: string;
  readonly description: string;
  readonly author: string;
  readonly links: readonly { readonly name: string; readonly url: string }[];
  readonly webUrl: string;
}

/** A webhook: its address can hold credentials. */
export interface GitLabHook {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  /** Description, template, filters and names of custom headers as JSON text; "{}" when there are none. */
  readonly settings: string;
}

/** An integration that is switched on: Slack, Jira, …; its properties, which can hold credentials, are asked for one by one. */
export interface GitLabIntegration {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly active: boolean;
  /** From a group or the instance: the same one shows in many projects. */
  readonly inherited: boolean;
}

/** A row of a repository's tree. */
export interface GitLabTreeEntry {
  readonly path: string;
  /** `blob`, `tree` or `commit` (a submodule). */
  readonly type: string;
  readonly id: string;
}
