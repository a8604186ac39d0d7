/** An entry as the published inventory holds it: field by field, so that nothing unexpected can come along. */
import { compareText } from "../lib/compare-text.ts";
import type { Access, Entry, EntryLocation, EntryOwner, VaultTarget } from "../model/inventory.ts";
import type { Introduction, Provenance, VariableFlags } from "../model/provenance.ts";
import type { Region } from "../model/region.ts";
import type { Usage } from "../model/usage.ts";
import { sortLocations, sortUsages } from "./order.ts";

// The return types make the compiler ask for a decision whenever the model gains a field.

const toRecord = (record: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareText(a, b)));

const toRegion = (region: Region): Region => ({
  line: region.line,
  column: region.column,
  endLine: region.endLine,
  endColumn: region.endColumn,
});

const toIntroduction = (introduction: Introduction | null): Introduction | null =>
  introduction && { commit: introduction.commit, author: introduction.author, date: introduction.date };

const toFlags = (flags: VariableFlags): VariableFlags => ({
  masked: flags.masked,
  hidden: flags.hidden,
  protected: flags.protected,
  raw: flags.raw,
  type: flags.type,
});

const toProvenance = (provenance: Provenance): Provenance => {
  switch (provenance.kind) {
    case "worktree":
    case "history":
      return {
        kind: provenance.kind,
        path: provenance.path,
        introduced: toIntroduction(provenance.introduced),
      };
    case "pipeline":
      return {
        kind: provenance.kind,
        path: provenance.path,
        job: provenance.job,
        introduced: toIntroduction(provenance.introduced),
      };
    case "commit-message":
      return { kind: provenance.kind, introduced: toIntroduction(provenance.introduced) };
    case "variable":
      return {
        kind: provenance.kind,
        level: provenance.level,
        key: provenance.key,
        environmentScope: provenance.environmentScope,
        flags: toFlags(provenance.flags),
      };
    case "stdin":
      return { kind: provenance.kind, path: provenance.path };
    default:
      return {
        kind: provenance.kind,
        item: provenance.item,
        path: provenance.path,
        webUrl: provenance.webUrl,
      };
  }
};

const toLocation = (location: EntryLocation): EntryLocation => ({
  target: location.target,
  targetKind: location.targetKind,
  targetPath: location.targetPath,
  rule: location.rule,
  confidence: location.confidence,
  provenance: toProvenance(location.provenance),
  region: location.region && toRegion(location.region),
  url: location.url,
  fingerprint: location.fingerprint,
});

const toUsage = (usage: Usage): Usage => ({
  target: usage.target,
  path: usage.path,
  line: usage.line,
  job: usage.job,
  variable: usage.variable,
  environment: usage.environment,
});

const toOwner = ({ name, role, of }: EntryOwner): EntryOwner => ({ name, role, of });

const toVaultTarget = (target: VaultTarget): VaultTarget => ({
  engine: target.engine,
  mount: target.mount,
  path: target.path,
  field: target.field,
  why: target.why,
  alternatives: target.alternatives.map(({ engine, why }) => ({ engine, why })),
});

const toAccess = (access: Access): Access => ({
  project: access.project,
  target: access.target,
  environment: access.environment,
  method: access.method,
  mount: access.mount,
  role: access.role,
  boundClaims: toRecord(access.boundClaims),
  policy: access.policy,
  why: access.why,
  alternatives: access.alternatives.map(({ method, why }) => ({ method, why })),
});

export const toEntryJson = (entry: Entry): Entry => ({
  id: entry.id,
  kind: entry.kind,
  provider: entry.provider,
  title: entry.title,
  preview: entry.preview,
  severity: entry.severity,
  reasons: [...entry.reasons],
  confidence: entry.confidence,
  activeness: entry.activeness,
  valueKnown: entry.valueKnown,
  tags: [...entry.tags],
  facts: toRecord(entry.facts),
  firstSeen: entry.firstSeen,
  locations: sortLocations(entry.locations).map(toLocation),
  usages: sortUsages(entry.usages).map(toUsage),
  ...(entry.owners === undefined ? {} : { owners: entry.owners.map(toOwner) }),
  ...(entry.moreOwners === undefined ? {} : { moreOwners: entry.moreOwners }),
  target: entry.target && toVaultTarget(entry.target),
  access: entry.access.map(toAccess),
  actions: entry.actions.map(({ kind, why }) => ({ kind, why })),
  wave: entry.wave,
  ...(entry.waveReason === undefined ? {} : { waveReason: entry.waveReason }),
});
