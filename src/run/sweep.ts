/** Sweeps a GitLab group: groups and projects, each scanned and stored as one unit; resumes where it stopped. */
import pLimit from "p-limit";
import { type CloneRequest, cloneRepository } from "../git/clone.ts";
import type { GitContext } from "../git/process.ts";
import { type OpenedRepository, openRepository } from "../git/repository.ts";
import type { GitLab, GitLabProject } from "../gitlab/gitlab.ts";
import { textOf, VaultboundError } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import type { RunId, TargetId } from "../model/ids.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import type { Target } from "../model/target.ts";
import { makeGap } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { isFatal } from "./fatal.ts";
import { type Scanner, scanTarget } from "./scan-target.ts";
import { type GroupTarget, openScope, type ProjectTarget, type Scope, toProjectTarget } from "./scope.ts";
import { withTempFolder } from "./temp-folder.ts";

export interface SweepEvents {
  /** A run begins or continues; `done` targets are skipped. */
  started(run: Run, resumed: boolean, done: number): void;
  scanning(target: Target): void;
  stored(facts: TargetFacts): void;
}

export interface SweepRequest {
  /** Full path of a group or project. */
  readonly path: string;
  readonly gitlab: GitLab;
  readonly store: Store;
  readonly scanner: Scanner;
  readonly git: GitContext;
  readonly clone: {
    readonly token: string;
    readonly caFile: string | undefined;
    readonly timeoutMs: number;
    readonly tempParent: string;
    readonly owner: number;
  };
  readonly concurrency: number;
  readonly now: () => string;
  readonly newRunId: () => RunId;
  readonly events: SweepEvents;
}

interface Sweep {
  readonly request: SweepRequest;
  readonly run: Run;
  readonly done: ReadonlySet<TargetId>;
  /** Ends everything when one target meets an error that no other can escape. */
  readonly stop: AbortController;
  readonly git: GitContext;
}

const toGap = (error: VaultboundError, source: Gap["source"]): Gap =>
  makeGap(source, "", { code: error.code, message: error.message, hint: error.hint });

/** Whether the project has a repository to read at all; a refusal is found out by trying. */
const hasRepository = (project: GitLabProject): boolean =>
  !project.emptyRepo && project.repositoryAccessLevel !== "disabled";

/** Clones, or says why not: the other sources of the project are read all the same. */
const cloneProject = async (
  sweep: Sweep,
  project: GitLabProject,
  folder: string,
): Promise<{ readonly repository: OpenedRepository | null; readonly gap: Gap | null }> => {
  const { clone } = sweep.request;
  const url = project.httpUrlToRepo;
  if (url === null) {
    const text = textOf("GIT_CLONE_FAILED", {
      project: project.pathWithNamespace,
      detail: "the token cannot see its code",
    });
    return { repository: null, gap: makeGap("history", "", { code: "GIT_CLONE_FAILED", ...text }) };
  }
  const request: CloneRequest = {
    url,
    folder,
    token: clone.token,
    host: new URL(sweep.request.gitlab.url).host,
    project: project.pathWithNamespace,
    branch: project.defaultBranch,
    caFile: clone.caFile,
    timeoutMs: clone.timeoutMs,
  };
  try {
    await cloneRepository(request, sweep.git);
    return { repository: await openRepository(folder, sweep.git), gap: null };
  } catch (error) {
    if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
    return { repository: null, gap: toGap(error, "history") };
  }
};

const scanProject = async (
  sweep: Sweep,
  project: GitLabProject,
  target: ProjectTarget,
): Promise<TargetFacts> => {
  const { request, git } = sweep;
  const context = { git, gitlab: request.gitlab, repository: null, input: null, withHistory: true };
  if (!hasRepository(project)) return scanTarget(target, request.scanner, context);
  const { tempParent, owner } = request.clone;
  return withTempFolder(tempParent, owner, async (folder) => {
    const { repository, gap } = await cloneProject(sweep, project, folder);
    const facts = await scanTarget(target, request.scanner, { ...context, repository });
    return gap === null ? facts : { ...facts, gaps: [...facts.gaps, gap] };
  });
};

const scanGroup = (sweep: Sweep, target: GroupTarget): Promise<TargetFacts> => {
  const { scanner, gitlab } = sweep.request;
  const context = { git: sweep.git, gitlab, repository: null, input: null, withHistory: true };
  return scanTarget(target, scanner, context);
};

const failedFacts = (target: Target, error: VaultboundError): TargetFacts => ({
  target,
  findings: [],
  usages: [],
  gaps: [toGap(error, "target")],
  coverage: { blobs: 0, bytes: 0, commits: 0, variables: 0 },
});

/** Scans and stores one target, whatever it holds; only what would stop every other target too gets out. */
const settle = async (sweep: Sweep, target: Target, scan: () => Promise<TargetFacts>): Promise<void> => {
  const { store, events, now } = sweep.request;
  if (sweep.done.has(target.id)) return;
  sweep.git.signal.throwIfAborted();
  events.scanning(target);
  let facts: TargetFacts;
  try {
    facts = await scan();
  } catch (error) {
    if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
    facts = failedFacts(target, error);
  }
  await store.putTarget(sweep.run.id, facts, now());
  events.stored(facts);
};

/** Runs tasks as they are listed, never more of them in memory than can run soon. */
const runAll = async (sweep: Sweep, tasks: AsyncIterable<() => Promise<void>>): Promise<void> => {
  const limit = pLimit(sweep.request.concurrency);
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const fail = (error: unknown): void => {
    failure ??= { error };
    sweep.stop.abort(error);
  };
  try {
    for await (const task of tasks) {
      if (failure !== null) break;
      const promise: Promise<void> = limit(task)
        .catch(fail)
        .finally(() => running.delete(promise));
      running.add(promise);
      if (running.size >= sweep.request.concurrency * 2) await Promise.race(running);
    }
  } catch (error) {
    // The listing broke: what is in flight is finished and kept.
    failure ??= { error };
  }
  await Promise.all(running);
  // TypeScript does not see that `fail` assigns it.
  const result = failure as { readonly error: unknown } | null;
  if (result !== null) throw result.error;
};

async function* listTasks(sweep: Sweep, scope: Scope): AsyncGenerator<() => Promise<void>> {
  for (const target of scope.groups.values())
    yield () => settle(sweep, target, () => scanGroup(sweep, target));
  for await (const project of scope.projects) {
    const target = toProjectTarget(project, scope.groups);
    yield () => settle(sweep, target, () => scanProject(sweep, project, target));
  }
}

/** Name of what a run covers: two sweeps of the same place continue each other. */
export const describeScope = (gitlab: GitLab, path: string): string => `${gitlab.url} ${path}`;

/**
 * @returns the finished run. A target that fails is stored as a gap.
 * @throws VaultboundError for what stops the sweep as a whole; all stored targets stay, the next sweep goes on from them.
 */
export const sweep = async (request: SweepRequest): Promise<Run> => {
  const { store, gitlab } = request;
  const scope = await openScope(gitlab, request.path);
  const name = describeScope(gitlab, request.path);
  const { run, resumed } = await store.beginRun(name, request.now(), request.newRunId());
  const done = await store.doneTargets(run.id);
  request.events.started(run, resumed, done.size);
  const stop = new AbortController();
  const signal = AbortSignal.any([request.git.signal, stop.signal]);
  const state: Sweep = { request, run, done, stop, git: { ...request.git, signal } };
  await runAll(state, listTasks(state, scope));
  request.git.signal.throwIfAborted();
  const finishedAt = request.now();
  await store.finishRun(run.id, finishedAt);
  return { ...run, finishedAt };
};
