/** Brings together what the targets' facts say of each secret. */
import type { RuleId, SecretId } from "../model/ids.ts";
import type { Provenance } from "../model/provenance.ts";
import { type Rule, SPECIFICITIES } from "../model/rule.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import { CONFIDENCES } from "../model/severity.ts";
import type { Target } from "../model/target.ts";
import type { Usage } from "../model/usage.ts";
import { DECLARED_RULES, MASKED_VARIABLE } from "../rules/declared.ts";
import type { Evidence, PlacedFinding } from "./evidence.ts";
import { createFindHostJobs } from "./hosts.ts";
import { listDistinct, sortBy } from "./order.ts";
import { isUnused } from "./unused.ts";
import { resolveUsages, type ResolvedUsage } from "./usages.ts";
import { findWorkloads } from "./workloads.ts";

/** A rule that a newer or differently configured scan knew: the finding counts, with nothing but its name. */
const describeUnknown = (id: RuleId): Rule => ({
  ...MASKED_VARIABLE,
  id,
  title: id,
  provider: "unknown",
  vault: { engine: "kv", class: "secret", field: "value", store: true, rotation: "Rotate it at its origin." },
});

/** Path of a file, key of a variable, or "". */
const nameOfPlace = (provenance: Provenance): string => {
  if (provenance.kind === "variable") return provenance.key;
  return "path" in provenance ? provenance.path : "";
};

/** Target path, source, path or key, line; then whatever else tells places apart. */
export const placeKeys = ({ finding, target, rule }: PlacedFinding): readonly (string | number)[] => {
  const { provenance, region } = finding.location;
  return [
    target.path,
    provenance.kind,
    nameOfPlace(provenance),
    region?.line ?? 0,
    region?.column ?? 0,
    rule.id,
    finding.fingerprint,
  ];
};

/** Best kind first: more specific, then surer, then by rule id. */
const kindKeys = (placed: PlacedFinding): readonly (string | number)[] => [
  SPECIFICITIES.indexOf(placed.rule.specificity),
  CONFIDENCES.indexOf(placed.finding.confidence),
  placed.rule.id,
  ...placeKeys(placed),
];

/** Facts that are true together only: the user of one place with the host of another is nobody. */
const ACCOUNT_FACTS: ReadonlySet<string> = new Set(["username", "host", "port", "database", "url"]);

/** What the better kind says stays. */
const uniteFacts = (findings: readonly PlacedFinding[]): Readonly<Record<string, string>> => {
  const united = new Map<string, string>();
  for (const { finding } of findings) {
    const isAccountKnown = [...ACCOUNT_FACTS].some((name) => united.has(name));
    for (const [name, value] of Object.entries(finding.facts))
      if (!united.has(name) && !(isAccountKnown && ACCOUNT_FACTS.has(name))) united.set(name, value);
  }
  return Object.fromEntries(sortBy(united, ([name]) => [name]));
};

const sortUsages = (usages: readonly ResolvedUsage[]): readonly Usage[] => {
  const distinct = new Map(usages.map(({ usage }) => [JSON.stringify(usage), usage]));
  return sortBy(distinct.values(), (usage) => [
    usage.target,
    usage.path,
    usage.line,
    usage.job,
    usage.variable,
    usage.environment ?? "",
  ]);
};

const uniteTargets = (
  findings: readonly PlacedFinding[],
  usages: readonly ResolvedUsage[],
): readonly Target[] => {
  const targets = [...findings.map(({ target }) => target), ...usages.map(({ project }) => project)];
  return sortBy(new Map(targets.map((target) => [target.id, target])).values(), ({ path, id }) => [path, id]);
};

const placeFindings = (
  facts: readonly TargetFacts[],
  rules: ReadonlyMap<RuleId, Rule>,
): readonly PlacedFinding[] => {
  const others = new Map(DECLARED_RULES.map((rule) => [rule.id, rule]));
  const ruleOf = (id: RuleId): Rule => {
    const known = rules.get(id) ?? others.get(id);
    if (known !== undefined) return known;
    const unknown = describeUnknown(id);
    others.set(id, unknown);
    return unknown;
  };
  return facts.flatMap(({ target, findings }) =>
    findings.map((finding) => ({ finding, target, rule: ruleOf(finding.rule) })),
  );
};

/** One evidence per secret, by its id. */
export const gatherEvidence = (
  facts: readonly TargetFacts[],
  rules: ReadonlyMap<RuleId, Rule>,
  run: Run | null,
): ReadonlyMap<SecretId, Evidence> => {
  const placed = placeFindings(facts, rules);
  const usagesOf = resolveUsages(facts, placed);
  const findHostJobs = createFindHostJobs(facts);
  const all = new Map<SecretId, Evidence>();
  for (const [id, unsorted] of Map.groupBy(placed, ({ finding }) => finding.secretId)) {
    const [first, ...others] = sortBy(unsorted, kindKeys);
    if (first === undefined) continue;
    const findings = [first, ...others] as const;
    const usages = usagesOf.get(id) ?? [];
    all.set(id, {
      id,
      findings: [first, ...others],
      tags: listDistinct(findings.flatMap(({ finding }) => finding.tags)),
      facts: uniteFacts(findings),
      usages: sortUsages(usages),
      hostJobs: findHostJobs(usages),
      workloads: findWorkloads(findings, usages),
      targets: uniteTargets(findings, usages),
      isUnused: usages.length === 0 && isUnused(findings, facts),
      startedAt: run?.startedAt ?? null,
    });
  }
  return all;
};
