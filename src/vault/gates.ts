/** What keeps others out of a role: protection of branches, tags and environments, as GitLab has it. */
import { matchGlob } from "../lib/glob.ts";
import type { Environment, ProtectedRef, Settings } from "../model/settings.ts";
import type { Workload } from "./role.ts";

/** How the workload's project is set up. */
export interface ProjectSetup {
  readonly defaultBranch: string | null;
  readonly settings: Settings;
}

export interface Gates {
  /** That GitLab's facts allow beside those of the workload itself. */
  readonly claims: Readonly<Record<string, string>>;
  /** What was learnt, and what is not known, as sentences. */
  readonly notes: readonly string[];
  /** What must be protected before the role admits any job; null: nothing, or nobody knows. */
  readonly missing: string | null;
}

export const NO_GATES: Gates = { claims: {}, notes: [], missing: null };

const MOST_NAMES = 3;

const listNames = (refs: readonly ProtectedRef[]): string => {
  const names = refs.map(({ kind, name }) => (kind === "tag" ? `tag ${name}` : name));
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};

/** GitLab's `*` takes any characters of a branch, slashes too (docs.gitlab.com/user/project/repository/branches/protected). */
export const isProtectedBranch = (refs: readonly ProtectedRef[], branch: string): boolean =>
  refs.some(({ kind, name }) => kind === "branch" && matchGlob(name.replaceAll(/\*+/g, "**"), branch));

/** Jobs that read a protected variable run on protected refs only: are there any, and is the default branch one? */
const checkRefs = ({ project, protectedRefs }: Workload, setup: ProjectSetup | null): Gates => {
  if (!protectedRefs) return NO_GATES;
  const refs = setup?.settings.protectedRefs;
  if (refs === undefined)
    return { ...NO_GATES, notes: [`Which branches and tags of ${project} are protected is unknown.`] };
  const branch = setup?.defaultBranch ?? null;
  const first = branch === null ? "the branch that deploys" : branch;
  if (refs.length === 0) {
    const missing = `No branch or tag of ${project} is protected, so the role admits no job: protect ${first} first.`;
    return { ...NO_GATES, notes: [missing], missing };
  }
  if (branch === null || isProtectedBranch(refs, branch))
    return { ...NO_GATES, notes: [`Protected there: ${listNames(refs)}.`] };
  const missing = `The default branch ${branch} of ${project} is not protected, so the role admits none of its jobs: protect it first, if they are to use the secret; protected are ${listNames(refs)}.`;
  return { ...NO_GATES, notes: [missing], missing };
};

const describeUnprotected = ({ environment, protectedRefs }: Workload, found: Environment): string => {
  const refs = protectedRefs ? " on a protected branch or tag" : " on any branch";
  return `The environment ${environment} is not protected: a job${refs} gets in by naming it${found.tier === "production" ? "; protect it (Premium) to decide who deploys" : ""}.`;
};

/** GitLab says in each token whether the job's environment is protected. */
const checkEnvironment = (workload: Workload, setup: ProjectSetup | null): Gates => {
  const { environment, project } = workload;
  if (environment === null) return NO_GATES;
  if (environment.includes("*"))
    return {
      ...NO_GATES,
      notes: [`${environment} stands for several environments, so the role names none of them.`],
    };
  const environments = setup?.settings.environments;
  const found = environments?.known.find(({ name }) => name === environment);
  if (found?.protected === true) return { ...NO_GATES, claims: { environment_protected: "true" } };
  if (found?.protected === false) return { ...NO_GATES, notes: [describeUnprotected(workload, found)] };
  const isNew = found === undefined && environments?.isCut === false;
  const why = isNew
    ? `${project} has no environment ${environment} yet, so whether`
    : "Whether the environment";
  const what = isNew ? "it will be" : `${environment} is`;
  return { ...NO_GATES, notes: [`${why} ${what} protected is unknown.`] };
};

/** The runner fetches by `secrets:` in Premium and Ultimate only; ID tokens are in every plan (docs.gitlab.com/ci/secrets). */
const PLAN_NOTES = {
  paid: "GitLab seems to be Premium or Ultimate there (a heuristic: by the settings it shows): `secrets:` can fetch it.",
  free: "GitLab seems to be Free there (a heuristic: it shows no setting of a paid plan): the job's script logs in with its ID token, as `secrets:` needs Premium.",
} as const;

/** @param setup null: nothing is known of the project. */
export const checkGates = (workload: Workload, setup: ProjectSetup | null): Gates => {
  const refs = checkRefs(workload, setup);
  const environment = checkEnvironment(workload, setup);
  const plan = setup?.settings.plan;
  return {
    claims: { ...refs.claims, ...environment.claims },
    notes: [...environment.notes, ...refs.notes, ...(plan === undefined ? [] : [PLAN_NOTES[plan]])],
    missing: refs.missing,
  };
};
