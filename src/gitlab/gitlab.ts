/** What the product asks of GitLab: the port every other folder sees. Shapes: docs.gitlab.com/api, validated on arrival. */
import type {
  GitLabEnvironment,
  GitLabJob,
  GitLabLint,
  GitLabPipeline,
  GitLabPlainVariable,
  GitLabProtection,
  GitLabRunner,
  GitLabSchedule,
  GitLabSecureFile,
  GitLabTerraformState,
  GitLabVariable,
} from "./ci-shapes.ts";
import type {
  GitLabAssociation,
  GitLabCredential,
  GitLabGroup,
  GitLabHook,
  GitLabIntegration,
  GitLabMember,
  GitLabMetadata,
  GitLabNote,
  GitLabProject,
  GitLabRelease,
  GitLabSnippet,
  GitLabSnippetFile,
  GitLabThread,
  GitLabTreeEntry,
  GitLabWikiPage,
  TokenIdentity,
} from "./shapes.ts";

/** What many lists hang on; both by number. */
export type Place = { readonly project: number } | { readonly group: number };

/**
 * What a list may be narrowed by. Times are ISO 8601 UTC. Every filter is also applied on our side: older GitLab
 * versions ignore parameters they do not know.
 */
export interface Since {
  /** Last change at or after. Of a job: its end, else its start, else its creation. */
  readonly updatedAfter?: string;
  /** Made at or after. Jobs and pipelines come newest first: their list ends here, which saves the calls. */
  readonly createdAfter?: string;
  /** At most so many. */
  readonly most?: number;
}

/** Without either: everything the token can see, on GitLab.com all that is public. */
export interface Reach {
  readonly owned?: boolean;
  readonly membership?: boolean;
}

/** As much of a file as was asked for. */
export interface FileBytes {
  readonly bytes: Uint8Array;
  /** There was more. */
  readonly isCut: boolean;
}

/**
 * Every call rejects with a `VaultboundError` (codes GITLAB_*), never with anything that holds the token. Lists page
 * lazily, drop duplicates by id and never trust totals; what is there all the time while a list is read is in it.
 * Files give `most` bytes at most, and null when they are gone or have expired (404).
 */
export interface GitLab {
  /** Base URL without trailing slash, relative root included. */
  readonly url: string;
  tokenIdentity(): Promise<TokenIdentity | null>;
  /** Roles of the token's owner. From 17.4: NOT_FOUND before. */
  associations(): AsyncIterable<GitLabAssociation>;
  metadata(): Promise<GitLabMetadata>;

  /** @param idOrPath number or full path. */
  group(idOrPath: number | string): Promise<GitLabGroup>;
  project(idOrPath: number | string): Promise<GitLabProject>;
  /** Top-level groups the token can see. */
  topGroups(filter?: Reach): AsyncIterable<GitLabGroup>;
  /** All levels below, without the group itself. */
  descendantGroups(groupId: number): AsyncIterable<GitLabGroup>;
  /** Projects of the group and all subgroups, without shared ones, by ascending id. */
  groupProjects(groupId: number): AsyncIterable<GitLabProject>;
  /** Personal projects of a user. @param idOrName number or user name. */
  userProjects(idOrName: number | string): AsyncIterable<GitLabProject>;
  /** Every project the token can see, by keyset over ids; personal ones too. */
  allProjects(filter?: Reach): AsyncIterable<GitLabProject>;
  /** Inherited and invited members included, unless only those of the place itself are asked for. */
  members(place: Place, whose?: "all" | "own"): AsyncIterable<GitLabMember>;

