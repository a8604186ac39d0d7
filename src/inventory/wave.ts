/** When a secret's turn comes. */
import type { Entry } from "../model/inventory.ts";
import { decideDisposition } from "./disposition.ts";
import { type Evidence, isExposed, isProven, listProjects, listVariables } from "./evidence.ts";
import { count } from "./words.ts";

export interface Wave {
  readonly wave: Entry["wave"];
  readonly why: string;
}

const PRODUCTION: ReadonlySet<string> = new Set(["production", "prod", "prd", "live"]);
const NEGATIONS: ReadonlySet<string> = new Set(["pre", "non", "not", "no"]);

/** `production`, `prod/eu`, `PROD_DB_PASSWORD`; not `preprod`, `pre-production`, `non_prod`. */
export const namesProduction = (name: string): boolean => {
  const words = name.toLowerCase().split(/[^a-z]+/);
  return words.some((word, index) => PRODUCTION.has(word) && !NEGATIONS.has(words[index - 1] ?? ""));
};

/** The environment or variable that says production, or null. */
const findProduction = (evidence: Evidence): string | null =>
  [
    ...evidence.workloads.flatMap(({ environment }) => (environment === null ? [] : [environment])),
    ...listVariables(evidence).flatMap(({ variable }) => [variable.environmentScope, variable.key]),
  ].find(namesProduction) ?? null;

const cleanUpDead = (evidence: Evidence): Wave | null => {
  const disposition = decideDisposition(evidence);
  if (disposition === "set-aside") return { wave: 4, why: "It is set aside: nothing has to move." };
  if (disposition === "dead")
    return { wave: 4, why: "It opens nothing any more: only traces are left to remove." };
  return null;
};

const revokeNow = (evidence: Evidence): Wave | null =>
  isProven(evidence) && isExposed(evidence)
    ? { wave: 0, why: "It is real and readable by others: every day it stays valid is a risk." }
    : null;

const cleanUpUnused = (evidence: Evidence): Wave | null =>
  evidence.isUnused ? { wave: 4, why: "No job that could read the variable names it." } : null;

const moveProduction = (evidence: Evidence): Wave | null => {
  const name = findProduction(evidence);
  return name === null ? null : { wave: 1, why: `It serves production (${name}).` };
};

const moveShared = (evidence: Evidence): Wave | null => {
  const projects = listProjects(evidence).length;
  if (projects > 1)
    return { wave: 2, why: `${count(projects, "project")} share it: moving it once ends the copies.` };
  const homes = new Set(evidence.findings.map(({ target }) => target.id)).size;
  return homes > 1
    ? { wave: 2, why: `It is kept in ${homes} places: moving it once ends the copies.` }
    : null;
};

/** The first that applies decides. */
const RULES: readonly ((evidence: Evidence) => Wave | null)[] = [
  cleanUpDead,
  revokeNow,
  cleanUpUnused,
  moveProduction,
  moveShared,
];

export const chooseWave = (evidence: Evidence): Wave => {
  for (const rule of RULES) {
    const wave = rule(evidence);
    if (wave !== null) return wave;
  }
  return { wave: 3, why: "It serves one project outside production." };
};
