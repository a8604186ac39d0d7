/** Sweeps a GitLab group: groups and projects, each scanned and stored as one unit; resumes where it stopped. */
import { reachesAll } from "../git/objects.ts";
import type { GitContext } from "../git/process.ts";
import { checkVersion } from "../git/repository.ts";
import type { GitLab, GitLabProject } from "../gitlab/gitlab.ts";
import { makeError, VaultboundError } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import type { RunId, TargetId } from "../model/ids.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import type { Target } from "../model/target.ts";
import { makeGap, type SourceContext, type SourceLimits } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { isFatal } from "./fatal.ts";
import { holdsMarks } from "./ignoring.ts";
import { decide, decideGroup } from "./incremental.ts";
import { keepTarget } from "./keep-earlier.ts";
import {
  type Cloned,
  type CloneSettings,
  type Cloning,
  listProjectRefs,
  openCloning,
  withClone,
} from "./project-clone.ts";
import { runAll } from "./run-all.ts";
import { type Earlier, type Scanner, scanTarget, type Stamp } from "./scan-target.ts";
import {
  type GroupTarget,
  type InstanceTarget,
  type Listed,
  openScope,
  type ProjectTarget,
  type Scope,
  toProjectTarget,
} from "./scope.ts";
import { describeScope, type Selection } from "./select-projects.ts";
import { createSilence, type Silence } from "./silence.ts";

export interface SweepEvents {
  /** A run begins or continues; `done` targets are skipped. */
  started(run: Run, resumed: boolean, done: number): void;
  /** A project was listed, ahead of its turn; "all": there are no more. */
  listed?(item: Listed | "all"): void;
  /** An earlier part of this run has read it. */
  skipped?(target: Target): void;
  scanning(target: Target): void;
  stored(facts: TargetFacts): void;
}

export interface SweepRequest {
  readonly selection: Selection;
  readonly gitlab: GitLab;
  readonly store: Store;
  readonly scanner: Scanner;
  readonly git: GitContext;
  readonly clone: CloneSettings;
  readonly concurrency: number;
  readonly limits: SourceLimits;
  /** Digest of everything that decides what is found: rules, program, settings. */
  readonly engine: string;
  /** Read everything again, whatever earlier sweeps have read. */
  readonly isFull: boolean;
  /** Days after which what GitLab keeps beside the code is read again though nothing seems to have happened. */
  readonly refreshDays: number;
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
  readonly cloning: Cloning;
  readonly silence: Silence;
}

const toGap = (error: VaultboundError, source: Gap["source"]): Gap =>
  makeGap(source, "", { code: error.code, message: error.message, hint: error.hint });

/** Whether the project has a repository to read at all; a refusal is found out by trying. */
const hasRepository = (project: GitLabProject): boolean =>
  !project.emptyRepo && project.repositoryAccessLevel !== "disabled";

/** Without the history nothing is cloned, and what jobs use is not known. */
const wantsRepository = ({ request }: Sweep): boolean =>
  request.scanner.sources.some(({ name }) => name === "history");

const makeContext = ({ request, git }: Sweep, project: GitLabProject | null): SourceContext => ({
  git,
  gitlab: request.gitlab,
  repository: null,
  input: null,
  withHistory: true,
  project,
  limits: request.limits,
  knownTips: [],
});

/** What an earlier sweep knows of a project, and what of it still holds. */
interface Known {
  readonly earlier: Omit<Earlier, "objects"> | null;
  readonly stamp: Omit<Stamp, "refs">;
  /** Commits that were read; null: read all of the history. */
  readonly tips: readonly string[] | null;
}

const withObjects = (earlier: Known["earlier"], objects: Earlier["objects"]): Earlier | null =>
  earlier === null ? null : { ...earlier, objects };

/** Scans the project's clone, or what is newer in it than the tips that were read. */
const scanClone = async (
  sweep: Sweep,
  { project, target, cloned }: { project: GitLabProject; target: ProjectTarget; cloned: Cloned },
  { earlier, tips, stamp: rest }: Known,
): Promise<TargetFacts> => {
  const { scanner } = sweep.request;
  const { repository, refs, gap } = cloned;
  const context = { ...makeContext(sweep, project), repository };
  const stamp = { ...rest, refs };
  // A tip that nothing leads to any more took objects along, perhaps: then all is read.
  const isGrown =
    tips !== null &&
    tips.length > 0 &&
    repository !== null &&
    earlier !== null &&
    (await holdsMarks(earlier.facts, scanner.ignores ?? [], { repository, git: sweep.git })) &&
    (await reachesAll(repository, tips, sweep.git));
  const objects = isGrown ? (earlier.facts.mark?.objects ?? []) : [];
  return scanTarget(
    target,
    scanner,
    { ...context, knownTips: isGrown ? tips : [] },
    { earlier: withObjects(earlier, objects), stamp, repositoryGap: gap },
  );
};

