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
import type { Location, SealedFinding, SealedMatch } from "../model/sealed-finding.ts";

/** 32 bytes that never stand with the facts; whoever has them can test guesses against secret ids. */
export type HashKey = Uint8Array;

/** A key of several lines is the same one however far it is indented, in YAML say. */
const withoutIndent = (value: string): string =>
  value.includes("\n")
    ? value
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "")
        .join("\n")
    : value;

const computeSecretId = (key: HashKey, value: string): SecretId =>
  secretId(
    createHmac("sha256", key)
      .update(`secret\0${withoutIndent(value)}`)
      .digest("hex"),
  );

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
    default:
      return `${provenance.kind}\0${provenance.item}\0${provenance.path}`;
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

/** Field by field, never a spread: whoever adds a field must decide whether it may pass. */
export const sealMatch = (finding: Finding, key: HashKey, inner: string | null): SealedMatch => ({
  rule: finding.rule,
  secretId: computeSecretId(key, finding.secret.reveal()),
  preview: finding.secret.preview,
  confidence: finding.confidence,
  tags: [...finding.tags],
  facts: { ...finding.facts },
  region: finding.region,
  inner,
});

/** Sees values while they are sealed, to compare them or to hash them slowly; keeps none longer than the scan lasts. */
export type OnValue = (id: SecretId, value: string) => void;

export const showValue = (finding: Finding, id: SecretId, onValue: OnValue): void =>
  onValue(id, finding.secret.reveal());

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
  inner: null,
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
