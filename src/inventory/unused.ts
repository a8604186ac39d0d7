/** Whether a variable is read by nobody, or only seems so. */
import type { TargetFacts } from "../model/run.ts";
import type { PlacedFinding } from "./evidence.ts";

/** Starts of names that tools read by themselves: that no job writes them down says nothing. */
const READ_BY_TOOLS: readonly string[] = [
  "ANSIBLE_",
  "ARM_",
  "AWS_",
  "AZURE_",
  "BUNDLE_",
  "CARGO_",
  "CI_",
  "CLOUDFLARE_",
  "CLOUDSDK_",
  "CODECOV_",
  "CONSUL_",
  "DATABASE_URL",
  "DOCKER_",
  "GH_TOKEN",
  "GITHUB_TOKEN",
  "GITLAB_TOKEN",
  "GIT_",
  "GL_TOKEN",
  "GOOGLE_",
  "HELM_",
  "HEROKU_",
  "KUBE",
  "MAVEN_",
  "MYSQL_PWD",
  "NODE_AUTH_TOKEN",
  "NOMAD_",
  "NPM_",
  "NUGET_",
  "ORG_GRADLE_",
  "PGPASSWORD",
  "PIP_",
  "PULUMI_",
  "RENOVATE_",
  "SENTRY_",
  "SNYK_",
  "SONAR_",
  "SSH_",
  "TF_",
  "TWINE_",
  "UV_",
  "VAULT_",
];

const isReadByTools = (key: string): boolean => READ_BY_TOOLS.some((start) => key.startsWith(start));

/** The pipeline was read whole, and from this project: what is defined elsewhere is not among its usages. */
const isPipelineKnown = ({ target, usages, gaps }: TargetFacts): boolean => {
  if (gaps.some(({ source }) => source === "pipeline" || source === "target")) return false;
  return usages.length > 0 || target.kind !== "project" || (target.ciConfigPath ?? "") === "";
};

/** One job understood is the least: where there are no jobs at all, nothing can be told. */
const arePipelinesKnown = (projects: readonly TargetFacts[]): boolean =>
  projects.some(({ usages }) => usages.length > 0) && projects.every(isPipelineKnown);

const findReaders = (placed: PlacedFinding, facts: readonly TargetFacts[]): readonly TargetFacts[] =>
  facts.filter(
    ({ target }) =>
      target.kind === "project" &&
      (target.id === placed.target.id || target.groups.includes(placed.target.id)),
  );

/**
 * True for what lives in variables alone, where the pipelines of all projects below were understood. Call it for
 * secrets without usages.
 */
export const isUnused = (findings: readonly PlacedFinding[], facts: readonly TargetFacts[]): boolean =>
  findings.every((placed) => {
    const { provenance } = placed.finding.location;
    return (
      provenance.kind === "variable" &&
      provenance.level !== "instance" &&
      !isReadByTools(provenance.key) &&
      arePipelinesKnown(findReaders(placed, facts))
    );
  });
