/** How bad it is that a secret is where it is, step by step, each step with its sentence. */
import { SEVERITIES, type Severity } from "../model/severity.ts";
import { findExpiry, hasTag } from "./disposition.ts";
import {
  type Evidence,
  isExposed,
  isKeptAsIntended,
  isMasked,
  isProven,
  listExposed,
  listProjects,
  listVariables,
  PLACES,
} from "./evidence.ts";
import { listDistinct } from "./order.ts";
import { classifyPlace, INFO_TAGS, LOW_TAGS } from "./tags.ts";
import { count, joinWords } from "./words.ts";

export interface Rating {
  readonly severity: Severity;
  /** Plain sentences in the order they were applied. */
  readonly reasons: readonly string[];
}

/** One consideration: the severity after it and why, or null where it has nothing to say. */
type Step = (
  severity: Severity,
  evidence: Evidence,
) => { readonly severity: Severity; readonly because: string } | null;

const at = (index: number): Severity => SEVERITIES[Math.max(0, index)] ?? "info";
const raise = (severity: Severity): Severity => at(SEVERITIES.indexOf(severity) - 1);
const capAt = (severity: Severity, cap: Severity): Severity =>
  at(Math.max(SEVERITIES.indexOf(severity), SEVERITIES.indexOf(cap)));
/** Circumstances make a secret less urgent, never a mere note: `info` needs a reason of its own. */
const lower = (severity: Severity, steps: number): Severity =>
  severity === "info"
    ? severity
    : at(Math.min(SEVERITIES.indexOf("low"), SEVERITIES.indexOf(severity) + steps));

const startFromKind: Step = (_, { findings: [{ rule }] }) => ({
  severity: rule.severity,
  because: `${rule.title}: this kind starts as ${rule.severity}.`,
});

const weighProof: Step = (severity, evidence) => {
  if (isProven(evidence))
    return { severity, because: "Its checksum or structure is right: a real credential, not a look-alike." };
  if (evidence.findings[0].finding.confidence === "low")
    return { severity, because: "It was judged by its name and shape; nothing proves it." };
  return null;
};

const weighExposure: Step = (severity, evidence) => {
  const exposed = listExposed(evidence);
  if (exposed.length === 0) return null;
  const places = listDistinct(exposed.map(({ finding }) => PLACES[finding.location.provenance.kind].name));
  const targets = listDistinct(exposed.map(({ target }) => target.path));
  return {
    severity: isProven(evidence) ? raise(severity) : severity,
    because: `It stands in ${joinWords(places)} of ${joinWords(targets)}: everybody who may read there has it.`,
  };
};

const weighHistory: Step = (severity, evidence) => {
  const exposed = listExposed(evidence);
  const isPast = exposed.every(({ finding }) => PLACES[finding.location.provenance.kind].isPast);
  return exposed.length > 0 && isPast
    ? { severity, because: "It was taken out of the files, but every clone still holds the old commits." }
    : null;
};

const weighVariables: Step = (severity, evidence) => {
  const variables = listVariables(evidence);
  if (variables.length === 0) return null;
  const unmasked = variables.find((placed) => !isMasked(placed));
  if (unmasked !== undefined)
    return {
      severity,
      because: `The variable ${unmasked.variable.key} is not masked: job logs show it in clear.`,
    };
  if (isExposed(evidence)) return null;
  if (variables.every(isKeptAsIntended))
    return {
      severity: lower(severity, 2),
      because: "It is kept as intended: only in protected variables that are masked or handed over as files.",
    };
  return {
    severity: lower(severity, 1),
    because: "It is masked but not protected: jobs of every branch can read it.",
  };
};

/** It says what to mend, not how bad it is: whoever may run jobs on the host has to be trusted. */
const weighRunners: Step = (severity, { hostJobs }) =>
  hostJobs.length === 0
    ? null
    : {
        severity,
        because: `${joinWords(hostJobs)} on a host that keeps what jobs leave behind (shell or ssh executor): the next job there, of any project the runner serves, may find it.`,
      };

const weighSharing: Step = (severity, evidence) => {
  const projects = listProjects(evidence).length;
  return projects > 1
    ? {
        severity: raise(severity),
        because: `${count(projects, "project")} share it: one leak opens all of them.`,
      }
    : null;
};

const weighVisibility: Step = (severity, evidence) => {
  const open = listExposed(evidence).find(
    ({ target }) => target.kind === "project" && target.visibility === "public",
  );
  return open === undefined
    ? null
    : {
        severity: raise(severity),
        because: `${open.target.path} is public: anybody on the internet can read it.`,
      };
};

const weighPlaces: Step = (severity, evidence) => {
  const rows = evidence.findings.map(({ finding }) => {
    const { provenance } = finding.location;
    return classifyPlace("path" in provenance ? provenance.path : null, finding.tags);
  });
  const names = listDistinct(rows.flatMap((row) => (row === null ? [] : [row.name])));
  if (rows.includes(null)) return null;
  const because = `It was found among ${joinWords(names)} only, where values are often made up`;
  return isProven(evidence)
    ? { severity: lower(severity, 1), because: `${because}; this one is proven, so it may still be real.` }
    : { severity: capAt(severity, "low"), because: `${because}.` };
};

const weighValue: Step = (severity, evidence) => {
  const row = isProven(evidence) ? undefined : LOW_TAGS.find((row) => hasTag(evidence, row));
  return row === undefined ? null : { severity: capAt(severity, "low"), because: row.because };
};

const weighExpiry: Step = (severity, evidence) => {
  const day = findExpiry(evidence);
  return day === null
    ? null
    : {
        severity: capAt(severity, "low"),
        because: `It expired on ${day}, before this scan: it opens nothing any more.`,
      };
};

const weighVerdicts: Step = (_, evidence) => {
  const row = INFO_TAGS.find((row) => hasTag(evidence, row));
  return row === undefined ? null : { severity: "info", because: row.because };
};

/** In this order: what raises before what lowers, and the verdicts that settle it last. */
const STEPS: readonly Step[] = [
  startFromKind,
  weighProof,
  weighExposure,
  weighHistory,
  weighVariables,
  weighRunners,
  weighSharing,
  weighVisibility,
  weighPlaces,
  weighValue,
  weighExpiry,
  weighVerdicts,
];

export const rateEntry = (evidence: Evidence): Rating => {
  let severity: Severity = "info";
  const reasons: string[] = [];
  for (const step of STEPS) {
    const result = step(severity, evidence);
    if (result === null) continue;
    severity = result.severity;
    reasons.push(result.because);
  }
  return { severity, reasons };
};