  instanceVariables(): AsyncIterable<GitLabVariable>;
  groupVariables(groupId: number): AsyncIterable<GitLabVariable>;
  projectVariables(projectId: number): AsyncIterable<GitLabVariable>;
  /** By number: their variables are in each one alone. */
  schedules(projectId: number): AsyncIterable<{ readonly id: number }>;
  /** With its variables; null when it is gone (404). */
  schedule(projectId: number, scheduleId: number): Promise<GitLabSchedule | null>;
  /** Newest first. */
  pipelines(projectId: number, since?: Since): AsyncIterable<GitLabPipeline>;
  /** What was given at its start. */
  pipelineVariables(projectId: number, pipelineId: number): AsyncIterable<GitLabPlainVariable>;
  /** Newest first. */
  jobs(projectId: number, since?: Since): AsyncIterable<GitLabJob>;
  /** Raw log; empty when there is none or it was erased. */
  jobLog(projectId: number, jobId: number, most: number): Promise<FileBytes | null>;
  /**
   * The job's archive (zip), or one of its other files by its type, as GitLab keeps it (`dotenv` is gzip). Older
   * versions give the archive alone: null for the others.
   */
  jobArtifacts(projectId: number, jobId: number, most: number, type?: string): Promise<FileBytes | null>;
  /** The merged configuration of the default branch; includes resolved as the token's user. */
  lint(projectId: number): Promise<GitLabLint>;
  runners(place: Place): AsyncIterable<GitLabRunner>;
  environments(projectId: number): AsyncIterable<GitLabEnvironment>;
  /** Protected branches, then protected tags. */
  protections(projectId: number): AsyncIterable<GitLabProtection>;
  secureFiles(projectId: number): AsyncIterable<GitLabSecureFile>;
  secureFile(projectId: number, fileId: number, most: number): Promise<FileBytes | null>;
  /** Names of Terraform states (GraphQL); the state itself needs the Developer role. */
  terraformStates(projectPath: string): AsyncIterable<GitLabTerraformState>;
  terraformState(projectId: number, name: string, most: number): Promise<FileBytes | null>;

  /** Metadata only. Triggers and deploy keys hang on projects: empty for a group. */
  credentials(place: Place, kind: GitLabCredential["kind"]): AsyncIterable<GitLabCredential>;
  hooks(place: Place): AsyncIterable<GitLabHook>;
  integrations(place: Place): AsyncIterable<GitLabIntegration>;
  /** Its properties as JSON text, "{}" when there are none; null when it is gone (404). */
  integrationSettings(place: Place, slug: string): Promise<string | null>;

  snippets(projectId: number): AsyncIterable<GitLabSnippet>;
  /** Personal ones: the token owner's, or everybody's that the token can see (on GitLab.com: the world's). */
  personalSnippets(whose: "own" | "all"): AsyncIterable<GitLabSnippet>;
  snippetFile(
    snippet: Pick<GitLabSnippet, "id" | "projectId">,
    file: GitLabSnippetFile,
    most: number,
  ): Promise<FileBytes | null>;
  wikiPages(place: Place): AsyncIterable<GitLabWikiPage>;
  issues(projectId: number, since?: Since): AsyncIterable<GitLabThread>;
  mergeRequests(projectId: number, since?: Since): AsyncIterable<GitLabThread>;
  /** @param number `iid` of an issue or merge request, `id` of a snippet. */
  notes(
    projectId: number,
    of: "issues" | "merge_requests" | "snippets",
    number: number,
  ): AsyncIterable<GitLabNote>;
  releases(projectId: number): AsyncIterable<GitLabRelease>;
  /** @param ref branch, tag or commit; `HEAD` is the default branch. */
  tree(projectId: number, ref: string): AsyncIterable<GitLabTreeEntry>;
  rawFile(projectId: number, path: string, ref: string, most: number): Promise<FileBytes | null>;

  /** HTTP requests sent so far, retries and redirects included. */
  readonly calls: () => number;
  /** Requests left as the server counted last, and when it begins anew (milliseconds since 1970); null where it does not tell. */
  readonly allowance: () => { readonly remaining: number; readonly resetsAt: number } | null;
  close(): Promise<void>;
}

export type {
  GitLabEnvironment,
  GitLabInclude,
  GitLabJob,
  GitLabLint,
  GitLabPipeline,
  GitLabPlainVariable,
  GitLabProtection,
  GitLabRunner,
  GitLabSchedule,
  GitLabSecureFile,
  GitLabTerraformState,
  GitLabVariable,
} from "./ci-shapes.ts";
export type {
  GitLabAssociation,
  GitLabCredential,
  GitLabGroup,
  GitLabHook,
  GitLabIntegration,
  GitLabMember,
  GitLabMetadata,
  GitLabNote,
  GitLabProject,
  GitLabRelease,
  GitLabSnippet,
  GitLabSnippetFile,
  GitLabThread,
  GitLabTreeEntry,
  GitLabWikiPage,
  TokenIdentity,
} from "./shapes.ts";
