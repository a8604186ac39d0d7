/** The seal: findings go in with their value, facts come out without it. */
import { createHash, createHmac } from "node:crypto";
import type { Finding } from "../model/finding.ts";
import {
  type Fingerprint,
  fingerprint,
  type RuleId,
  type SecretId,
  secretId,
  type TargetId,
} from "../model/ids.ts";
import type { Provenance } from "../model/provenance.ts";
import type { Region } from "../model/region.ts";
import type { Location, SealedFinding } from "../model/sealed-finding.ts";
import type { Confidence } from "../model/severity.ts";

/** 32 bytes that never stand with the facts; whoever has them can test guesses against secret ids. */
export type HashKey = Uint8Array;

const computeSecretId = (key: HashKey, value: string): SecretId =>
  secretId(createHmac("sha256", key).update(`secret\0${value}`).digest("hex"));

/** The part of a place that outlives edits and new commits. */
const describePlace = (provenance: Provenance): string => {
  switch (provenance.kind) {
    case "worktree":
    case "history":
    case "pipeline":
      return `file\0${provenance.path}`;
    case "commit-message":
      return `message\0${provenance.introduced?.commit ?? ""}`;
    case "variable":
      return `variable\0${provenance.key}\0${provenance.environmentScope}`;
    case "stdin":
      return "stdin";
  }
};

/** SHA-256 over rule, secret id and stable place: the same wherever the line moves to. */
export const computeFingerprint = (
  rule: RuleId,
  secret: SecretId,
  place: { readonly target: TargetId; readonly provenance: Provenance },
): Fingerprint =>
  fingerprint(
    createHash("sha256")
      .update([rule, secret, place.target, describePlace(place.provenance)].join("\0"))
      .digest("hex"),
  );

/** A finding without its value, before its place is known. */
export interface SealedMatch {
  readonly rule: RuleId;
  readonly secretId: SecretId;
  readonly preview: string;
  readonly confidence: Confidence;
  readonly tags: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
  readonly region: Region | null;
}

/** Field by field, never a spread: whoever adds a field must decide whether it may pass. */
export const sealMatch = (finding: Finding, key: HashKey): SealedMatch => ({
  rule: finding.rule,
  secretId: computeSecretId(key, finding.secret.reveal()),
  preview: finding.secret.preview,
  confidence: finding.confidence,
  tags: [...finding.tags],
  facts: { ...finding.facts },
  region: finding.region,
});

/** A secret known by name only: its id stands for the place, it can equal no other. */
export const sealUnreadable = (
  rule: RuleId,
  place: { readonly target: TargetId; readonly provenance: Provenance },
  key: HashKey,
): SealedMatch => ({
  rule,
  secretId: secretId(
    createHmac("sha256", key)
      .update(`unreadable\0${place.target}\0${describePlace(place.provenance)}`)
      .digest("hex"),
  ),
  preview: "(hidden)",
  confidence: "high",
  tags: [],
  facts: {},
  region: null,
});

export const locate = (match: SealedMatch, location: Location): SealedFinding => ({
  rule: match.rule,
  secretId: match.secretId,
  fingerprint: computeFingerprint(match.rule, match.secretId, location),
  preview: match.preview,
  confidence: match.confidence,
  tags: match.tags,
  facts: match.facts,
  location: {
    target: location.target,
    provenance: location.provenance,
    region: match.region,
    url: location.url,
  },
});
