/** What a token says of itself, of its GitLab and of its roles; for `doctor`. */
import type { GitLab, GitLabAssociation, TokenIdentity } from "../gitlab/gitlab.ts";
import { VaultboundError } from "../model/errors.ts";

export type Verdict = "ok" | "note" | "warning" | "missing" | "unusable";

/** One thing that was looked at. */
export interface Check {
  /** What, in lower-case words: `token`, `scopes`, `source job-logs`. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly detail: string;
  /** What to do; "" if nothing. */
  readonly hint: string;
}

export const check = (name: string, verdict: Verdict, detail: string, hint = ""): Check => ({
  name,
  verdict,
  detail,
  hint,
});

/** @throws what is no error of the table, and an interrupt. */
export const checkError = (name: string, verdict: Verdict, error: unknown): Check => {
  if (!(error instanceof VaultboundError) || error.code === "INTERRUPTED") throw error;
  return check(name, verdict, error.message, error.hint);
};

const DAY = 86_400_000;
/** Days left from which on it is time for a new token. */
const SOON = 14;

/** A token works until the beginning of its last day. @param now milliseconds since 1970. */
export const checkExpiry = (expiresAt: string | null, now: number): Check => {
  if (expiresAt === null) return check("expiry", "ok", "the token does not expire");
  const days = Math.floor((Date.parse(`${expiresAt.slice(0, 10)}T00:00:00Z`) - now) / DAY);
  const hint = "Make a new one in time (or rotate it): a sweep stops when its token expires.";
  if (Number.isNaN(days)) return check("expiry", "note", "GitLab states a date that is none");
  if (days < 0) return check("expiry", "unusable", `the token expired on ${expiresAt.slice(0, 10)}`, hint);
  const detail = `${days} day${days === 1 ? "" : "s"} left (until ${expiresAt.slice(0, 10)})`;
  return days < SOON ? check("expiry", "warning", detail, hint) : check("expiry", "ok", detail);
};

export const checkScopes = (scopes: readonly string[]): readonly Check[] => {
  const has = (...names: readonly string[]): boolean => names.some((name) => scopes.includes(name));
  const named = scopes.length === 0 ? "none" : scopes.join(", ");
  if (!has("api", "read_api"))
    return [
      check(
        "scopes",
        "unusable",
        `${named}: too small for the API`,
        "Make a token with read_api and read_repository.",
      ),
    ];
  if (!has("api", "read_repository", "write_repository"))
    return [
      check(
        "scopes",
        "missing",
        `${named}: repositories cannot be cloned`,
        "Make a token with read_repository too.",
      ),
    ];
  const needless = scopes.filter((name) => !["read_api", "read_repository", "read_user"].includes(name));
  return needless.length === 0
    ? [check("scopes", "ok", named)]
    : [
        check(
          "scopes",
          "note",
          `${named}: more than reading needs (${needless.join(", ")})`,
          "read_api and read_repository are enough.",
        ),
      ];
};

const checkIdentity = (identity: TokenIdentity | null, now: number): readonly Check[] => {
  if (identity === null)
    return [check("token", "note", "of a kind that cannot be asked for its scopes and its end")];
  if (!identity.active) return [check("token", "unusable", `"${identity.name}" is revoked or has expired`)];
  return [
    check(
      "token",
      "ok",
      `"${identity.name}"${identity.userId === null ? "" : ` of user ${identity.userId}`}`,
    ),
    ...checkScopes(identity.scopes),
    checkExpiry(identity.expiresAt, now),
  ];
};

const ROLES: readonly (readonly [number, string])[] = [
  [60, "Administrator"],
  [50, "Owner"],
  [40, "Maintainer"],
  [30, "Developer"],
  [20, "Reporter"],
  [15, "Planner"],
  [10, "Guest"],
];
export const nameRole = (level: number | null): string =>
  ROLES.find(([least]) => level !== null && level >= least)?.[1] ?? "no role that GitLab states";

/** The highest role at a path: a role in a group reaches everything below it. */
export const roleAt = (associations: readonly GitLabAssociation[], path: string): number | null =>
  associations
    .filter((item) => item.path === path || (item.path !== "" && path.startsWith(`${item.path}/`)))
    .reduce((most: number | null, { accessLevel }) => Math.max(most ?? 0, accessLevel ?? 0), null);

/** Further ones are looked at by what they let the token do. */
const MOST_ASSOCIATIONS = 10_000;

/** Null where GitLab cannot say (before 17.4). */
export const readAssociations = async (gitlab: GitLab): Promise<readonly GitLabAssociation[] | null> => {
  const list: GitLabAssociation[] = [];
  try {
    for await (const item of gitlab.associations()) if (list.push(item) >= MOST_ASSOCIATIONS) break;
  } catch (error) {
    if (!(error instanceof VaultboundError) || error.code === "INTERRUPTED") throw error;
    return null;
  }
  return list;
};

/** Token, scopes, expiry, version. After an `unusable` nothing more can be asked. */
export const checkToken = async (gitlab: GitLab, now: number): Promise<readonly Check[]> => {
  try {
    const identity = checkIdentity(await gitlab.tokenIdentity(), now);
    if (identity.some(({ verdict }) => verdict === "unusable")) return identity;
    const { version, enterprise } = await gitlab.metadata();
    const edition = enterprise ? "Enterprise Edition build" : "Community Edition";
    return [...identity, check("gitlab", "ok", `${gitlab.url}, version ${version}, ${edition}`)];
  } catch (error) {
    return [checkError("token", "unusable", error)];
  }
};
