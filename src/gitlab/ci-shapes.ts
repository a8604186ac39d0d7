/** What GitLab holds for CI: variables, schedules, pipelines, jobs, runners, environments. Checked on arrival. */

export interface GitLabVariable {
  readonly key: string;
  /** Null: hidden, nobody can read it. "" is a visible empty value. */
  readonly value: string | null;
  readonly variableType: "env_var" | "file";
  readonly protected: boolean;
  readonly masked: boolean;
  readonly hidden: boolean;
  readonly raw: boolean;
  /** `*` where GitLab knows no scopes. */
  readonly environmentScope: string;
  readonly description: string;
}

/** A variable of a schedule or a past pipeline has no scope and no flags. */
export interface GitLabPlainVariable {
  readonly key: string;
  readonly value: string | null;
  readonly variableType: "env_var" | "file";
}

export interface GitLabSchedule {
  readonly id: number;
  readonly description: string;
  /** `main` or `refs/heads/main`, as the version has it. */
  readonly ref: string;
  readonly cron: string;
  readonly active: boolean;
  readonly owner: string;
  /** Null where GitLab does not show them to this token: a gap, unlike an empty list. */
  readonly variables: readonly GitLabPlainVariable[] | null;
  /** Values that are no text are given as JSON text. Empty where GitLab knows no inputs. */
  readonly inputs: readonly { readonly name: string; readonly value: string }[];
}

export interface GitLabPipeline {
  readonly id: number;
  readonly status: string;
  /** `push`, `schedule`, `trigger`, `web`, `api`, … */
  readonly source: string;
  readonly ref: string;
  readonly sha: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly webUrl: string;
}

export interface GitLabJob {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly ref: string;
  readonly isTag: boolean;
  readonly status: string;
  readonly pipelineId: number | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly erasedAt: string | null;
  /** Seconds it ran; null when it never did. */
  readonly duration: number | null;
  readonly webUrl: string;
  /** Files by type (`archive`, `trace`, `dotenv`, `metadata`, …) with their sizes in bytes. */
  readonly artifacts: readonly { readonly type: string; readonly name: string; readonly size: number }[];
  /** After this they are gone; null: kept, or there are none. */
  readonly artifactsExpireAt: string | null;
  readonly tags: readonly string[];
  readonly runner: { readonly id: number; readonly description: string } | null;
}

/** Answer of the CI lint: the merged configuration. */
export interface GitLabLint {
  readonly valid: boolean;
  readonly errors: readonly string[];
  readonly mergedYaml: string;
  readonly includes: readonly GitLabInclude[];
}

export interface GitLabInclude {
  /** `local`, `file`, `remote`, `template`, `component`. */
  readonly type: string;
  readonly location: string;
  /** Of `file` and `component`: full path of the project and its ref; "" otherwise. */
  readonly project: string;
  readonly ref: string;
}

export interface GitLabRunner {
  readonly id: number;
  readonly description: string;
  readonly type: "instance_type" | "group_type" | "project_type";
  /** Empty too where GitLab does not show them to this token. */
  readonly tags: readonly string[];
  readonly paused: boolean;
  readonly status: string;
  /** `shell`, `docker`, …, one per kind among its managers; empty where nobody says. */
  readonly executors: readonly string[];
}

export interface GitLabEnvironment {
  readonly id: number;
  readonly name: string;
  readonly tier: string;
  readonly state: string;
  readonly externalUrl: string;
  /** Null: GitLab does not say (no Premium, or not to this token). */
  readonly protected: boolean | null;
}

export interface GitLabProtection {
  /** Branch or tag, may be a wildcard. */
  readonly name: string;
  readonly kind: "branch" | "tag";
  /** Levels that may push, or create the tag: 0 nobody, 30 developers, 40 maintainers, 60 administrators. */
  readonly pushLevels: readonly number[];
  /** Of branches only. */
  readonly mergeLevels: readonly number[];
}

/** Keystores, certificates and the like, by name. */
export interface GitLabSecureFile {
  readonly id: number;
  readonly name: string;
  readonly checksum: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export interface GitLabTerraformState {
  readonly name: string;
  readonly updatedAt: string;
}
