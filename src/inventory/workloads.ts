/** Whose jobs read a secret, as far as pipelines and places show. */
import type { Workload } from "../vault/role.ts";
import { workloadKey } from "../vault/role.ts";
import { generaliseEnvironment } from "./environment-scope.ts";
import type { PlacedFinding } from "./evidence.ts";
import { sortBy } from "./order.ts";
import type { ResolvedUsage } from "./usages.ts";

const fromUsage = ({ usage, project, protectedRefs }: ResolvedUsage): Workload => ({
  target: project.id,
  project: project.path,
  environment: generaliseEnvironment(usage.environment),
  protectedRefs,
});

/**
 * A project that holds the value now needs it, though no job names it: tools and scripts read variables silently. What
 * only old commits or messages show is read by nobody.
 */
const fromPlace = ({ finding, target }: PlacedFinding): readonly Workload[] => {
  if (target.kind !== "project") return [];
  const { provenance } = finding.location;
  const base = { target: target.id, project: target.path };
  if (provenance.kind === "variable") {
    const environment = provenance.environmentScope === "*" ? null : provenance.environmentScope;
    return [{ ...base, environment, protectedRefs: provenance.flags.protected }];
  }
  return ["worktree", "pipeline", "ci-config"].includes(provenance.kind)
    ? [{ ...base, environment: null, protectedRefs: false }]
    : [];
};

/** By use where there is one; by place only for projects without. Sorted, each once. */
export const findWorkloads = (
  findings: readonly PlacedFinding[],
  usages: readonly ResolvedUsage[],
): readonly Workload[] => {
  const used = usages.map(fromUsage);
  const users = new Set(used.map(({ target }) => target));
  const all = [...used, ...findings.flatMap(fromPlace).filter(({ target }) => !users.has(target))];
  const distinct = new Map(all.map((workload) => [workloadKey(workload), workload]));
  return sortBy(distinct.values(), ({ project, target, environment, protectedRefs }) => [
    project,
    target,
    environment ?? "",
    protectedRefs ? 1 : 0,
  ]);
};
