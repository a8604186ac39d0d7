/** What of an earlier sweep still holds for a project, so that only the rest is read. Decides; reads nothing. */
import type { GitLabProject } from "../gitlab/gitlab.ts";
import type { TargetFacts } from "../model/run.ts";
import type { Watermark } from "../model/watermark.ts";
import { isOfText } from "./keep-earlier.ts";
import type { GroupTarget, InstanceTarget, ProjectTarget } from "./scope.ts";

/** Read at every sweep whatever GitLab says of activity: settings leave no trace there. */
const ALWAYS: ReadonlySet<string> = new Set(["variables"]);
/** Sources of the repository: they hold as long as its refs do. */
export const REPOSITORY_SOURCES: ReadonlySet<string> = new Set(["history", "worktree"]);

const DAY = 86_400_000;

export interface Question {
  /** As they were last stored; null: never. */
  readonly facts: TargetFacts | null;
  /** Digest of rules, program and settings of this sweep. */
  readonly engine: string;
  readonly project: GitLabProject;
  readonly target: ProjectTarget;
  /** What a clone would bring; null: nobody knows, or there is nothing to clone. */
  readonly refs: Readonly<Record<string, string>> | null;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Sources whose last reading is older are read again though nothing seems to have happened. */
  readonly refreshDays: number;
}

export interface Answer {
  /** Names of sources whose facts hold. */
  readonly carried: ReadonlySet<string>;
  /** Commits that were read; null: read all of the history. */
  readonly tips: readonly string[] | null;
}

const NOTHING: Answer = { carried: new Set(), tips: null };

const isSame = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean => {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
};

const OF_REPOSITORY: ReadonlySet<string> = new Set(["target", "history", "worktree", "commit-message"]);

/** A repository with a hole is cloned again: what was missing may be there now. */
const hasHole = ({ gaps }: TargetFacts): boolean =>
  gaps.some((gap) => OF_REPOSITORY.has(gap.source) && !isOfText(gap));

/** Sources beside the repository that were read not so long ago. */
const listFresh = (
  mark: Watermark,
  { now, refreshDays }: Pick<Question, "now" | "refreshDays">,
): readonly string[] => {
  const oldest = new Date(Date.parse(now) - refreshDays * DAY).toISOString();
  return mark.sources
    .filter(({ name, readAt }) => !ALWAYS.has(name) && !REPOSITORY_SOURCES.has(name) && readAt > oldest)
    .map(({ name }) => name);
};

/** GitLab says nothing of activity in a group, or of its own: what is not read at every sweep is read again after some days. */
export const decideGroup = ({
  facts,
  engine,
  target,
  ...age
}: Pick<Question, "facts" | "engine" | "now" | "refreshDays"> & {
  readonly target: GroupTarget | InstanceTarget;
}): ReadonlySet<string> => {
  const mark = facts?.mark;
  if (facts === null || mark === undefined || mark.engine !== engine) return new Set();
  const before = facts.target;
  const isSamePlace =
    (before.kind === "group" || before.kind === "instance") && before.webUrl === target.webUrl;
  return new Set(isSamePlace ? listFresh(mark, age) : []);
};

export const decide = ({ facts, engine, project, target, refs, now, refreshDays }: Question): Answer => {
  const mark = facts?.mark;
  if (facts === null || mark === undefined || mark.engine !== engine) return NOTHING;
  // Links and the default branch's files go by these.
  const before = facts.target;
  if (before.kind !== "project" || before.webUrl !== target.webUrl) return NOTHING;
  const isQuiet = mark.activity !== "" && mark.activity === project.lastActivityAt;
  const carried = new Set(isQuiet ? listFresh(mark, { now, refreshDays }) : []);
  // A mark has refs only if all that they reach was read.
  if (mark.refs === null) return { carried, tips: null };
  const isUntouched =
    refs !== null &&
    !hasHole(facts) &&
    isSame(refs, mark.refs) &&
    before.defaultBranch === target.defaultBranch &&
    before.ciConfigPath === target.ciConfigPath;
  if (isUntouched) for (const name of REPOSITORY_SOURCES) carried.add(name);
  return { carried, tips: isUntouched ? null : [...new Set(Object.values(mark.refs))] };
};
