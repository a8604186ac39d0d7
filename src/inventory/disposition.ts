/** What is to become of a secret, before any detail: the one decision severity, wave and actions agree on. */
import type { Evidence } from "./evidence.ts";
import { INFO_TAGS, type TagRow } from "./tags.ts";

/**
 * `set-aside`: not a secret of ours · `dead`: opens nothing any more · `revoke`: its kind must not be stored anywhere ·
 * `move`: goes to Vault.
 */
export type Disposition = "set-aside" | "dead" | "revoke" | "move";

/** Fact in which checks state when a value ends (the `exp` of a JWT, RFC 7519). */
const EXPIRY_FACT = "expires";

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** Milliseconds since 1970; null for what is no date with a zone, so that no machine's own zone plays a part. */
export const parseInstant = (text: string): number | null => {
  const instant = ISO_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
};

/** The day it ended, if that was before the run began. */
export const findExpiry = (evidence: Evidence): string | null => {
  const now = evidence.startedAt === null ? null : parseInstant(evidence.startedAt);
  const end = parseInstant(evidence.facts[EXPIRY_FACT] ?? "");
  return now !== null && end !== null && end < now ? new Date(end).toISOString().slice(0, 10) : null;
};

export const hasTag = (evidence: Evidence, row: Pick<TagRow, "tag" | "needs">): boolean =>
  row.needs === "any"
    ? evidence.tags.includes(row.tag)
    : evidence.findings.every(({ finding }) => finding.tags.includes(row.tag));

const carries = (evidence: Evidence, ...tags: readonly string[]): boolean =>
  INFO_TAGS.some((row) => tags.includes(row.tag) && hasTag(evidence, row));

export const decideDisposition = (evidence: Evidence): Disposition => {
  if (carries(evidence, "example_secret", "ignore_rule")) return "set-aside";
  if (carries(evidence, "inactive_secret") || findExpiry(evidence) !== null) return "dead";
  return evidence.findings[0].rule.vault.store ? "move" : "revoke";
};
