/** A client of the sample GitLab, and a source read through it to the end. */
import { setTimeout as wait } from "node:timers/promises";
import { createGitLab } from "../../../src/gitlab/client.ts";
import type { GitLab, GitLabProject } from "../../../src/gitlab/gitlab.ts";
import type { SourceItem } from "../../../src/model/blob.ts";
import { targetId } from "../../../src/model/ids.ts";
import type { Target } from "../../../src/model/target.ts";
import {
  DEFAULT_LIMITS,
  type Source,
  type SourceContext,
  type SourceLimits,
} from "../../../src/sources/source.ts";
import type { TokenName } from "../../sample-gitlab/company.ts";
import type { SampleGitLab } from "../../sample-gitlab/server.ts";
import { makeGitContext } from "../../support/scanner.ts";

export interface ReadOptions {
  /** Of a project, or of what `kind` says; the instance has none. */
  readonly path: string;
  readonly kind?: "instance" | "group" | "project";
  readonly token?: TokenName;
  readonly limits?: Partial<SourceLimits>;
}

export interface ReadSource {
  readonly applies: boolean;
  readonly items: readonly SourceItem[];
  /** What it asked for, without the target's own description. */
  readonly requests: readonly string[];
}

const open = (sample: SampleGitLab, token: TokenName, signal: AbortSignal) =>
  createGitLab({
    url: sample.url,
    token: sample.tokens[token],
    userAgent: "vaultbound-test",
    signal,
    // Waits are real but short: what is waited for is tested with the transport.
    sleep: (milliseconds, stop) => wait(Math.min(milliseconds, 1), undefined, { signal: stop }),
    now: () => performance.timeOrigin + performance.now(),
    random: () => 0.5,
    log: () => undefined,
    proxyEnv: {},
  });

const toTarget = (project: GitLabProject, path: string): Target => ({
  kind: "project",
  id: targetId(`project:${project.id}`),
  path,
  name: project.name,
  webUrl: project.webUrl,
  archived: project.archived,
  visibility: project.visibility,
  groups: [],
  defaultBranch: project.defaultBranch,
});

const find = async (
  gitlab: GitLab,
  path: string,
  kind: NonNullable<ReadOptions["kind"]>,
): Promise<{ readonly project: GitLabProject | null; readonly target: Target }> => {
  if (kind === "project") {
    const project = await gitlab.project(path);
    return { project, target: toTarget(project, path) };
  }
  const { url } = gitlab;
  if (kind === "instance")
    return { project: null, target: { kind, id: targetId(kind), path: url, name: url, webUrl: url } };
  const { id, name, webUrl } = await gitlab.group(path);
  return { project: null, target: { kind, id: targetId(`group:${id}`), path, name, webUrl, groups: [] } };
};

/** For a source that reads GitLab alone. */
export const makeSourceContext = (
  gitlab: GitLab,
  signal: AbortSignal = new AbortController().signal,
): SourceContext => ({
  git: makeGitContext(signal),
  gitlab,
  repository: null,
  input: null,
  withHistory: false,
  project: null,
  limits: DEFAULT_LIMITS,
  knownTips: [],
});

/** As the conveyor does it: asked first whether it applies, then read. @param faults set once the project is known. */
export const readSource = async (
  sample: SampleGitLab,
  source: Source,
  { path, kind = "project", token = "owner", limits }: ReadOptions,
  faults: Parameters<SampleGitLab["faults"]["set"]>[0] = [],
): Promise<ReadSource> => {
  const { signal } = new AbortController();
  const gitlab = open(sample, token, signal);
  try {
    const { project, target } = await find(gitlab, path, kind);
    const context = {
      ...makeSourceContext(gitlab, signal),
      project,
      limits: { ...DEFAULT_LIMITS, ...limits },
    };
    const before = sample.requests.length;
    sample.faults.set(faults);
    const applies = source.appliesTo(target, context);
    const items: SourceItem[] = [];
    if (applies) for await (const item of source.read(target, context)) items.push(item);
    return { applies, items, requests: sample.requests.slice(before).map((request) => request.path) };
  } finally {
    sample.faults.clear();
    await gitlab.close();
  }
};
