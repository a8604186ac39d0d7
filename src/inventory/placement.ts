/** Where each secret goes in Vault, and whose jobs may read it there. */
import type { SecretId, TargetId } from "../model/ids.ts";
import type { Access, Entry, VaultTarget } from "../model/inventory.ts";
import { type AuthChoice, chooseAuth } from "../vault/auth.ts";
import { chooseEngine, type EngineChoice } from "../vault/engine.ts";
import { checkGates, type Gates, type ProjectSetup } from "../vault/gates.ts";
import type { VaultLayout } from "../vault/layout.ts";
import { choosePath, type PathChoice, settlePaths } from "../vault/path.ts";
import { describeRole, nameRoles, type Workload, workloadKey } from "../vault/role.ts";
import { decideDisposition } from "./disposition.ts";
import { type Evidence, listVariables } from "./evidence.ts";
import { listDistinct } from "./order.ts";

export interface Placement extends Pick<Entry, "target" | "access"> {
  /** What must be protected in GitLab before the roles admit all who read it. */
  readonly missing: readonly string[];
}

/** For what must not be stored. */
export const NOWHERE: Placement = { target: null, access: [], missing: [] };

/** What can be said of one secret without knowing the others. */
interface Draft {
  readonly evidence: Evidence;
  readonly engine: EngineChoice;
  readonly path: PathChoice;
}

/** Fact in which a check may state the name a file gives the value. */
const NAME_FACT = "key";

const chooseName = (evidence: Evidence): string =>
  listDistinct(listVariables(evidence).map(({ variable }) => variable.key))[0] ??
  evidence.facts[NAME_FACT] ??
  evidence.findings[0].rule.vault.class;

/** The one environment of all who read it, or of the variables that hold it; null if there is more than one or none. */
const findEnvironment = (evidence: Evidence): string | null => {
  const environments = new Set(
    evidence.workloads.length > 0
      ? evidence.workloads.map(({ environment }) => environment)
      : listVariables(evidence).map(({ variable }) => variable.environmentScope),
  );
  const [only = null] = environments;
  return environments.size === 1 && only !== "*" ? only : null;
};

const draft = (evidence: Evidence, anyEnvironment: string): Draft | null => {
  const engine = chooseEngine(evidence.findings[0].rule.vault, evidence.facts);
  if (engine === null || decideDisposition(evidence) !== "move") return null;
  const path = choosePath({
    secret: evidence.id,
    targets: evidence.targets,
    readers: evidence.workloads.map(workloadKey),
    environment: findEnvironment(evidence),
    name: chooseName(evidence),
    field: engine.field,
    anyEnvironment,
  });
  return { evidence, engine, path };
};

const toAccess = (
  workload: Workload,
  where: {
    readonly target: VaultTarget;
    readonly role: string;
    readonly auth: AuthChoice;
    readonly mount: string;
    readonly gates: Gates;
  },
): Access => {
  const { role, boundClaims, policy, rule, admits } = describeRole(
    workload,
    where.role,
    where.target,
    where.gates.claims,
  );
  return {
    project: workload.project,
    target: workload.target,
    environment: workload.environment,
    method: where.auth.method,
    mount: where.mount,
    role,
    boundClaims,
    policy,
    why: [
      `${where.auth.why} The role admits ${admits}; for this secret its policy allows reading ${rule.path} only.`,
      ...where.gates.notes,
    ].join(" "),
    alternatives: where.auth.alternatives,
  };
};

/** One object for all projects whose runners are alike: a choice is long, and stands with every secret. */
const createChooseAuth = (
  setups: ReadonlyMap<TargetId, ProjectSetup>,
): ((target: TargetId) => AuthChoice) => {
  const choices = new Map<string, AuthChoice>();
  return (target) => {
    const runners = setups.get(target)?.settings.runners ?? [];
    const isKnown = runners.length > 0 && runners.every(({ executors }) => executors.length > 0);
    const executors = listDistinct(isKnown ? runners.flatMap((runner) => runner.executors) : []);
    const key = JSON.stringify(executors);
    const choice = choices.get(key) ?? chooseAuth("gitlab", isKnown ? new Set(executors) : null);
    choices.set(key, choice);
    return choice;
  };
};

/**
 * Placements of all that is to be stored, by secret: paths and role names are settled over the whole inventory. Every
 * target that has jobs is a GitLab project.
 */
export const placeAll = (
  evidences: readonly Evidence[],
  {
    layout,
    anyEnvironment,
    setups,
  }: {
    readonly layout: VaultLayout;
    readonly anyEnvironment: string;
    /** Of projects about which something is known. */
    readonly setups: ReadonlyMap<TargetId, ProjectSetup>;
  },
): ReadonlyMap<SecretId, Placement> => {
  const drafts = evidences.map((evidence) => draft(evidence, anyEnvironment)).filter((item) => item !== null);
  const paths = settlePaths(drafts.map(({ path }) => path));
  const roles = nameRoles(drafts.flatMap(({ evidence }) => evidence.workloads));
  const authOf = createChooseAuth(setups);
  const place = ({ evidence, engine, path }: Draft): Placement => {
    const target: VaultTarget = {
      engine: engine.engine,
      mount: layout.kvMount,
      path: paths.get(evidence.id) ?? path.path,
      field: path.field,
      why: `${engine.why} ${path.why}`,
      alternatives: engine.alternatives,
    };
    const gated = evidence.workloads.map((workload) => ({
      workload,
      gates: checkGates(workload, setups.get(workload.target) ?? null),
    }));
    const access = gated.map(({ workload, gates }) =>
      toAccess(workload, {
        target,
        role: roles.get(workloadKey(workload)) ?? "",
        auth: authOf(workload.target),
        mount: layout.jwtMount,
        gates,
      }),
    );
    const missing = listDistinct(gated.flatMap(({ gates }) => gates.missing ?? []));
    return { target, access, missing };
  };
  return new Map(drafts.map((item) => [item.evidence.id, place(item)]));
};
