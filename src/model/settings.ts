/** How a project or group is set up, as far as it decides a migration: who is asked, what is protected, where jobs run. */

/** Every part that is absent is not known: nobody asked, or GitLab refused (then a gap says so). */
export interface Settings {
  readonly owners?: Owners;
  /** All there are: what no entry matches is not protected. */
  readonly protectedRefs?: readonly ProtectedRef[];
  readonly environments?: Environments;
  /** Those that take jobs of the project. */
  readonly runners?: readonly Runner[];
  /** By the CODEOWNERS file of the default branch, for paths with findings. */
  readonly codeOwners?: readonly OwnedPaths[];
  /** A heuristic: by whether GitLab shows settings that only Premium and Ultimate have. */
  readonly plan?: "free" | "paid";
}

/** People who may change the place, by user name. */
export interface Owners {
  /** Of a project its own members, of a group the inherited ones, too. Owners first. */
  readonly members: readonly Owner[];
  /** How many more there are. */
  readonly left: number;
}

export interface Owner {
  readonly user: string;
  readonly role: "owner" | "maintainer";
}

/** Paths that the same people own. */
export interface OwnedPaths {
  /** `@user`, `@group/sub`, `@@role` or an e-mail address, as the file names them. */
  readonly owners: readonly string[];
  readonly paths: readonly string[];
}

export interface ProtectedRef {
  readonly kind: "branch" | "tag";
  /** `*` stands for any characters. */
  readonly name: string;
}

export interface Environments {
  readonly known: readonly Environment[];
  /** There are more, which were not read: one that is not among these may exist. */
  readonly isCut: boolean;
}

export interface Environment {
  readonly name: string;
  /** `production`, `staging`, `testing`, `development`, `other`; "" when GitLab does not say. */
  readonly tier: string;
  /** Null: GitLab does not say. */
  readonly protected: boolean | null;
}

export interface Runner {
  readonly type: "instance_type" | "group_type" | "project_type";
  /** `shell`, `docker`, …; empty where nobody says. */
  readonly executors: readonly string[];
  readonly tags: readonly string[];
}
