/** Which files are pipelines and deployments, and how each is read: by path first, then by marks in their head. */

export type Platform =
  | "gitlab"
  | "github"
  | "azure"
  | "circleci"
  | "travis"
  | "compose"
  | "kubernetes"
  | "helm"
  | "ansible"
  | "other";

export type Reader =
  | "yaml"
  | "dockerfile"
  | "dotenv"
  | "makefile"
  | "shell"
  | "powershell"
  | "cmd"
  | "groovy"
  | "hcl"
  | "xml"
  | "inventory";

export interface FileKind {
  readonly reader: Reader;
  readonly platform: Platform;
}

const kind = (reader: Reader, platform: Platform = "other"): FileKind => ({ reader, platform });

/** Paths in lower case with `/`, from the start or after a slash; the first that fits decides. */
const PATHS: readonly (readonly [RegExp, FileKind])[] = [
  // GitLab CI: the file, customary folders, component repositories
  [/(?:^|\/)[\w.-]*\.?gitlab-ci(?:[\w.-]*)?\.ya?ml$/, kind("yaml", "gitlab")],
  [/(?:^|\/)\.gitlab\/(?:ci|jobs|pipelines?|templates)\/.*\.ya?ml$/, kind("yaml", "gitlab")],
  [/(?:^|\/)(?:gitlab-)?ci\/[\w./-]*\.ya?ml$/, kind("yaml", "gitlab")],
  // GitHub: workflows, actions, Dependabot; Gitea and Forgejo read the same
  [/(?:^|\/)\.(?:github|gitea|forgejo)\/(?:workflows|actions)\/.*\.ya?ml$/, kind("yaml", "github")],
  [/(?:^|\/)(?:action|dependabot)\.ya?ml$/, kind("yaml", "github")],
  // Azure
  [/(?:^|\/)[\w.-]*azure-?pipelines?[\w.-]*\.ya?ml$/, kind("yaml", "azure")],
  [/(?:^|\/)\.?(?:azure-?pipelines?|azuredevops|pipelines?|vsts)\/.*\.ya?ml$/, kind("yaml", "azure")],
  [/(?:^|\/)\.vsts-?ci\.ya?ml$/, kind("yaml", "azure")],
  // CircleCI, Travis, others
  [/(?:^|\/)\.circleci\/.*\.ya?ml$|(?:^|\/)circle\.ya?ml$/, kind("yaml", "circleci")],
  [/(?:^|\/)[\w.-]*\.?travis[\w.-]*\.ya?ml$/, kind("yaml", "travis")],
  [
    /(?:^|\/)(?:bitbucket-pipelines|\.?appveyor|\.?cirrus|\.?drone|\.?woodpecker|cloudbuild[\w.-]*|buildspec[\w.-]*|skaffold|codefresh|bitrise|shippable|wercker|\.?scrutinizer|\.semaphore|semaphore|\.gitpod|serverless|render|app|taskfile|concourse[\w.-]*|pipeline[\w.-]*|\.?readthedocs|\.teamcity|jenkins|casc[\w.-]*)\.ya?ml$/,
    kind("yaml"),
  ],
  [
    /(?:^|\/)(?:\.woodpecker|\.buildkite|\.semaphore|\.drone|\.cirrus|\.tekton|tekton|casc_configs|\.expeditor|concourse)\/.*\.ya?ml$/,
    kind("yaml"),
  ],
  [/(?:^|\/)cloudbuild[\w.-]*\.json$/, kind("yaml")],
  // Compose, Helm, Ansible
  [
    /(?:^|\/)[\w.-]*(?:docker-?)?compose[\w.-]*\.ya?ml$|(?:^|\/)(?:docker-)?stack[\w.-]*\.ya?ml$/,
    kind("yaml", "compose"),
  ],
  [
    /(?:^|\/)(?:helm|charts?)\/.*\.(?:ya?ml|tpl)$|(?:^|\/)(?:values|helmfile)[\w.-]*\.ya?ml$/,
    kind("yaml", "helm"),
  ],
  [/(?:^|\/)kustomization\.ya?ml$/, kind("yaml", "kubernetes")],
  [
    /(?:^|\/)(?:group_vars|host_vars|playbooks?|roles\/[^/]+\/(?:vars|defaults|tasks|handlers)|inventor(?:y|ies)|ansible)\/(?:.*\/)?[\w.-]+\.ya?ml$/,
    kind("yaml", "ansible"),
  ],
  [/(?:^|\/)(?:group_vars|host_vars)\/(?:.*\/)?[\w-]+$/, kind("yaml", "ansible")],
  [
    /(?:^|\/)(?:inventor(?:y|ies)|ansible)\/(?:.*\/)?(?:[\w-]+\.ini|[\w-]*hosts)$/,
    kind("inventory", "ansible"),
  ],
  // Jenkins and TeamCity
  [/(?:^|\/)jenkinsfile[\w.-]*$|\.jenkinsfile$|\.jenkins$/, kind("groovy")],
  [
    /(?:^|\/)(?:jenkins|vars|pipelines?|ci)\/(?:.*\/)?[\w.-]+\.groovy$|(?:^|\/)(?:seed|dsl|jobs?)[\w.-]*\.groovy$/,
    kind("groovy"),
  ],
  [/(?:^|\/)\.teamcity\/.*\.kts?$/, kind("groovy")],
  [/(?:^|\/)\.teamcity\/.*\.xml$/, kind("xml")],
  // Images, Terraform, environment files, scripts
  [/(?:^|\/)(?:[\w.-]*\.)?(?:docker|container)file(?:[._-][\w.-]+)?$/, kind("dockerfile")],
  [/\.(?:tf|tfvars|hcl|nomad)(?:\.(?:example|sample))?$/, kind("hcl")],
  [
    /(?:^|\/)(?:\.env(?:[._-][\w.-]+)?|[\w-]+\.env(?:[._-](?:example|sample|dist|template))?|\.envrc|\.flaskenv)$/,
    kind("dotenv"),
  ],
  [/(?:^|\/)(?:gnu)?makefile(?:[._-][\w.-]+)?$|\.mk$|(?:^|\/)\.?justfile$/, kind("makefile")],
  [/\.(?:sh|bash|zsh|ksh|bats|command)(?:\.(?:example|sample|dist))?$/, kind("shell")],
  [/\.(?:ps1|psm1|psd1)$/, kind("powershell")],
  [/\.(?:bat|cmd)$/, kind("cmd")],
];

