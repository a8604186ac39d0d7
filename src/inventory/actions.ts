/** What to do with a secret, in order, each step with its reason. */
import type { Entry, VaultTarget } from "../model/inventory.ts";
import { decideDisposition, type Disposition } from "./disposition.ts";
import {
  type Evidence,
  isExposed,
  isKeptAsIntended,
  isProven,
  listExposed,
  listVariables,
  PLACES,
} from "./evidence.ts";
import { listDistinct } from "./order.ts";
import { namesProduction } from "./wave.ts";
import { count, joinWords } from "./words.ts";

interface Case {
  readonly evidence: Evidence;
  readonly disposition: Disposition;
  /** Why the value itself must change; null: move as is. */
  readonly rotation: string | null;
  /** Null: not to be stored. */
  readonly target: Pick<VaultTarget, "mount" | "path" | "field"> | null;
  /** What must be protected in GitLab before the roles admit all who read it. */
  readonly missing: readonly string[];
}

/** Why the action is needed, or null where it is not. */
type Reason = (of: Case) => string | null;

const listNames = (evidence: Evidence): string =>
  joinWords(
    listDistinct(listVariables(evidence).map(({ variable, target }) => `${variable.key} of ${target.path}`)),
  );

/**
 * Whether moving is enough: what others could read is lost already, however well it is kept from now on. Only what was
 * masked, protected and used in production alone moves as it is.
 */
const findRotation = (evidence: Evidence): string | null => {
  if (isExposed(evidence)) return "Others could read the value, and moving it does not take that back.";
  const loose = listVariables(evidence).find((placed) => !isKeptAsIntended(placed));
  if (loose !== undefined)
    return `The variable ${loose.variable.key} is not both masked and protected: job logs or any branch may have shown it.`;
  const outside = evidence.usages.find(
    ({ environment }) => environment === null || !namesProduction(environment),
  );
  if (outside !== undefined) return `The job ${outside.job} uses it outside production.`;
  return null;
};

const revoke: Reason = ({ evidence, disposition }) => {
  const { rule } = evidence.findings[0];
  if (disposition === "revoke")
    return `Values of this kind must not be stored anywhere. ${rule.vault.rotation}`;
  if (disposition === "move" && isProven(evidence) && isExposed(evidence))
    return "It is real and readable by others: withdraw it at its provider before anything else.";
  return null;
};

const rotate: Reason = ({ evidence, disposition, rotation }) =>
  disposition === "move" && rotation !== null
    ? `${rotation} ${evidence.findings[0].rule.vault.rotation}`
    : null;

const store: Reason = ({ evidence, rotation, target }) => {
  if (target === null) return null;
  const place = `${target.mount}/${target.path}, field ${target.field}`;
  const isHidden = listVariables(evidence).some(({ variable }) => variable.flags.hidden);
  if (evidence.isUnused) return `No job names it: store it at ${place} only if its owner knows who reads it.`;
  if (isHidden) return `Nobody can read a hidden variable back: its owner writes the value to ${place}.`;
  if (rotation !== null) return `The new value goes to ${place}; the old one goes nowhere.`;
  return `Nothing shows that others could read it: the value moves to ${place} as it is.`;
};

/** Else the rewritten job would stand before a closed door. */
const protect: Reason = ({ missing }) => (missing.length === 0 ? null : missing.join(" "));

const rewritePipeline: Reason = ({ evidence, disposition }) => {
  if (disposition === "set-aside") return null;
  const instead = disposition === "move" ? "must fetch it from Vault instead" : "must do without it";
  if (evidence.usages.length > 0) {
    const jobs = listDistinct(evidence.usages.map((usage) => JSON.stringify([usage.target, usage.job])));
    return `${count(jobs.length, "job")} reading it ${instead}.`;
  }
  const inPipeline = evidence.findings.some(({ finding }) => finding.location.provenance.kind === "pipeline");
  return inPipeline ? `The value stands in the pipeline definition; its jobs ${instead}.` : null;
};

const removeVariable: Reason = ({ evidence, disposition }) => {
  if (disposition === "set-aside" || listVariables(evidence).length === 0) return null;
  const names = listNames(evidence);
  if (disposition === "dead") return `Delete ${names}: the value opens nothing any more.`;
  if (evidence.isUnused)
    return `Ask the owner whether a script or tool still reads ${names}; if none does, delete it.`;
  return `Delete ${names} once no job reads it: a copy left in GitLab keeps the old risk.`;
};

const cleanHistory: Reason = ({ evidence, disposition }) => {
  const exposed = listExposed(evidence);
  if (disposition === "set-aside" || exposed.length === 0) return null;
  const isCurrent = exposed.some(({ finding }) => !PLACES[finding.location.provenance.kind].isPast);
  const first = isCurrent ? "Take it out of the files. " : "";
  return `${first}Once the value is worthless, rewriting old commits is optional; before that it does not help.`;
};

const verify: Reason = ({ disposition }) =>
  disposition === "set-aside"
    ? "Confirm once that nobody uses it as a real value."
    : "Scan again: the value must be gone from every place listed here.";

/** In the order in which they are done. */
const ACTIONS = [
  ["revoke", revoke],
  ["rotate", rotate],
  ["store", store],
  ["protect", protect],
  ["rewrite-pipeline", rewritePipeline],
  ["remove-variable", removeVariable],
  ["clean-history", cleanHistory],
  ["verify", verify],
] as const satisfies readonly (readonly [string, Reason])[];

/** @param place where it goes; `store` is among the actions exactly when it has a target. */
export const chooseActions = (
  evidence: Evidence,
  { target, missing }: Pick<Case, "target" | "missing">,
): Entry["actions"] => {
  const disposition = decideDisposition(evidence);
  const of: Case = { evidence, disposition, rotation: findRotation(evidence), target, missing };
  return ACTIONS.flatMap(([kind, reason]) => {
    const why = reason(of);
    return why === null ? [] : [{ kind, why }];
  });
};
