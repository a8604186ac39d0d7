/** Options of a sweep that say what it covers and how much of it is read. */
import { type Command, Option } from "commander";
import type { Config } from "../config/config.ts";
import { makeError } from "../model/errors.ts";
import { SWEEP_SOURCES } from "../run/choose-sources.ts";
import { normalizePaths, readMoment, type Selection } from "../run/select-projects.ts";
import { DEFAULT_LIMITS, type SourceLimits } from "../sources/source.ts";

/** Each further mention adds to the list; undefined, and so the environment's turn, if there is none. */
const listOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((text: string, list: readonly string[] | undefined) => [
    ...(list ?? []),
    text,
  ]);

const PRESENCE = "<include|exclude|only>";

export const addScopeOptions = (command: Command): Command =>
  command
    .argument(
      "[place...]",
      "full paths of groups and projects, user names (personal projects): acme acme/shop/api",
    )
    .addOption(new Option("--all", "every project the token can see (on GitLab.com: is a member of)"))
    .addOption(new Option(`--archived ${PRESENCE}`, "archived projects (default: include)"))
    .addOption(new Option(`--forks ${PRESENCE}`, "forks (default: include)"))
    .addOption(listOption("--topic <topics>", "only projects with one of these topics"))
    .addOption(listOption("--visibility <list>", "only private, internal or public projects"))
    .addOption(
      new Option("--active-since <date>", "only projects with activity since 2026-01-31, or within 90d"),
    )
    .addOption(listOption("--include <glob>", "only projects whose full path matches, e.g. acme/shop/**"))
    .addOption(listOption("--exclude <glob>", "not the projects and groups whose full path matches"))
    .addOption(
      listOption("--sources <names>", `read only these: ${SWEEP_SOURCES.map(({ name }) => name).join(", ")}`),
    )
    .addOption(listOption("--skip <names>", "read all sources but these"));

export const addLimitOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--job-logs <n>",
        `logs per project, newest jobs first (default: ${DEFAULT_LIMITS.jobLogs})`,
      ),
    )
    .addOption(
      new Option(
        "--pipelines <n>",
        `pipelines per project whose variables are read, newest first (default: ${DEFAULT_LIMITS.pipelines})`,
      ),
    )
    .addOption(
      new Option(
        "--artifacts <n>",
        `jobs per project whose artifacts are read (default: ${DEFAULT_LIMITS.artifacts})`,
      ),
    )
    .addOption(
      new Option(
        "--threads <n>",
        `issues, and merge requests, per project (default: ${DEFAULT_LIMITS.threads})`,
      ),
    )
    .addOption(
      new Option(
        "--since <date>",
        "jobs, pipelines, issues, merge requests: nothing older than 2026-01-31, or than 30d",
      ),
    )
    .addOption(
      new Option(
        "--refresh-days <n>",
        "read what is beside the code again after so many days without activity (default: 7)",
      ),
    )
    .addOption(new Option("--full", "read everything again, also what has not changed since the last sweep"));

/** @throws VaultboundError CONFIG_INVALID when nothing, or two things at once, are to be covered. */
export const toSelection = (places: readonly string[], all: boolean, config: Config): Selection => {
  const paths = normalizePaths(places);
  const fail = (detail: string): never => {
    throw makeError("CONFIG_INVALID", [{ option: "sweep", detail }]);
  };
  if (paths.length === 0 && !all) fail("say what to read: groups, projects, users, or --all");
  if (paths.length > 0 && all) fail("--all covers everything; leave the paths out");
  return {
    paths,
    all,
    archived: config.archived,
    forks: config.forks,
    topics: config.topic,
    visibilities: config.visibility,
    activeSince: config.activeSince ?? null,
    include: config.include,
    exclude: config.exclude,
    sources: config.sources.length === 0 ? null : config.sources,
    skip: config.skip,
  };
};

export interface Limiting {
  readonly limits: SourceLimits;
  /** The same as it was written: `30d` is another date every day and yet the same wish. */
  readonly written: SourceLimits;
}

export const toLimits = (config: Config, now: string): Limiting => {
  const limits = {
    ...DEFAULT_LIMITS,
    ...(config.jobLogs === undefined ? {} : { jobLogs: config.jobLogs }),
    ...(config.pipelines === undefined ? {} : { pipelines: config.pipelines }),
    ...(config.artifacts === undefined ? {} : { artifacts: config.artifacts }),
    ...(config.threads === undefined ? {} : { threads: config.threads }),
  };
  const { since } = config;
  return {
    limits: { ...limits, since: since === undefined ? null : readMoment(since, now) },
    written: { ...limits, since: since ?? null },
  };
};
