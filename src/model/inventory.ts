/** The migration inventory: one entry per secret. Published as docs/schema/inventory.v1.json. */
import type { Fingerprint, SecretId, TargetId } from "./ids.ts";
import type { Engine } from "./rule.ts";
import type { Coverage, Run, TargetGap } from "./run.ts";
import type { Location } from "./sealed-finding.ts";
import type { Confidence, Severity } from "./severity.ts";
import type { Target } from "./target.ts";
import type { Usage } from "./usage.ts";

export interface VaultTarget {
  /** Where the value can go today without changing the application. */
  readonly engine: Engine;
  readonly mount: string;
  /** Path below the mount, without `data/`. */
  readonly path: string;
  readonly field: string;
  readonly why: string;
  /** Better or other places, best first. */
  readonly alternatives: readonly { readonly engine: Engine; readonly why: string }[];
}

export interface Access {
  /** The project whose jobs read it. */
  readonly project: string;
  readonly target: TargetId;
  readonly environment: string | null;
  readonly method: "jwt" | "kubernetes" | "approle" | "aws" | "azure" | "gcp" | "cert";
  readonly mount: string;
  readonly role: string;
  readonly boundClaims: Readonly<Record<string, string>>;
  readonly policy: string;
  readonly why: string;
  readonly alternatives: readonly { readonly method: string; readonly why: string }[];
}

export interface EntryLocation extends Location {
  readonly rule: string;
  readonly confidence: Confidence;
  /** Full path of the project or group, or the folder. */
  readonly targetPath: string;
  readonly targetKind: Target["kind"];
  /** Of the finding: stays when lines move. */
  readonly fingerprint: Fingerprint;
}

/** Somebody to ask about a secret. */
export interface EntryOwner {
  /** `@user`, `@group/sub`, `@@role` or an e-mail address. Text of unknown authors. */
  readonly name: string;
  /** What makes them the one to ask: named for the path in CODEOWNERS, or a role in the project or group. */
  readonly role: "code-owner" | "owner" | "maintainer";
  /** Full path of the project or group that says so. */
  readonly of: string;
}

export interface Entry {
  readonly id: SecretId;
  /** The most specific rule that found it. */
  readonly kind: string;
  readonly provider: string;
  readonly title: string;
  readonly preview: string;
  readonly severity: Severity;
  /** Why this severity, in the order the reasons were applied. */
  readonly reasons: readonly string[];
  readonly confidence: Confidence;
  readonly activeness: "active" | "inactive" | "unknown";
  /** False for hidden variables: the entry is known by name only. */
  readonly valueKnown: boolean;
  readonly tags: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
  /** ISO 8601 date of the oldest commit that shows it, or null. */
  readonly firstSeen: string | null;
  readonly locations: readonly EntryLocation[];
  readonly usages: readonly Usage[];
  /** Who is to be asked, the closest first; absent where the facts say nothing of owners. */
  readonly owners?: readonly EntryOwner[];
  /** How many more there are than those listed; absent if none. */
  readonly moreOwners?: number;
  /** Null: do not store it (revoke, or replace by workload identity); `actions` says what instead. */
  readonly target: VaultTarget | null;
  readonly access: readonly Access[];
  /** What to do, in order. */
  readonly actions: readonly { readonly kind: string; readonly why: string }[];
  /** 0 revoke now, 1 production static, 2 shared duplicates, 3 the rest, 4 clean-up. */
  readonly wave: 0 | 1 | 2 | 3 | 4;
  /** Why this wave. */
  readonly waveReason?: string;
}

export interface Inventory {
  readonly version: 1;
  readonly run: Run | null;
  readonly entries: readonly Entry[];
  readonly targets: readonly { readonly target: Target; readonly coverage: Coverage }[];
  readonly gaps: readonly (TargetGap & { readonly targetPath: string })[];
  /** Secrets that were left out because they are ignored wherever they stand, by who ignores them; absent if none. */
  readonly ignored?: Readonly<Record<"repository" | "operator" | "baseline", number>>;
}
