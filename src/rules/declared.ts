/** Rules without a pattern: GitLab itself says that these are secrets. */
import { ruleId } from "../model/ids.ts";
import type { Rule } from "../model/rule.ts";

const declare = (id: string, title: string, rotation: string): Rule => ({
  id: ruleId(id),
  title,
  provider: "gitlab",
  specificity: "generic",
  keywords: [],
  pattern: null,
  names: null,
  ignoreCase: false,
  window: { before: 0, after: 0, multiline: false },
  entropy: 0,
  checksum: null,
  filters: [],
  allow: [],
  severity: "medium",
  vault: { engine: "kv", class: "ci-variable", field: "value", store: true, rotation },
  examples: [],
  counterexamples: [],
  references: ["https://docs.gitlab.com/ci/variables/"],
});

/** A variable somebody marked as masked: a secret by declaration, whatever it looks like. */
export const MASKED_VARIABLE = declare(
  "ci-variable-masked",
  "Masked CI/CD variable",
  "Rotate at its origin, then store the new value; the variable is removed once the pipeline reads Vault.",
);
/** A variable nobody can read back (`hidden`, GitLab 17.6): known by name only. */
export const HIDDEN_VARIABLE = declare(
  "ci-variable-hidden",
  "Hidden CI/CD variable (value unreadable)",
  "Its owner must write the value to Vault; GitLab cannot give it back.",
);

/** A deploy token, access token, trigger or deploy key that GitLab lists by name and shows to nobody. */
export const ISSUED_CREDENTIAL = declare(
  "gitlab-issued-credential",
  "Credential that GitLab has issued (value unreadable)",
  "Find out who uses it; issue a new one straight into Vault, then revoke this one.",
);

export const DECLARED_RULES: readonly Rule[] = [MASKED_VARIABLE, HIDDEN_VARIABLE, ISSUED_CREDENTIAL];
