/** Reads a repository's pipeline definition with its local includes: which job uses which variable. */
import type { GitContext } from "../git/process.ts";
import { listTree, type OpenedRepository, readFileAtHead } from "../git/repository.ts";
import { matchGlob } from "../lib/glob.ts";
import { textOf } from "../model/errors.ts";
import type { Gap } from "../model/gap.ts";
import type { SealedFinding } from "../model/sealed-finding.ts";
import { pipelineFileOf, type Target } from "../model/target.ts";
import type { Usage } from "../model/usage.ts";
import { parseGitlabCi } from "../pipelines/gitlab-ci.ts";
import type { Pipeline } from "../pipelines/pipeline.ts";
import { readTextInside } from "../sources/files.ts";
import { makeGap } from "../sources/source.ts";

/** GitLab's own limit of files in one pipeline. */
const MAX_INCLUDES = 150;

/** Set by GitLab in every job: not a secret anybody keeps. */
const isPredefined = (variable: string): boolean => /^(?:CI|GITLAB_CI|CI_.*|GITLAB_USER_.*)$/.test(variable);

export interface Pipelines {
  readonly files: ReadonlyMap<string, Pipeline>;
  readonly gaps: readonly Gap[];
}

/** The working tree's version if there is one: that is what will be pushed. */
const readText = async (
  repository: OpenedRepository,
  path: string,
  context: GitContext,
): Promise<string | null> => {
  const own = repository.workTree === null ? null : await readTextInside(repository.workTree, path);
  return own ?? readFileAtHead(repository, path, context);
};

/** Never throws for what a file holds: a file that cannot be parsed is a gap. */
export const readPipelines = async (
  target: Target,
  repository: OpenedRepository,
  context: GitContext,
): Promise<Pipelines> => {
  const files = new Map<string, Pipeline>();
  const gaps: Gap[] = [];
  const tried = new Set<string>();
  const entry = pipelineFileOf(target);
  const queue = entry === null ? [] : [entry];
  let names: readonly string[] | null = null;
  for (let path = queue.shift(); path !== undefined && tried.size < MAX_INCLUDES; path = queue.shift()) {
    if (tried.has(path)) continue;
    tried.add(path);
    const text = await readText(repository, path, context);
    if (text === null) continue;
    const pipeline = parseGitlabCi(text);
    files.set(path, pipeline);
    const detail = pipeline.problems[0];
    if (detail !== undefined)
      gaps.push(
        makeGap("pipeline", path, {
          code: "PIPELINE_INVALID",
          ...textOf("PIPELINE_INVALID", { path, detail }),
        }),
      );
    for (const include of pipeline.includes) {
      const glob = include.replace(/^\/+/, "");
      if (!glob.includes("*")) queue.push(glob);
      else {
        names ??=
          repository.head === null ? [] : [...(await listTree(repository, repository.head, context)).keys()];
        queue.push(...names.filter((name) => matchGlob(glob, name)));
      }
    }
  }
  return { files, gaps };
};

export const listUsages = (target: Target, { files }: Pipelines): readonly Usage[] =>
  [...files].flatMap(([path, { jobs }]) =>
    jobs.flatMap((job) =>
      job.uses
        .filter(({ variable }) => !isPredefined(variable))
        .map(({ variable, line }) => ({
          target: target.id,
          path,
          line,
          job: job.name,
          variable,
          environment: job.environment,
          ...(job.tags.length === 0 ? {} : { tags: job.tags }),
        })),
    ),
  );

/** A current file that defines the pipeline is that rather than any file; the line tells the job. */
export const markPipelines = (
  findings: readonly SealedFinding[],
  { files }: Pipelines,
): readonly SealedFinding[] =>
  findings.map((finding) => {
    const { provenance, region } = finding.location;
    const pipeline = provenance.kind === "worktree" ? files.get(provenance.path) : undefined;
    if (provenance.kind !== "worktree" || pipeline === undefined) return finding;
    const line = region?.line ?? 0;
    const job = pipeline.jobs.find((item) => line >= item.line && line <= item.endLine)?.name ?? null;
    const { path, introduced } = provenance;
    return {
      ...finding,
      location: { ...finding.location, provenance: { kind: "pipeline", path, job, introduced } },
    };
  });
