/** What a sweep would read, and how many API calls that takes: listed, not read. */
import type { GitLab, GitLabProject } from "../gitlab/gitlab.ts";
import type { Target } from "../model/target.ts";
import type { Source, SourceContext, SourceLimits } from "../sources/source.ts";
import { openScope, toProjectTarget } from "./scope.ts";
import { describeScope, type Selection } from "./select-projects.ts";

/** Calls for one target: where nothing is there, and where as much is there as the limits allow (null: as is there). */
interface Cost {
  readonly least: number;
  readonly most: number | null;
}

const PAGE = 100;
const once: Cost = { least: 1, most: 1 };
/** Not asked for in the Community Edition; after a refusal the group is asked what plan it has. */
const licensed: Cost = { least: 0, most: 2 };
/** A list, and a call for each thing in it. */
const listed: Cost = { least: 1, most: null };
const upTo = (things: number, callsEach: number): Cost =>
  things === 0 ? { least: 0, most: 0 } : { least: 1, most: 1 + things * callsEach };
const threads = ({ threads: most }: SourceLimits): Cost =>
  most === 0 ? { least: 0, most: 0 } : { least: 1, most: Math.ceil((most + 1) / PAGE) + most };

/** Files of one job that are read. */
const ARTIFACT_FILES = 6;

/** By name of the source; what is not here asks for a list and for what is in it. Lists count as one page. */
const COSTS: Readonly<Record<string, (limits: SourceLimits, target: Target) => Cost>> = {
  variables: () => once,
  "pipeline-variables": ({ pipelines }) => upTo(pipelines, 1),
  credentials: (_, { kind }) => (kind === "group" ? { least: 2, most: 2 } : { least: 4, most: 4 }),
  // Git is asked, and one clone is made where there is something new.
  history: () => ({ least: 0, most: 0 }),
  // None where the pipeline includes nothing, which only the clone shows.
  "ci-config": () => ({ least: 0, most: 1 }),
  "job-logs": ({ jobLogs }) => upTo(jobLogs, 1),
  artifacts: ({ artifacts }) => upTo(artifacts, ARTIFACT_FILES),
  wikis: (_, { kind }) => (kind === "group" ? licensed : once),
  releases: () => once,
  webhooks: (_, { kind }) => (kind === "group" ? licensed : once),
  // Of a project: none where nothing is found, else members, protected branches and tags, environments, runners.
  settings: (_, { kind }) => (kind === "group" ? once : { least: 0, most: 7 }),
  issues: threads,
  "merge-requests": threads,
};

export interface SourcePlan {
  readonly source: string;
  readonly targets: number;
  readonly leastCalls: number;
  readonly mostCalls: number | null;
}

export interface PlannedTarget {
  readonly kind: "instance" | "group" | "project";
  /** GitLab's number; 0 of the instance. */
  readonly id: number;
  readonly path: string;
  /** `archived`, `fork`, `no repository`, `to be deleted, asked for on 2026-01-31`. */
  readonly remarks: readonly string[];
  /** The option that leaves it out, or null. */
  readonly leftOut: string | null;
}

export interface SweepPlan {
  readonly scope: string;
  readonly targets: readonly PlannedTarget[];
  readonly clones: number;
  /** Made to list groups and projects; a sweep makes them as well. */
  readonly listingCalls: number;
  readonly sources: readonly SourcePlan[];
  readonly leastCalls: number;
  readonly mostCalls: number | null;
}

export interface PlanRequest {
  readonly gitlab: GitLab;
  readonly selection: Selection;
  readonly sources: readonly Source[];
  readonly limits: SourceLimits;
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly signal: AbortSignal;
}

const hasCode = ({ emptyRepo, repositoryAccessLevel, httpUrlToRepo }: GitLabProject): boolean =>
  !emptyRepo && repositoryAccessLevel !== "disabled" && httpUrlToRepo !== null;

/** What is special about a project, for people. */
const remarksOf = (project: GitLabProject): readonly string[] => [
  ...(project.archived ? ["archived"] : []),
  ...(project.isFork ? ["fork"] : []),
  ...(project.markedForDeletionOn === null
    ? []
    : [`to be deleted, asked for on ${project.markedForDeletionOn}`]),
  ...(hasCode(project) ? [] : ["no repository to read"]),
];

const numberOf = ({ id }: Target): number => Number(id.slice(id.indexOf(":") + 1));

const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

const count = (
  { sources, limits }: PlanRequest,
  context: SourceContext,
  target: Target,
  counts: Map<string, SourcePlan>,
): void => {
  const { project } = context;
  for (const source of sources) {
    const isHistory = source.name === "history";
    const applies = isHistory ? project !== null && hasCode(project) : source.appliesTo(target, context);
    if (!applies) continue;
    const { least, most } = COSTS[source.name]?.(limits, target) ?? listed;
    const before = counts.get(source.name);
    counts.set(source.name, {
      source: source.name,
      targets: (before?.targets ?? 0) + 1,
      leastCalls: (before?.leastCalls ?? 0) + least,
      mostCalls: add(before?.mostCalls ?? (before === undefined ? 0 : null), most),
    });
  }
};

/** Lists what a sweep would cover. Reads no source, clones nothing, stores nothing. */
export const planSweep = async (request: PlanRequest): Promise<SweepPlan> => {
  const { gitlab, selection, sources, limits } = request;
  const before = gitlab.calls();
  const scope = await openScope(gitlab, selection, { now: request.now });
  const counts = new Map<string, SourcePlan>();
  const targets: PlannedTarget[] = [];
  const context: SourceContext = {
    git: { environment: {}, signal: request.signal },
    gitlab,
    repository: null,
    input: null,
    withHistory: true,
    project: null,
    limits,
    knownTips: [],
  };
  const { instance } = scope;
  if (instance !== null) {
    targets.push({ kind: "instance", id: 0, path: instance.path, remarks: [], leftOut: null });
    count(request, context, instance, counts);
  }
  for (const target of scope.groups.values()) {
    const leftOut = scope.leftOut.has(target.id) ? "--exclude" : null;
    targets.push({ kind: "group", id: numberOf(target), path: target.path, remarks: [], leftOut });
    if (leftOut === null) count(request, context, target, counts);
  }
  for await (const { project, leftOut } of scope.projects) {
    const target = toProjectTarget(project, scope.groups);
    targets.push({
      kind: "project",
      id: project.id,
      path: project.pathWithNamespace,
      remarks: remarksOf(project),
      leftOut,
    });
    if (leftOut === null) count(request, { ...context, project }, target, counts);
  }
  const rows = sources.flatMap(({ name }) => counts.get(name) ?? []);
  const listingCalls = gitlab.calls() - before;
  return {
    scope: describeScope(gitlab, selection),
    targets,
    clones: counts.get("history")?.targets ?? 0,
    listingCalls,
    sources: rows,
    leastCalls: rows.reduce((sum, { leastCalls }) => sum + leastCalls, listingCalls),
    mostCalls: rows.reduce((sum: number | null, { mostCalls }) => add(sum, mostCalls), listingCalls),
  };
};
