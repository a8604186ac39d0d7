/** The sample company as its fixture describes it. */
import type { Beside, BesideGroup, Snippet } from "./beside.ts";
import type { Edition } from "./edition.ts";
import type { LabelledValues, Text } from "./placeholders.ts";
import type { Runner, Setup } from "./setup.ts";

/** GitLab's access levels (docs: API, members, roles). */
export const LEVELS = { none: 0, guest: 10, reporter: 20, developer: 30, maintainer: 40, owner: 50 } as const;
export type Level = (typeof LEVELS)[keyof typeof LEVELS];

export type Visibility = "private" | "internal" | "public";

/** The tokens every test may sign in with; company.yml defines exactly these. */
export const TOKEN_NAMES = [
  "owner",
  "subgroupMaintainer",
  "developer",
  "guest",
  "expired",
  "revoked",
  "noScope",
  "withoutCode",
  "administrator",
] as const;
export type TokenName = (typeof TOKEN_NAMES)[number];

export interface Person {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly timezone: string;
  /** Of the whole instance: sees and may do everything. */
  readonly isAdministrator: boolean;
}

export interface Token {
  readonly id: number;
  readonly name: TokenName;
  readonly person: Person;
  readonly scopes: readonly string[];
  readonly state: "active" | "expired" | "revoked";
  readonly value: string;
}

export interface Variable {
  readonly key: string;
  /** Hidden ones have none: nobody can read it. */
  readonly value: Text | null;
  readonly type: "env_var" | "file";
  readonly protected: boolean;
  readonly masked: boolean;
  readonly hidden: boolean;
  readonly raw: boolean;
  readonly scope: string;
  readonly description: string | null;
}

export interface Group {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly visibility: Visibility;
  /** Levels by user name, without inherited ones. */
  readonly members: ReadonlyMap<string, Level>;
  readonly variables: readonly Variable[];
  readonly beside: BesideGroup;
}

export interface Schedule {
  readonly id: number;
  readonly description: string;
  readonly ref: string;
  readonly cron: string;
  readonly active: boolean;
  readonly owner: Person;
  readonly variables: readonly Variable[];
  readonly inputs: readonly (readonly [name: string, value: Text])[];
}

export interface Job {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly status: string;
  readonly erased: boolean;
  readonly log: Text;
  /** Write runner line headers, cutting lines at `lineLimit` characters. */
  readonly timestamps: boolean;
  readonly lineLimit: number;
  /** It ran with CI_DEBUG_TRACE: developers alone may read its log. */
  readonly debug: boolean;
  readonly files: readonly JobFile[];
}

/** What a job left behind: a report of one text, or an archive of many. */
export interface JobFile {
  readonly type: "archive" | "dotenv";
  readonly contents: readonly (readonly [path: string, text: Text])[];
}

/** One entry of `history:`; see fixtures/sample-gitlab/README.md. */
export type Step =
  | {
      readonly kind: "commit";
      /** Full ref, null for the default branch. */
      readonly ref: string | null;
      /** Ref to merge into it. */
      readonly merge: string | null;
      readonly author: Person;
      readonly message: Text;
      readonly write: ReadonlyMap<string, Text>;
      readonly rename: ReadonlyMap<string, string>;
      readonly remove: readonly string[];
    }
  | { readonly kind: "tag"; readonly name: string; readonly author: Person; readonly message: Text | null }
  | { readonly kind: "delete-ref"; readonly ref: string }
  | { readonly kind: "generate"; readonly commits: number; readonly seed: string; readonly author: Person };

export interface Commit {
  /** Position in the history from 1 on; parents are named by it. */
  readonly mark: number;
  readonly ref: string;
  readonly parents: readonly number[];
  readonly author: Person;
  /** Unix seconds. */
  readonly date: number;
  readonly message: Text;
  /** Against the first parent; null = removed. */
  readonly changes: ReadonlyMap<string, Text | null>;
}

export interface Tag {
  readonly name: string;
  readonly target: number;
  readonly author: Person;
  readonly date: number;
  /** Null: a lightweight tag. */
  readonly message: Text | null;
}

/** What the steps come to. */
export interface History {
  /** None: an empty repository. */
  readonly commits: readonly Commit[];
  readonly tags: readonly Tag[];
  /** Final tips by full ref, without tags. */
  readonly refs: ReadonlyMap<string, number>;
  /** Files at the tip of the default branch. */
  readonly head: ReadonlyMap<string, Text>;
}

export type Access = "enabled" | "private" | "disabled";

/** Parts of a project that can be switched off, besides code and CI/CD. */
export const FEATURES = [
  "snippets",
  "wiki",
  "issues",
  "merge_requests",
  "releases",
  "environments",
  "infrastructure",
] as const;
export type Feature = (typeof FEATURES)[number];

export interface Project {
  readonly id: number;
  /** Folder of its repository; generated projects share them. */
  readonly store: string;
  /** Path with namespace. */
  readonly path: string;
  readonly description: string;
  readonly visibility: Visibility;
  readonly archived: boolean;
  readonly markedForDeletionOn: string | null;
  readonly repositoryAccess: Access;
  readonly buildsAccess: Access;
  /** Of the other parts. */
  readonly access: Readonly<Record<Feature, Access>>;
  readonly ciConfigPath: string | null;
  readonly defaultBranch: string;
  readonly formerPaths: readonly string[];
  /** Path of the parent. */
  readonly forkedFrom: string | null;
  /** Levels by group path. */
  readonly sharedWith: ReadonlyMap<string, Level>;
  /** Its own members, by user name. */
  readonly members: ReadonlyMap<string, Level>;
  readonly variables: readonly Variable[];
  readonly schedules: readonly Schedule[];
  readonly jobs: readonly Job[];
  /** Otherwise guests see neither jobs nor their logs. */
  readonly hasPublicJobs: boolean;
  readonly beside: Beside;
  readonly setup: Setup;
  /** ISO date of the first commit. */
  readonly started: string;
  /** A fork's begins with its parent's. */
  readonly history: History;
}

export interface Instance extends Edition {
  readonly version: string;
  readonly revision: string;
  readonly enterprise: boolean;
}

export interface Company {
  readonly instance: Instance;
  readonly values: LabelledValues;
  readonly people: ReadonlyMap<string, Person>;
  readonly tokens: readonly Token[];
  readonly variables: readonly Variable[];
  /** Of people. */
  readonly snippets: readonly Snippet[];
  readonly runners: readonly Runner[];
  /** Ascending by id, like {@link Company.projects}. */
  readonly groups: readonly Group[];
  readonly projects: readonly Project[];
}

/** `a/b` of `a/b/c`, or null. */
export const parentPath = (path: string): string | null => {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? null : path.slice(0, slash);
};

export const lastSegment = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

export const isBelow = (path: string, group: string): boolean => path.startsWith(`${group}/`);
