/** All that is known of one secret, and the questions every judgement asks of it. */
import type { SecretId } from "../model/ids.ts";
import type { Provenance } from "../model/provenance.ts";
import type { Rule } from "../model/rule.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import type { Target } from "../model/target.ts";
import type { Usage } from "../model/usage.ts";
import type { Workload } from "../vault/role.ts";

export type Project = Extract<Target, { kind: "project" }>;
export type Variable = Extract<Provenance, { kind: "variable" }>;

/** A finding with its rule and target looked up. */
export interface PlacedFinding {
  readonly finding: SealedFinding;
  readonly rule: Rule;
  readonly target: Target;
}

export interface Evidence {
  readonly id: SecretId;
  /** The most specific first; never empty. */
  readonly findings: readonly [PlacedFinding, ...PlacedFinding[]];
  readonly tags: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
  readonly usages: readonly Usage[];
  /** Jobs that use it where files outlive them, as sentences begin: `The job deploy of acme/shop runs`. */
  readonly hostJobs: readonly string[];
  /** Who reads it, as far as pipelines and places show. */
  readonly workloads: readonly Workload[];
  /** Every target where it lives or is used. */
  readonly targets: readonly Target[];
  /** Every pipeline that could read it was understood, and none of them names it. */
  readonly isUnused: boolean;
  /** When the run began, ISO 8601: the clock of every judgement. Null: no run. */
  readonly startedAt: string | null;
}

/** What a place says about who can read it. A new kind of place must be classified here. */
export const PLACES: Readonly<
  Record<Provenance["kind"], { readonly isExposed: boolean; readonly isPast: boolean; readonly name: string }>
> = {
  worktree: { isExposed: true, isPast: false, name: "current files" },
  pipeline: { isExposed: true, isPast: false, name: "the pipeline definition" },
  history: { isExposed: true, isPast: true, name: "older commits" },
  "commit-message": { isExposed: true, isPast: true, name: "commit messages" },
  variable: { isExposed: false, isPast: false, name: "CI/CD variables" },
  schedule: { isExposed: false, isPast: false, name: "pipeline schedules" },
  // GitLab shows both to whoever maintains the project, and the second to whoever reads its code.
  "pipeline-variable": { isExposed: false, isPast: true, name: "variables of past pipelines" },
  "ci-config": { isExposed: true, isPast: false, name: "the merged pipeline definition" },
  "job-log": { isExposed: true, isPast: true, name: "job logs" },
  artifact: { isExposed: true, isPast: true, name: "job artifacts" },
  snippet: { isExposed: true, isPast: false, name: "snippets" },
  wiki: { isExposed: true, isPast: false, name: "wiki pages" },
  issue: { isExposed: true, isPast: false, name: "issues" },
  "merge-request": { isExposed: true, isPast: false, name: "merge requests" },
  release: { isExposed: true, isPast: false, name: "releases" },
  "terraform-state": { isExposed: true, isPast: false, name: "Terraform state" },
  webhook: { isExposed: false, isPast: false, name: "webhooks" },
  integration: { isExposed: false, isPast: false, name: "integrations" },
  "secure-file": { isExposed: false, isPast: false, name: "secure files" },
  // GitLab issued it and shows it to nobody.
  credential: { isExposed: false, isPast: false, name: "GitLab's own credentials" },
  // Whoever piped the text in had it already; where it came from is not known.
  stdin: { isExposed: false, isPast: false, name: "standard input" },
};

const isExposedPlace = ({ finding }: PlacedFinding): boolean =>
  PLACES[finding.location.provenance.kind].isExposed;

export const listExposed = (evidence: Evidence): readonly PlacedFinding[] =>
  evidence.findings.filter(isExposedPlace);

/** Who can read the place can read the secret: files, history, messages. Variables are not exposed by being there. */
export const isExposed = (evidence: Evidence): boolean => evidence.findings.some(isExposedPlace);

/** `high` confidence of a rule without pattern means declared, which proves nothing about the value. */
export const isProven = (evidence: Evidence): boolean =>
  evidence.findings.some(({ finding, rule }) => rule.pattern !== null && finding.confidence === "high");

export interface PlacedVariable {
  readonly variable: Variable;
  readonly target: Target;
}

export const listVariables = (evidence: Evidence): readonly PlacedVariable[] =>
  evidence.findings.flatMap(({ finding, target }) =>
    finding.location.provenance.kind === "variable"
      ? [{ variable: finding.location.provenance, target }]
      : [],
  );

/** A job log shows the path of a file variable, not its content, and GitLab cannot mask texts of several lines. */
export const isMasked = ({ variable }: PlacedVariable): boolean =>
  variable.flags.masked || variable.flags.type === "file";

/** As GitLab means secrets to be kept: logs do not show it, and only protected branches and tags get it. */
export const isKeptAsIntended = (placed: PlacedVariable): boolean =>
  isMasked(placed) && placed.variable.flags.protected;

export const listProjects = (evidence: Evidence): readonly Project[] =>
  evidence.targets.filter((target) => target.kind === "project");