const scanProject = async (
  sweep: Sweep,
  project: GitLabProject,
  target: ProjectTarget,
): Promise<TargetFacts> => {
  const { request, run } = sweep;
  const { engine, refreshDays } = request;
  const facts = await request.store.readTarget(run.scope, target.id);
  const hasCode = wantsRepository(sweep) && hasRepository(project);
  const isCloned = hasCode && project.httpUrlToRepo !== null;
  // What was never read is cloned whatever its refs are.
  const known = request.isFull ? null : facts;
  const wasRead = known?.mark?.refs !== undefined && known.mark.refs !== null;
  const remote = isCloned && wasRead ? await listProjectRefs(sweep.cloning, project) : null;
  const refs = isCloned ? remote : {};
  const now = run.startedAt;
  const { carried, tips } = decide({ facts: known, engine, project, target, refs, now, refreshDays });
  const stamp = { engine, activity: project.lastActivityAt, now };
  const earlier = facts === null ? null : { facts, carried };
  if (hasCode && !carried.has("history"))
    return withClone(sweep.cloning, project, (cloned) =>
      scanClone(sweep, { project, target, cloned }, { earlier, tips, stamp }),
    );
  return scanTarget(target, request.scanner, makeContext(sweep, project), {
    earlier: withObjects(earlier, []),
    stamp: { ...stamp, refs },
  });
};

const scanGroup = async (sweep: Sweep, target: GroupTarget | InstanceTarget): Promise<TargetFacts> => {
  const { request, run } = sweep;
  const { engine, refreshDays, isFull } = request;
  const facts = await request.store.readTarget(run.scope, target.id);
  const carried = decideGroup({
    facts: isFull ? null : facts,
    engine,
    target,
    now: run.startedAt,
    refreshDays,
  });
  return scanTarget(target, request.scanner, makeContext(sweep, null), {
    earlier: facts === null ? null : { facts, carried, objects: [] },
    stamp: { engine, refs: null, activity: "", now: run.startedAt },
  });
};

/** What went wrong in this program, or on this machine: its message may quote what was read. */
const toFailure = (error: unknown, target: Target): VaultboundError => {
  if (error instanceof VaultboundError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const detail = code !== "" ? code : error instanceof Error ? error.name : "for an unknown reason";
  return makeError("TARGET_FAILED", [{ path: target.path, detail }], error);
};

/** Scans and stores one target, whatever it holds; only what would stop every other target too gets out. */
const settle = async (sweep: Sweep, target: Target, scan: () => Promise<TargetFacts>): Promise<void> => {
  const { store, events, now } = sweep.request;
  const { signal } = sweep.git;
  if (sweep.done.has(target.id)) return events.skipped?.(target);
  signal.throwIfAborted();
  events.scanning(target);
  let facts: TargetFacts;
  try {
    facts = await scan();
  } catch (error) {
    signal.throwIfAborted();
    const failure = toFailure(error, target);
    if (isFatal(failure)) throw failure;
    const earlier = await store.readTarget(sweep.run.scope, target.id);
    facts = keepTarget(target, toGap(failure, "target"), earlier);
  }
  sweep.silence.notice(facts);
  await store.putTarget(sweep.run.id, facts, now());
  events.stored(facts);
};

/** What a filter leaves out now and an earlier sweep of this scope has read is not gone: it stays as it was. */
const keep = async ({ request, run, done }: Sweep, id: TargetId): Promise<void> => {
  if (done.has(id)) return;
  const facts = await request.store.readTarget(run.scope, id);
  if (facts !== null) await request.store.putTarget(run.id, facts, request.now());
};

async function* listTasks(sweep: Sweep, scope: Scope): AsyncGenerator<() => Promise<void>> {
  const { instance } = scope;
  if (instance !== null) yield () => settle(sweep, instance, () => scanGroup(sweep, instance));
  for (const target of scope.groups.values())
    if (scope.leftOut.has(target.id)) yield () => keep(sweep, target.id);
    else yield () => settle(sweep, target, () => scanGroup(sweep, target));
  for await (const { project, leftOut } of scope.projects) {
    const target = toProjectTarget(project, scope.groups);
    if (leftOut === null) yield () => settle(sweep, target, () => scanProject(sweep, project, target));
    else yield () => keep(sweep, target.id);
  }
}

/**
 * @returns the finished run. A target that fails is stored as a gap.
 * @throws VaultboundError for what stops the sweep as a whole; all stored targets stay, the next sweep goes on from them.
 */
export const sweep = async (request: SweepRequest): Promise<Run> => {
  const { store, gitlab } = request;
  await checkVersion(request.git);
  const scope = await openScope(gitlab, request.selection, {
    now: request.now(),
    onListed: (item) => request.events.listed?.(item),
  });
  const name = describeScope(gitlab, request.selection);
  const { run, resumed } = await store.beginRun(name, request.now(), request.newRunId());
  const done = await store.doneTargets(run.id);
  request.events.started(run, resumed, done.size);
  const stop = new AbortController();
  const signal = AbortSignal.any([request.git.signal, stop.signal]);
  const git = { ...request.git, signal };
  const cloning = await openCloning({ gitlabUrl: gitlab.url, settings: request.clone, git });
  const silence = createSilence(gitlab.url, run.startedAt);
  const state: Sweep = { request, run, done, stop, git, cloning, silence };
  await runAll(listTasks(state, scope), { concurrency: request.concurrency, stop });
  request.git.signal.throwIfAborted();
  const finishedAt = request.now();
  await store.finishRun(run.id, finishedAt);
  return { ...run, finishedAt };
};
