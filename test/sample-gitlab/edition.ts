/** What sets GitLab's plans and ways of running it apart (docs.gitlab.com: subscriptions, feature tiers, GitLab.com). */
import type { Company, Visibility } from "./company.ts";

export const TIERS = ["free", "premium", "ultimate"] as const;
export type Tier = (typeof TIERS)[number];
export const KINDS = ["gitlab.com", "self-managed"] as const;
export type Kind = (typeof KINDS)[number];

export interface Edition {
  readonly tier: Tier;
  readonly kind: Kind;
}

/** Paid features: to everybody else they do not exist. */
const PAID = new Set(["/groups/{id}/hooks", "/groups/{id}/wikis", "/projects/{id}/protected_environments"]);

/** @param path as the table of routes has it. */
export const isPaidRoute = (path: string): boolean => PAID.has(path);

export const isPaid = ({ tier }: Edition): boolean => tier !== "free";

/** Self-managed without a licence is the Community Edition here; GitLab.com runs the Enterprise Edition for all. */
export const isCommunity = ({ tier, kind }: Edition): boolean => tier === "free" && kind === "self-managed";

const shownTo = (visibility: Visibility): Visibility => (visibility === "internal" ? "private" : visibility);

/** On GitLab.com there is no `internal`, no administrator, and nothing of the instance. */
const moveToGitLabCom = (company: Company): Company => {
  const people = new Map(
    [...company.people].map(([name, person]) => [name, { ...person, isAdministrator: false }] as const),
  );
  return {
    ...company,
    people,
    tokens: company.tokens.map((token) => ({
      ...token,
      person: people.get(token.person.username) ?? token.person,
    })),
    variables: [],
    snippets: company.snippets.map((snippet) => ({
      ...snippet,
      author: people.get(snippet.author.username) ?? snippet.author,
    })),
    groups: company.groups.map((group) => ({ ...group, visibility: shownTo(group.visibility) })),
    projects: company.projects.map((project) => ({ ...project, visibility: shownTo(project.visibility) })),
  };
};

export const applyEdition = (company: Company, edition: Edition): Company => {
  const { version, revision } = company.instance;
  const enterprise = !isCommunity(edition);
  const instance = {
    version: enterprise ? version : version.replace(/-ee$/, ""),
    revision,
    enterprise,
    ...edition,
  };
  const moved = edition.kind === "gitlab.com" ? moveToGitLabCom(company) : company;
  return { ...moved, instance };
};

/** Keys of a project that only a paid plan shows: what a caller without rights can tell the plan by. */
export const licensedProjectKeys = ({ tier }: Edition): Readonly<Record<string, unknown>> => {
  if (tier === "free") return {};
  const premium = {
    approvals_before_merge: 0,
    mirror: false,
    merge_pipelines_enabled: false,
    merge_trains_enabled: false,
    allow_pipeline_trigger_approve_deployment: false,
  };
  return tier === "premium" ? premium : { ...premium, only_allow_merge_if_all_status_checks_passed: false };
};

/** The same of a group, in its own description; lists have the first. */
export const licensedGroupKeys = (edition: Edition): Readonly<Record<string, unknown>> =>
  isPaid(edition) ? { membership_lock: false, shared_runners_minutes_limit: null } : {};
