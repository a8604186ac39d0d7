/** A client of the sample GitLab, and a source read through it to the end. */
import { setTimeout as wait } from "node:timers/promises";
import { createGitLab } from "../../../src/gitlab/client.ts";
import type { SourceItem } from "../../../src/model/blob.ts";
import { targetId } from "../../../src/model/ids.ts";
import type { Target } from "../../../src/model/target.ts";
import { DEFAULT_LIMITS, type Source, type SourceContext } from "../../../src/sources/source.ts";
import type { TokenName } from "../../sample-gitlab/company.ts";
import type { SampleGitLab } from "../../sample-gitlab/server.ts";
import { makeGitContext } from "../../support/scanner.ts";

export interface ReadOptions {
  readonly path: string;
  readonly token?: TokenName;
}

export interface ReadSource {
  readonly applies: boolean;
  readonly items: readonly SourceItem[];
  /** What it asked for, without the project's own description. */
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

/** As the conveyor does it: asked first whether it applies, then read. @param faults set once the project is known. */
export const readSource = async (
  sample: SampleGitLab,
  source: Source,
  { path, token = "owner" }: ReadOptions,
  faults: Parameters<SampleGitLab["faults"]["set"]>[0] = [],
): Promise<ReadSource> => {
  const { signal } = new AbortController();
  const gitlab = open(sample, token, signal);
  try {
    const project = await gitlab.project(path);
    const target: Target = {
      kind: "project",
      id: targetId(`project:${project.id}`),
      path,
      name: project.name,
      webUrl: project.webUrl,
      archived: project.archived,
      visibility: project.visibility,
      groups: [],
      defaultBranch: project.defaultBranch,
    };
    const context: SourceContext = {
      git: makeGitContext(signal),
      gitlab,
      repository: null,
      input: null,
      withHistory: false,
      project,
      limits: DEFAULT_LIMITS,
      knownTips: [],
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
