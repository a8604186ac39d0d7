/** Which role lets which jobs in, and what it may read. */
import type { TargetId } from "../model/ids.ts";
import { ANY_ENVIRONMENT } from "./layout.ts";
import { shortHash, toRoleName } from "./names.ts";
import { settleNames } from "./settle.ts";

/** Jobs that get the same rights: one role each. */
export interface Workload {
  readonly target: TargetId;
  /** Full path of the project. */
  readonly project: string;
  /** Name or pattern (`review/*`); null: no environment, or any. */
  readonly environment: string | null;
  /** They read a protected variable, so they run on protected branches and tags only. */
  readonly protectedRefs: boolean;
}

export interface RoleDescription {
  readonly role: string;
  readonly boundClaims: Readonly<Record<string, string>>;
  /** One policy per role, with the exact paths of all it may read. */
  readonly policy: string;
  /** The rule this secret adds to the policy. */
  readonly rule: { readonly path: string; readonly capabilities: readonly ["read"] };
  readonly admits: string;
}

/** Equal for equal workloads. */
export const workloadKey = (workload: Workload): string =>
  JSON.stringify([workload.target, workload.environment, workload.protectedRefs]);

const listNames = (workload: Workload): readonly string[] => {
  const words = ["gitlab", workload.project, workload.environment ?? ANY_ENVIRONMENT];
  const key = [workload.target, workload.environment, workload.protectedRefs];
  const hash = shortHash(key, 8);
  const refs = workload.protectedRefs ? "protected" : "any-ref";
  return [
    toRoleName(words, hash),
    toRoleName([...words, refs], hash),
    toRoleName([...words, refs, hash], hash),
    `gitlab-${shortHash(key, 48)}`,
  ];
};

/**
 * Role names by {@link workloadKey}: `gitlab-<project>-<environment>`. Two workloads must never get one name: the
 * second role written would replace the first and let its jobs in. `a/b-c` and `a-b/c` are such a pair.
 */
export const nameRoles = (workloads: readonly Workload[]): ReadonlyMap<string, string> => {
  const distinct = new Map(workloads.map((workload) => [workloadKey(workload), workload]));
  const claims = [...distinct].map(([key, workload]) => ({ key, names: listNames(workload) }));
  return new Map([...settleNames(claims, () => false)].map(([claim, name]) => [claim.key, name]));
};

/** A pattern would need `bound_claims_type=glob`, which turns every claim of the role into a pattern. */
const isExact = (environment: string | null): environment is string =>
  environment !== null && !environment.includes("*");

/**
 * Claims of GitLab's ID token (docs.gitlab.com/ci/secrets/id_token_authentication): all are strings, `project_id` too;
 * it stays when the project is renamed. `ref_protected` makes branch protection the gate.
 */
const bindClaims = (
  { target, project, environment, protectedRefs }: Workload,
  others: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const id = /^project:(\d+)$/.exec(target)?.[1];
  return {
    ...(id === undefined ? { project_path: project } : { project_id: id }),
    ...(protectedRefs ? { ref_protected: "true" } : {}),
    ...(isExact(environment) ? { environment } : {}),
    ...others,
  };
};

/**
 * @param role from {@link nameRoles}.
 * @param secret where it lies; KV v2 policies name the API path, with `data/` after the mount.
 * @param claims what else keeps others out, as far as it is known.
 */
export const describeRole = (
  workload: Workload,
  role: string,
  secret: { readonly mount: string; readonly path: string },
  claims: Readonly<Record<string, string>> = {},
): RoleDescription => ({
  role,
  boundClaims: bindClaims(workload, claims),
  policy: role,
  rule: { path: `${secret.mount}/data/${secret.path}`, capabilities: ["read"] },
  admits: [
    `jobs of ${workload.project}`,
    ...(isExact(workload.environment)
      ? [
          `in ${claims["environment_protected"] === "true" ? "protected " : ""}environment ${workload.environment}`,
        ]
      : []),
    ...(workload.protectedRefs ? ["on protected branches and tags"] : []),
  ].join(" "),
});
