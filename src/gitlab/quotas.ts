/**
 * GitLab's limits per endpoint, which no header tells: administration/settings/rate_limit_on_projects_api.html,
 * rate_limit_on_groups_api.html, user_guide/gitlab_com (rate limits).
 */

export interface Quota {
  /** What the requests it counts have in common. */
  readonly name: string;
  readonly limit: number | null;
  readonly windowMs: number;
}

interface Row {
  /** Path below `/api/v4`, still encoded. */
  readonly path: RegExp;
  readonly limit: number;
  readonly minutes?: number;
  /** Fixed in GitLab itself; the others are settings, which are off on many self-managed instances. */
  readonly isEverywhere?: boolean;
}

const MINUTE = 60_000;

const ROWS: readonly Row[] = [
  { path: /^\/projects\/[^/]+\/jobs$/, limit: 600, isEverywhere: true },
  { path: /^\/projects$/, limit: 2000, minutes: 10 },
  { path: /^\/projects\/[^/]+$/, limit: 400 },
  { path: /^\/groups$/, limit: 200 },
  { path: /^\/groups\/[^/]+$/, limit: 400 },
  { path: /^\/groups\/[^/]+\/projects$/, limit: 600 },
  { path: /^\/users\/[^/]+\/projects$/, limit: 300 },
  { path: /^\/projects\/[^/]+\/repository\/files\/[^/]+\/raw$/, limit: 300 },
];

/** `/projects/42/jobs/7/trace` → `/projects/:/jobs/:/trace`: names of things are not among the words that stay. */
const nameOf = (path: string): string =>
  path
    .split("/")
    .slice(0, 8)
    .map((part) => (/^[a-z_]{2,25}$/.test(part) ? part : ":"))
    .join("/");

/** @param path below `/api/v4`, still encoded. */
export const findQuota = (path: string, isGitLabCom: boolean): Quota => {
  const row = ROWS.find((candidate) => candidate.path.test(path));
  if (row === undefined) return { name: nameOf(path), limit: null, windowMs: MINUTE };
  const applies = isGitLabCom || row.isEverywhere === true;
  return {
    name: row.path.source,
    limit: applies ? row.limit : null,
    windowMs: (row.minutes ?? 1) * MINUTE,
  };
};
