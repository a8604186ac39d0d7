/** Values that only point at a secret: variables, templates, secret-manager addresses, encrypted blobs. */
import type { Filter } from "../candidate.ts";

/** Whole-value forms per platform: shell, CI templates, Helm/Jinja, Terraform, secret managers, sealed values. */
const REFERENCES: readonly RegExp[] = [
  // Shell and CI variables, also inside quotes or with a modifier: $X, ${X}, ${X:?msg}, $env:X, %X%, $$X
  /^["']?\$\$?(?:env:)?\{?[A-Za-z_]\w*(?:[:?+#%/^,@-][^}]*)?\}?["']?$/i,
  /^%[\w.:/!-]+%$/,
  // Command substitution and arithmetic: $(…), `…`
  /^\$\(.*\)?$/s,
  /^`.*`?$/s,
  // GitHub/Azure ${{ … }}, Helm/Jinja/Go {{ … }}, CircleCI << … >>, GitLab $[[ inputs.x ]], ERB, Ruby #{…}
  /^\$?\{\{.*$/s,
  /^\{%.*$/s,
  /^<<.*$/s,
  /^\$\[.*$/s,
  /^<%.*$/s,
  /^#\{.*\}?$/s,
  // Terraform and HCL addresses; YAML aliases and GitLab !reference
  /^(?:var|local|data|module|each|path|self)\.[\w.[\]"'*-]+$/,
  /^!reference\b/,
  /^[*&][A-Za-z_][\w-]*$/,
  // Secret managers: Vault agent/vals/bank-vaults, AWS, GCP, Azure, 1Password
  /^(?:ref\+)?vault(?:s?:|\+)/i,
  /^arn:aws[\w-]*:(?:secretsmanager|ssm|kms):/,
  /^projects\/[^/]+\/secrets\//,
  /^@Microsoft\.KeyVault\(/,
  /^op:\/\//,
  /^(?:secret|ssm|sm|gcp-?secret|aws-?secret|azure-?kv|keyvault|doppler):\/\//i,
  // Encrypted at rest: SOPS, Ansible Vault, Spring, Jenkins, eyaml
  /^ENC\[/,
  /^\$ANSIBLE_VAULT;/,
  /^\{cipher\}/,
  /^ENC\(/,
  /^credentialsJSON:[0-9a-f-]{36}$/,
];

export const reference: Filter = ({ value }) => {
  const trimmed = value.trim();
  return REFERENCES.some((form) => form.test(trimmed)) ? { dropped: "reference" } : null;
};

/** A template or interpolation begins anywhere inside (its end may lie beyond what the rule took): not a literal. */
const EMBEDDED = /\$\{|\$\(|\{\{|<%|#\{|\$\[\[|%\([A-Za-z_]\w*\)s|\$[A-Za-z_]\w+/;

/** For loose rules: a value put together from variables. Token formats cannot contain these. */
export const interpolation: Filter = ({ value }) =>
  EMBEDDED.test(value) ? { dropped: "interpolation" } : null;