/** Keys at the start of lines, and those further in. */
interface Outline {
  readonly top: ReadonlySet<string>;
  readonly inner: ReadonlySet<string>;
  /** The text is a list. */
  readonly isList: boolean;
}

const KEY_LINE = /^([ \t]*)(?:(-)[ \t]+)?["']?([A-Za-z_.][\w.-]{0,60})["']?:(?=\s|$)/gm;

const readOutline = (head: string): Outline => {
  const [top, inner] = [new Set<string>(), new Set<string>()];
  let isList = false;
  for (const [, indent = "", dash, key = ""] of head.matchAll(KEY_LINE)) {
    if (indent === "" && dash === undefined) top.add(key);
    else inner.add(key);
    isList ||= indent === "" && dash !== undefined;
  }
  return { top, inner, isList };
};

const hasAny = (keys: ReadonlySet<string>, words: string): boolean =>
  words.split(" ").some((word) => keys.has(word));

/** For YAML (and JSON, which is YAML) that no path tells; the first that fits decides. */
const OUTLINES: readonly (readonly [(outline: Outline) => boolean, FileKind])[] = [
  [({ top }) => top.has("apiVersion") && top.has("kind"), kind("yaml", "kubernetes")],
  [({ top, inner }) => top.has("services") && hasAny(inner, "image build"), kind("yaml", "compose")],
  [
    ({ top, inner }) => (top.has("on") && top.has("jobs")) || (top.has("runs") && inner.has("using")),
    kind("yaml", "github"),
  ],
  [
    ({ top, inner }) =>
      top.has("version") &&
      hasAny(top, "jobs orbs executors workflows") &&
      hasAny(inner, "docker machine steps run"),
    kind("yaml", "circleci"),
  ],
  [
    ({ top, inner }) =>
      hasAny(top, "trigger pool steps stages jobs resources extends parameters variables") &&
      hasAny(inner, "task bash pwsh powershell vmImage displayName deployment"),
    kind("yaml", "azure"),
  ],
  [
    ({ top, inner }) =>
      hasAny(inner, "script extends trigger before_script rules") ||
      (top.has("spec") && inner.has("inputs")) ||
      (hasAny(top, "stages before_script after_script") && top.size > 1),
    kind("yaml", "gitlab"),
  ],
  [
    ({ inner, isList }) =>
      isList &&
      hasAny(
        inner,
        "hosts tasks roles become vars gather_facts register when with_items loop notify import_playbook",
      ),
    kind("yaml", "ansible"),
  ],
  [
    ({ top }) =>
      hasAny(
        top,
        "env_variables substitutions phases AWSTemplateFormatVersion resource_types pipeline steps",
      ),
    kind("yaml"),
  ],
];

const YAML_NAME = /\.(?:ya?ml|yml\.j2|ya?ml\.(?:tpl|tmpl|template|dist|example|sample|gotmpl))$/;
const JSON_MARKS = /"(?:apiVersion|containerDefinitions|AWSTemplateFormatVersion)"\s*:/;
const SHEBANG = /^#!\s?\/(?:usr\/)?(?:local\/)?bin\/(?:env\s+(?:-S\s+)?)?(?:ba|z|da|a|k)?sh\b/;

/** Enough of a file to see what it is. */
export const HEAD_LENGTH = 8192;

/** Endings that are never any of these: most files are settled here. */
const OTHERS = new Set(
  (
    "js mjs cjs jsx ts tsx mts cts vue svelte css scss less html htm md mdx rst txt adoc py pyi ipynb go rs java kt scala rb php c h cc cpp cxx " +
    "hh hpp m mm cs fs vb swift dart lua pl pm r jl ex exs erl hs clj sql graphql proto svg png jpg jpeg gif ico pdf woff woff2 ttf lock sum " +
    "csv tsv po pot snap map zip gz tar jar class wasm so a o bin"
  ).split(" "),
);

/** Longer paths are told by their end. */
const MAX_PATH = 400;

/** @param head the first characters of the text. */
export const classifyFile = (path: string, head: string): FileKind | null => {
  const lower = path.slice(-MAX_PATH).replaceAll("\\", "/").toLowerCase();
  if (OTHERS.has(lower.slice(lower.lastIndexOf(".") + 1))) return null;
  const byPath = PATHS.find(([form]) => form.test(lower))?.[1];
  if (byPath !== undefined) return byPath;
  if (YAML_NAME.test(lower)) {
    const outline = readOutline(head.slice(0, HEAD_LENGTH));
    return OUTLINES.find(([isFit]) => isFit(outline))?.[1] ?? null;
  }
  if (lower.endsWith(".json"))
    return JSON_MARKS.test(head.slice(0, HEAD_LENGTH)) ? kind("yaml", "kubernetes") : null;
  return head.startsWith("#!") && SHEBANG.test(head.slice(0, 80)) ? kind("shell") : null;
};

export const isDeploymentFile = (path: string, head: string): boolean => classifyFile(path, head) !== null;

/** Files to be copied and filled in. */
export const isTemplateFile = (path: string): boolean =>
  /[._-](?:example|sample|template|tmpl|tpl|dist|default|defaults|skel|stub)(?:[._-]|$)|(?:^|\/)(?:example|sample)\./i.test(
    path.replace(/^.*[/\\]/, ""),
  );
