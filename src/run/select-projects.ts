/** What a sweep was asked to cover: places, filters over projects, sources; and the name under which it is stored. */
import type { GitLabGroup, GitLabProject } from "../gitlab/gitlab.ts";
import { matchGlob } from "../lib/glob.ts";

export type Presence = "include" | "exclude" | "only";

export interface Selection {
  /** Full paths of groups and projects, user names, `~user`. Without any, `all` is set. */
  readonly paths: readonly string[];
  /** Every project the token can see. */
  readonly all: boolean;
  readonly archived: Presence;
  readonly forks: Presence;
  /** One of them; none: any. */
  readonly topics: readonly string[];
  /** One of them; none: any. */
  readonly visibilities: readonly string[];
  /** As it was written: `2026-01-31` or `90d`; null: any. */
  readonly activeSince: string | null;
  /** Globs over full paths; none: all. */
  readonly include: readonly string[];
  /** Wins over `include`. */
  readonly exclude: readonly string[];
  /** Names; null: all. */
  readonly sources: readonly string[] | null;
  readonly skip: readonly string[];
}

/** Everything at these places. */
export const selectPaths = (...paths: readonly string[]): Selection => ({
  paths,
  all: false,
  archived: "include",
  forks: "include",
  topics: [],
  visibilities: [],
  activeSince: null,
  include: [],
  exclude: [],
  sources: null,
  skip: [],
});

/** As GitLab writes paths; the same place twice is one. */
export const normalizePaths = (paths: readonly string[]): readonly string[] => [
  ...new Set(paths.map((path) => path.trim().replace(/^\/+|\/+$/g, "")).filter((path) => path !== "")),
];

const DAY = 86_400_000;

/** @param text `2026-01-31`, or a number of days before now: `90d`. @returns ISO 8601 UTC. */
export const readMoment = (text: string, now: string): string => {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  return (
    days === undefined ? new Date(`${text}T00:00:00Z`) : new Date(Date.parse(now) - Number(days) * DAY)
  ).toISOString();
};

/** Filters in the order they are asked, each with what it says of a project that it leaves out. */
const listFilters = (
  selection: Selection,
  now: string,
): readonly ((project: GitLabProject) => string | null)[] => {
  const { archived, forks, topics, visibilities, activeSince, include, exclude } = selection;
  const oldest = activeSince === null ? "" : readMoment(activeSince, now);
  const wanted = (presence: Presence, is: boolean): boolean =>
    presence === "include" || is === (presence === "only");
  return [
    ({ pathWithNamespace: path }) => {
      const glob = exclude.find((pattern) => matchGlob(pattern, path));
      return glob === undefined ? null : `--exclude ${glob}`;
    },
    ({ pathWithNamespace: path }) =>
      include.length === 0 || include.some((glob) => matchGlob(glob, path)) ? null : "no --include matches",
    (project) => (wanted(archived, project.archived) ? null : `--archived ${archived}`),
    ({ isFork }) => (wanted(forks, isFork) ? null : `--forks ${forks}`),
    (project) =>
      topics.length === 0 || topics.some((topic) => project.topics.includes(topic))
        ? null
        : `--topic ${topics.join(",")}`,
    ({ visibility }) =>
      visibilities.length === 0 || visibilities.includes(visibility)
        ? null
        : `--visibility ${visibilities.join(",")}`,
    // Times may come with an offset; one that GitLab does not state leaves nothing out.
    ({ lastActivityAt }) =>
      oldest !== "" && Date.parse(lastActivityAt) < Date.parse(oldest)
        ? `--active-since ${activeSince ?? ""}`
        : null,
  ];
};

/** @returns the option that leaves the project out, or null. @param now ISO 8601 UTC. */
export const createFilter = (
  selection: Selection,
  now: string,
): ((project: GitLabProject) => string | null) => {
  const filters = listFilters(selection, now);
  return (project) => {
    for (const filter of filters) {
      const reason = filter(project);
      if (reason !== null) return reason;
    }
    return null;
  };
};

/**
 * Whether the group's own variables and settings are left out. Only `--exclude` does that: what a group declares reaches
 * the chosen projects below it.
 */
export const isGroupLeftOut = (
  { exclude }: Selection,
  { fullPath }: Pick<GitLabGroup, "fullPath">,
): boolean => exclude.some((glob) => matchGlob(glob, fullPath));

/** A word of the name; globs may hold spaces. */
const quote = (text: string): string => (/^[^\s"]+$/.test(text) ? text : JSON.stringify(text));

const list = (option: string, values: readonly string[]): readonly string[] =>
  values.length === 0 ? [] : [option, quote([...new Set(values)].sort().join(","))];

/**
 * Name under which a sweep's facts are stored. Two sweeps of one name continue each other, and what the later one no
 * longer sees is gone; two of different names never touch each other's facts. So the name says everything that decides
 * what belongs into the picture: the GitLab, places, filters, sources. How much is read of each (limits) is not in it.
 */
export const describeScope = ({ url }: { readonly url: string }, selection: Selection): string => {
  const { archived, forks, activeSince, include, exclude } = selection;
  return [
    url,
    ...(selection.all ? ["--all"] : [...normalizePaths(selection.paths)].sort().map(quote)),
    ...(archived === "include" ? [] : ["--archived", archived]),
    ...(forks === "include" ? [] : ["--forks", forks]),
    ...list("--topic", selection.topics),
    ...list("--visibility", selection.visibilities),
    ...(activeSince === null ? [] : ["--active-since", activeSince]),
    ...[...new Set(include)].sort().flatMap((glob) => ["--include", quote(glob)]),
    ...[...new Set(exclude)].sort().flatMap((glob) => ["--exclude", quote(glob)]),
    ...list("--sources", selection.sources ?? []),
    ...list("--skip", selection.skip),
  ].join(" ");
};
