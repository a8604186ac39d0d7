/** Values that point at a secret instead of being one, by the reference syntax of each platform. */

/** Whole values. */
const REFERENCES: readonly RegExp[] = [
  // Shell, GitLab, Bitbucket, Travis …: $X, ${X…}, $$X, PowerShell $env:X and ${env:X}, positional $1
  /^\$\$?(?:env:)?\{?[A-Za-z_][\w.]*(?:[:?+#%/^,@=-][^}]*)?\}?$/i,
  /^\$\$?[\d@*#?!$]$/,
  /^\$\{[^}]*\}$/,
  // cmd %X%; TeamCity %env.X%, %vault:path!/key%
  /^%{1,2}[\w.:/!~ -]+%{1,2}$/,
  // Command substitution, Azure macros, Tekton and Kubernetes $(x), Make $(X)
  /^\$\(.*\)?$/s,
  /^`.*`?$/s,
  // GitHub and Azure ${{ … }}, Azure $[ … ], GitLab $[[ … ]]; Helm, Jinja, Go {{ … }} and {% … %}
  /^\$?\{\{.*$/s,
  /^\{[%#].*$/s,
  /^\$\[.*$/s,
  // CircleCI << … >>, Concourse ((x)), ERB, Ruby #{…}
  /^<<.*$/s,
  /^\(\(.*\)\)$/s,
  /^<%.*$/s,
  /^#\{.*$/s,
  // Terraform and HCL addresses; YAML aliases and GitLab !reference; Spring ${x:y} is above
  /^(?:var|local|data|module|each|path|self|random_\w+|aws_\w+|google_\w+|azurerm_\w+|vault_\w+)\.[\w.[\]"'*-]+$/,
  /^!reference\b/,
  /^\*[A-Za-z_][\w-]*$/,
  // Secret managers: Vault (vals, bank-vaults, path#key, plugin <path:…>), AWS, GCP, Azure, 1Password and others
  /^(?:ref\+|vault:|vault\+|secretref:|awssm:|op:\/\/|sops:|env:|file:|keyvault:|keyring:|pass:\/\/)/i,
  /^(?:secret|ssm|sm|gcp-?secret|aws-?secret|azure-?kv|keyvault|doppler|vault|infisical):\/\//i,
  /^<path:.*>$/,
  /^(?:secret|kv|kv2|kv-v2|cubbyhole)\/(?:[\w.{}$*+-]+\/)*[\w.{}$*+-]+(?:#[\w.-]+|!\/?[\w.-]+|@[\w-]+)?(?:\s.*)?$/,
  /^arn:aws[\w-]*:/,
  /^projects\/[^/]+\/secrets\//,
  /^@Microsoft\.KeyVault\(/,
  /^\{\{resolve:/,
  // Encrypted at rest: SOPS, Ansible Vault, Spring, Jenkins, Jasypt, Travis, TeamCity
  /^ENC\[/,
  /^ENC\(/,
  /^DEC(?:::|\()/,
  /^\$ANSIBLE_VAULT;/,
  /^\{cipher\}/,
  /^\{AQAAAB[\w+/=]+\}$/,
  /^credentialsJSON:[0-9a-f-]{36}$/,
  // Jenkins bindings, code that asks the environment
  /^credentials\(/,
  /^(?:os\.|process\.|System\.)?(?:env|environ|getenv)\b[.[(]/,
  /^@(?:env|keychain|file):/,
  /^(?:env|file|fd):[\w./-]+$/,
];

export const isReference = (value: string): boolean => {
  const trimmed = value.trim();
  return REFERENCES.some((form) => form.test(trimmed));
};

/** Where an interpolation begins inside a text that no shell reader has taken apart. */
const OPENING =
  /(?<!\$)\$(?:\{|\(|\[|[A-Za-z_]\w)|\{\{|\{%|<<\s{0,4}(?:pipeline|parameters|matrix)\b|<%|#\{|%\([A-Za-z_]\w*\)s|%[A-Za-z_][\w.]{1,60}%|\(\([\w./:-]{1,80}\)\)|\$\$\{/g;

const MAY_OPEN = /[$%{<(#]/;
const NONE: readonly number[] = [];

/** Indexes at which variables, substitutions and templates begin. */
export const findOpens = (text: string): readonly number[] =>
  MAY_OPEN.test(text) ? [...text.matchAll(OPENING)].map(({ index }) => index) : NONE;
