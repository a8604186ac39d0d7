/** Facts in, migration inventory out. Pure: same facts in any order, same inventory. */
import { createShareText, type ShareText } from "../lib/share-text.ts";
import type { RuleId, TargetId } from "../model/ids.ts";
import type { Entry, EntryLocation, Inventory } from "../model/inventory.ts";
import type { Rule } from "../model/rule.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import { SEVERITIES } from "../model/severity.ts";
import { HIDDEN_VARIABLE, ISSUED_CREDENTIAL } from "../rules/declared.ts";
import type { ProjectSetup } from "../vault/gates.ts";
import { ANY_ENVIRONMENT, DEFAULT_LAYOUT, type VaultLayout } from "../vault/layout.ts";
import { chooseActions } from "./actions.ts";
import { parseInstant } from "./disposition.ts";
import type { Evidence, PlacedFinding } from "./evidence.ts";
import { gatherEvidence, placeKeys } from "./gather.ts";
import { sortBy } from "./order.ts";
import { createFindOwners, type FindOwners } from "./owners.ts";
import { NOWHERE, placeAll, type Placement } from "./placement.ts";
import { rateEntry } from "./severity.ts";
import { chooseWave } from "./wave.ts";

export interface InventoryInput {
  readonly run: Run | null;
  readonly facts: Iterable<TargetFacts>;
  readonly rules: ReadonlyMap<RuleId, Rule>;
  readonly vault?: VaultLayout;
  /** Secrets that are not among the facts because they are ignored. */
  readonly ignored?: NonNullable<Inventory["ignored"]>;
  /** Path segment of secrets that belong to no single environment. */
  readonly environment?: string;
}

const toLocation = ({ finding, rule, target }: PlacedFinding): EntryLocation => ({
  target: finding.location.target,
  provenance: finding.location.provenance,
  region: finding.location.region,
  url: finding.location.url,
  rule: rule.id,
  confidence: finding.confidence,
  targetPath: target.path,
  targetKind: target.kind,
  fingerprint: finding.fingerprint,
});

/** Instants are compared, so that offsets do not matter; the text stays as the commit has it. */
const findFirstSeen = (evidence: Evidence): string | null => {
  const dates = evidence.findings.flatMap(({ finding }) => {
    const { provenance } = finding.location;
    const date = "introduced" in provenance ? provenance.introduced?.date : undefined;
    const instant = date === undefined ? null : parseInstant(date);
    return date === undefined || instant === null ? [] : [{ date, instant }];
  });
  return sortBy(dates, ({ date, instant }) => [instant, date])[0]?.date ?? null;
};

/** Sentences are put together for every secret, and are few. */
const shareSentences = (entry: Entry, share: ShareText): Entry => ({
  ...entry,
  reasons: entry.reasons.map(share),
  target: entry.target && { ...entry.target, path: share(entry.target.path), why: share(entry.target.why) },
  access: entry.access.map((item) => ({ ...item, policy: share(item.policy), why: share(item.why) })),
  actions: entry.actions.map(({ kind, why }) => ({ kind, why: share(why) })),
  ...(entry.waveReason === undefined ? {} : { waveReason: share(entry.waveReason) }),
});

const toEntry = (evidence: Evidence, place: Placement, findOwners: FindOwners): Entry => {
  const [{ finding, rule }] = evidence.findings;
  const { severity, reasons } = rateEntry(evidence);
  const { wave, why } = chooseWave(evidence);
  return {
    id: evidence.id,
    kind: rule.id,
    provider: rule.provider,
    title: rule.title,
    preview: finding.preview,
    severity,
    reasons,
    confidence: finding.confidence,
    activeness: "unknown",
    valueKnown: !evidence.findings.some(
      ({ rule }) => rule.id === HIDDEN_VARIABLE.id || rule.id === ISSUED_CREDENTIAL.id,
    ),
    tags: evidence.tags,
    facts: evidence.facts,
    firstSeen: findFirstSeen(evidence),
    locations: sortBy(evidence.findings, placeKeys).map(toLocation),
    usages: evidence.usages,
    ...findOwners(evidence.findings),
    target: place.target,
    access: place.access,
    actions: chooseActions(evidence, place),
    wave,
    waveReason: why,
  };
};

const listSetups = (facts: readonly TargetFacts[]): ReadonlyMap<TargetId, ProjectSetup> =>
  new Map(
    facts.flatMap(({ target, settings }) =>
      target.kind === "project" && settings !== undefined
        ? [[target.id, { defaultBranch: target.defaultBranch, settings }] as const]
        : [],
    ),
  );

const buildEntries = (input: InventoryInput, facts: readonly TargetFacts[]): readonly Entry[] => {
  const evidences = [...gatherEvidence(facts, input.rules, input.run).values()];
  const places = placeAll(evidences, {
    layout: input.vault ?? DEFAULT_LAYOUT,
    anyEnvironment: input.environment ?? ANY_ENVIRONMENT,
    setups: listSetups(facts),
  });
  const findOwners = createFindOwners(facts);
  const share = createShareText();
  const entries: Entry[] = [];
  // Evidence is let go entry by entry: of a million places, both together would not fit.
  for (let evidence = evidences.pop(); evidence !== undefined; evidence = evidences.pop())
    entries.push(shareSentences(toEntry(evidence, places.get(evidence.id) ?? NOWHERE, findOwners), share));
  return sortBy(entries, ({ severity, wave, kind, id }) => [SEVERITIES.indexOf(severity), wave, kind, id]);
};

/** One entry per secret, worst first. */
export const buildInventory = (input: InventoryInput): Inventory => {
  const facts = [...input.facts];
  return {
    version: 1,
    run: input.run,
    entries: buildEntries(input, facts),
    targets: sortBy(
      facts.map(({ target, coverage }) => ({ target, coverage })),
      ({ target }) => [target.path, target.id],
    ),
    ...(input.ignored === undefined ? {} : { ignored: input.ignored }),
    gaps: sortBy(
      facts.flatMap(({ target, gaps }) =>
        gaps.map((gap) => ({ ...gap, target: target.id, targetPath: target.path })),
      ),
      ({ targetPath, source, code, subject }) => [targetPath, source, code, subject],
    ),
  };
};
