/** Which jobs run where values outlive them: on the host itself, by the shell and ssh executors. */
import type { TargetId } from "../model/ids.ts";
import type { TargetFacts } from "../model/run.ts";
import type { Runner } from "../model/settings.ts";
import type { Usage } from "../model/usage.ts";
import { listDistinct } from "./order.ts";
import type { ResolvedUsage } from "./usages.ts";

/** docs.gitlab.com/runner/executors: all others begin with a clean container, machine or pod. */
const ON_HOST: ReadonlySet<string> = new Set(["shell", "ssh"]);

/**
 * Runners that take the job. One with tags takes jobs without tags only if it is told to, which its list does not say:
 * it is left out.
 */
const listCandidates = (runners: readonly Runner[], { tags = [] }: Usage): readonly Runner[] =>
  tags.length === 0
    ? runners.filter((runner) => runner.tags.length === 0)
    : runners.filter((runner) => tags.every((tag) => runner.tags.includes(tag)));

const describeJob = ({ usage, project }: ResolvedUsage, runners: readonly Runner[]): string | null => {
  const candidates = listCandidates(runners, usage);
  if (!candidates.some(({ executors }) => executors.some((name) => ON_HOST.has(name)))) return null;
  const isCertain = candidates.every(
    ({ executors }) => executors.length > 0 && executors.every((name) => ON_HOST.has(name)),
  );
  return `The job ${usage.job} of ${project.path} ${isCertain ? "runs" : "may run"}`;
};

export const createFindHostJobs = (
  facts: readonly TargetFacts[],
): ((usages: readonly ResolvedUsage[]) => readonly string[]) => {
  const runnersOf = new Map<TargetId, readonly Runner[]>();
  for (const { target, settings } of facts)
    if (settings?.runners !== undefined) runnersOf.set(target.id, settings.runners);
  return (usages) =>
    listDistinct(
      usages.flatMap((resolved) => {
        const runners = runnersOf.get(resolved.project.id);
        return runners === undefined ? [] : (describeJob(resolved, runners) ?? []);
      }),
    );
};
