/** A rule matched in a blob. Left of the seal: holds the secret. */
import type { BlobId, RuleId } from "./ids.ts";
import type { Region, Span } from "./region.ts";
import type { Secret } from "./secret.ts";
import type { Confidence } from "./severity.ts";

export interface Finding {
  readonly rule: RuleId;
  readonly blob: BlobId;
  readonly span: Span;
  readonly region: Region;
  readonly secret: Secret;
  readonly confidence: Confidence;
  /** Radar-style marks: `example_secret`, `low_entropy`, `simple_password`, `ignore_rule`, … */
  readonly tags: readonly string[];
  /** Decoded public facts (account, issuer, expiry, host), never the value. Untrusted text. */
  readonly facts: Readonly<Record<string, string>>;
}
