/** How an organisation lays out its Vault: the few names every other file here builds on. */

export interface VaultLayout {
  /** Mount of the KV version 2 engine. */
  readonly kvMount: string;
  /** Mount of the JWT auth method; one per GitLab instance. */
  readonly jwtMount: string;
}

export const DEFAULT_LAYOUT: VaultLayout = { kvMount: "kv", jwtMount: "gitlab" };

/** Stands where the name of an environment would, for what belongs to no single one. */
export const ANY_ENVIRONMENT = "all";
