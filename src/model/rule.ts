/** A detection definition as `patterns/*.yml` holds it. Format: docs/adding-a-rule.md. */
import type { RuleId } from "./ids.ts";
import type { Severity } from "./severity.ts";

/** Which finding wins where two claim the same characters: the earlier one. */
export const SPECIFICITIES = ["token", "structure", "generic"] as const;
export type Specificity = (typeof SPECIFICITIES)[number];

/** Vault secrets engines a kind can belong in; `kv` is KV version 2, `none` means: do not store. */
export const ENGINES = [
  "kv",
  "aws",
  "azure",
  "gcp",
  "database",
  "ssh",
  "pki",
  "kubernetes",
  "rabbitmq",
  "consul",
  "nomad",
  "terraform",
  "ldap",
  "mongodbatlas",
  "transit",
  "totp",
  "alicloud",
  "none",
] as const;
export type Engine = (typeof ENGINES)[number];

/** How a kind moves to Vault. */
export interface VaultHint {
  /** Best engine; when it is not `kv`, KV v2 is the pragmatic first step unless `store` is false. */
  readonly engine: Engine;
  /** Family used for defaults: `forge-token`, `cloud-key`, `database-url`, `private-key`, `api-key`, `password`, … */
  readonly class: string;
  /** KV field name: `token`, `password`, `private_key`, `url`, … */
  readonly field: string;
  /** False: revoke or replace by workload identity, never store (Vault tokens, job tokens). */
  readonly store: boolean;
  /** What to use instead or how to rotate, one sentence. */
  readonly rotation: string;
}

/** What goes with a secret and is public by its provider's documentation: it becomes a fact of the secret. */
export interface Partner {
  /** Findings of these rules; they become part of the secret's. */
  readonly rules?: readonly string[] | undefined;
  /** Or a text that fits this expression: a named value beside the secret; without `names` on the secret's own line. */
  readonly value?: string | undefined;
  /** Expression over the words of the name, lower case with single spaces (`client id`). */
  readonly names?: string | undefined;
  /** A value found by its name alone is a secret of this rule if it stands with such a finding and fits this. */
  readonly claims?: string | undefined;
}

export interface Rule {
  readonly id: RuleId;
  readonly title: string;
  readonly provider: string;
  readonly specificity: Specificity;
  /** Literals; every match of the pattern contains at least one. Case counts unless `ignoreCase`. */
  readonly keywords: readonly string[];
  /** JavaScript regular expression source with exactly one group named `secret`; null for rules by name or declaration. */
  readonly pattern: string | null;
  /** Expression over the name of a value the judge takes for a credential; "" is the name of what has none. Else null. */
  readonly names: string | null;
  readonly ignoreCase: boolean;
  /** Bytes looked at around a keyword hit; within its line unless `multiline`. */
  readonly window: { readonly before: number; readonly after: number; readonly multiline: boolean };
  /** Least Shannon entropy of the secret in bits per character, or 0. */
  readonly entropy: number;
  /** Names from the checksum registry; all must pass. */
  readonly checksum: string | null;
  /** Names of extra filters from the filter registry, beside those every rule of this specificity gets. */
  readonly filters: readonly string[];
  /** Patterns over the secret; a match drops the candidate. */
  readonly allow: readonly string[];
  readonly severity: Severity;
  /** Name of the fact → what it is read from. */
  readonly pair?: Readonly<Record<string, Partner>> | undefined;
  readonly vault: VaultHint;
  /** Templates (src/rules/template.ts): each must be found … */
  readonly examples: readonly string[];
  /** … and each of these must not. */
  readonly counterexamples: readonly string[];
  readonly references: readonly string[];
}
