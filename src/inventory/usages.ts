/** Which job reads which secret: follows each use of a variable to the value GitLab would give it. */
import type { SecretId, TargetId } from "../model/ids.ts";
import type { TargetFacts } from "../model/run.ts";
import type { Usage } from "../model/usage.ts";
import { matchScope, rankScope, SCOPE_RANKS } from "./environment-scope.ts";
import type { PlacedFinding, Project, Variable } from "./evidence.ts";

/** A use of a variable, and what is known of the job by all it uses. */
export interface ResolvedUsage {
  readonly usage: Usage;
  readonly project: Project;
  /** The job reads some protected variable, so it only works on protected branches and tags. */
  readonly protectedRefs: boolean;
}

/** One variable as GitLab keeps it; its value may hold several secrets. */
interface Declaration {
  readonly variable: Variable;
  readonly target: TargetId;
  readonly secrets: Set<SecretId>;
}

/** By key, then by who declares it. */
type Declarations = ReadonlyMap<string, ReadonlyMap<TargetId | "instance", readonly Declaration[]>>;

const collectDeclarations = (findings: Iterable<PlacedFinding>): Declarations => {
  const all = new Map<string, Declaration>();
  for (const { finding, target } of findings) {
    const { provenance } = finding.location;
    if (provenance.kind !== "variable") continue;
    const name = JSON.stringify([target.id, provenance.key, provenance.environmentScope]);
    const declaration = all.get(name) ?? {
      variable: provenance,
      target: target.id,
      secrets: new Set<SecretId>(),
    };
    declaration.secrets.add(finding.secretId);
    all.set(name, declaration);
  }
  const byKey = Map.groupBy(all.values(), ({ variable }) => variable.key);
  const ownerOf = ({ variable, target }: Declaration) =>
    variable.level === "instance" ? "instance" : target;
  return new Map([...byKey].map(([key, declarations]) => [key, Map.groupBy(declarations, ownerOf)]));
};

/**
 * What the job reads: the variable that wins. By level first (project, then the nearest group, then the instance;
 * docs.gitlab.com/ci/variables, "CI/CD variable precedence"), then by scope. Where the job's environment is known at
 * run time only, all that may win, down to the first that matches for certain.
 */
const pickWinners = (declarations: Declarations, usage: Usage, project: Project): readonly Declaration[] => {
  const rivals = declarations.get(usage.variable);
  const levels = [project.id, ...project.groups.toReversed(), "instance" as const];
  const winners: Declaration[] = [];
  for (const level of levels) {
    const ranks = Map.groupBy(rivals?.get(level) ?? [], ({ variable }) =>
      rankScope(variable.environmentScope),
    );
    for (const rank of SCOPE_RANKS) {
      const matches = (ranks.get(rank) ?? []).map((declaration) => ({
        declaration,
        match: matchScope(declaration.variable.environmentScope, usage.environment),
      }));
      winners.push(...matches.filter(({ match }) => match !== "no").map(({ declaration }) => declaration));
      if (matches.some(({ match }) => match === "yes")) return winners;
    }
  }
  return winners;
};

const jobKey = (usage: Usage): string =>
  JSON.stringify([usage.target, usage.path, usage.job, usage.environment]);

/** Uses of each secret, in no particular order. */
export const resolveUsages = (
  facts: readonly TargetFacts[],
  findings: Iterable<PlacedFinding>,
): ReadonlyMap<SecretId, readonly ResolvedUsage[]> => {
  const declarations = collectDeclarations(findings);
  const protectedJobs = new Set<string>();
  const won: {
    readonly usage: Usage;
    readonly project: Project;
    readonly winners: readonly Declaration[];
  }[] = [];
  for (const { target, usages } of facts) {
    if (target.kind !== "project") continue;
    for (const usage of usages) {
      const winners = pickWinners(declarations, usage, target);
      if (winners.some(({ variable }) => variable.flags.protected)) protectedJobs.add(jobKey(usage));
      won.push({ usage, project: target, winners });
    }
  }
  const bySecret = new Map<SecretId, ResolvedUsage[]>();
  for (const { usage, project, winners } of won) {
    const resolved = { usage, project, protectedRefs: protectedJobs.has(jobKey(usage)) };
    for (const secret of new Set(winners.flatMap(({ secrets }) => [...secrets]))) {
      const list = bySecret.get(secret) ?? [];
      list.push(resolved);
      bySecret.set(secret, list);
    }
  }
  return bySecret;
};
