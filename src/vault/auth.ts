/** How a workload proves to Vault who it is: the decision tables, and the choice. */
import type { Access } from "../model/inventory.ts";

type Method = Access["method"];

export interface AuthChoice {
  readonly method: Method;
  readonly why: string;
  readonly alternatives: Access["alternatives"];
}

interface AuthRow {
  readonly method: Method;
  readonly why: string;
  readonly alternatives: readonly {
    readonly method: string;
    readonly when: string;
    readonly why: string;
    /** What decides it, where GitLab tells the executors of the runners. */
    readonly executor?: string;
  }[];
}

/**
 * What would change the choice for GitLab CI: where its runners live, and whether Vault can read GitLab's keys. JWT
 * stays possible in every row but the last; a machine's identity is shared by all jobs on that machine.
 */
const RUNNERS: AuthRow["alternatives"] = [
  {
    method: "kubernetes",
    when: "If the runners use the Kubernetes executor",
    executor: "kubernetes",
    why: "the pod's service account suits secrets that every job of the runner may read; it cannot tell projects apart",
  },
  {
    method: "aws",
    when: "If the runners are your own machines in AWS",
    why: "the machine's role needs no secret at all, for what every job on it may read",
  },
  {
    method: "azure",
    when: "If the runners are your own machines in Azure",
    why: "the managed identity needs no secret at all, for what every job on it may read",
  },
  {
    method: "gcp",
    when: "If the runners are your own machines in Google Cloud",
    why: "the service account needs no secret at all, for what every job on it may read",
  },
  {
    method: "jwt with jwt_validation_pubkeys",
    when: "If Vault cannot reach GitLab's key set (JWKS)",
    why: "Vault then holds GitLab's public keys itself, and somebody replaces them when GitLab changes them",
  },
  {
    method: "approle",
    when: "If Vault cannot reach GitLab's key set (JWKS) and nobody can look after its keys",
    why: "a trusted broker hands each job a wrapped SecretID that works once",
  },
];

/** One row per CI/CD platform. Sources: the platforms' own OpenID Connect pages and Vault's auth method pages. */
export const PLATFORMS = {
  gitlab: {
    method: "jwt",
    why: "GitLab signs a short-lived token for each job that names its project, ref and environment, so no secret has to be kept to fetch a secret.",
    alternatives: RUNNERS,
  },
  "github-actions": {
    method: "jwt",
    why: "GitHub signs a token for each job that names its repository, ref and environment.",
    alternatives: [
      {
        method: "approle",
        when: "If Vault cannot reach GitHub's keys",
        why: "a wrapped SecretID works once",
      },
    ],
  },
  circleci: {
    method: "jwt",
    why: "CircleCI signs a token for each job that names its project, context and ref.",
    alternatives: [
      {
        method: "approle",
        when: "If Vault cannot reach CircleCI's keys",
        why: "a context can hold the SecretID",
      },
    ],
  },
  "azure-devops": {
    method: "azure",
    why: "A service connection with workload identity federation gives each pipeline a principal of its own.",
    alternatives: [
      {
        method: "jwt",
        when: "If no service connection may be made",
        why: "the pipeline's own token names it",
      },
    ],
  },
  jenkins: {
    method: "approle",
    why: "Jenkins gives its jobs no identity of their own; a wrapped SecretID per folder or team comes closest.",
    alternatives: [
      {
        method: "kubernetes",
        when: "If the build nodes are pods",
        why: "the pod's service account needs no secret",
      },
      {
        method: "cert",
        when: "If the build nodes have certificates",
        why: "the node's certificate needs no secret",
      },
    ],
  },
  teamcity: {
    method: "approle",
    why: "The server's Vault connection logs in, one role per project.",
    alternatives: [
      {
        method: "aws",
        when: "If the server or its agents run in AWS",
        why: "their IAM role needs no secret at all",
      },
    ],
  },
  tekton: {
    method: "kubernetes",
    why: "Each run has a service account in a namespace.",
    alternatives: [
      {
        method: "jwt",
        when: "If Vault cannot ask the cluster",
        why: "the cluster's own issuer signs the tokens",
      },
    ],
  },
  spiffe: {
    method: "jwt",
    why: "SPIRE's discovery provider signs a token for each workload, which every edition of Vault can check.",
    alternatives: [
      {
        method: "spiffe",
        when: "With Vault Enterprise 1.21 or newer",
        why: "it reads SPIFFE identities itself",
      },
      {
        method: "cert",
        when: "If workloads hold X.509 identities",
        why: "the SPIFFE id is a name in the certificate",
      },
    ],
  },
} as const satisfies Readonly<Record<string, AuthRow>>;

export type Platform = keyof typeof PLATFORMS;

/**
 * First choice of the platform, with what would change it.
 * @param executors of all runners that take the jobs; null: not known, so none of them decides.
 */
export const chooseAuth = (platform: Platform, executors: ReadonlySet<string> | null = null): AuthChoice => {
  const row: AuthRow = PLATFORMS[platform];
  return {
    method: row.method,
    why: row.why,
    alternatives: row.alternatives.flatMap(({ method, when, why, executor }) => {
      if (executor === undefined || executors === null) return [{ method, why: `${when}: ${why}.` }];
      return executors.has(executor)
        ? [{ method, why: `Runners of the project use the ${executor} executor: ${why}.` }]
        : [];
    }),
  };
};
