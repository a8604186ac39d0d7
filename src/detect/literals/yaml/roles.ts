/** What keys of pipeline and deployment files mean: which hold scripts, command words, variables, and which nothing of ours. */
import type { Platform } from "../deployment-file.ts";

export type Role =
  /** Shell text, or a list of it. */
  | "script"
  | "powershell"
  /** A command line, or a list of its words. */
  | "command"
  /** Options of `docker create`. */
  | "container-options"
  /** Names and values that reach a process. */
  | "variables"
  /** Nothing here is a value. */
  | "skip"
  | null;

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

const SCRIPTS = set(
  "script before_script after_script run bash sh shell raw commands cmds inlinescript script_content install before_install " +
    "after_install after_success after_failure before_deploy after_deploy before_cache before_build build_script after_build before_test " +
    "test_script after_test deploy_script on_success on_failure on_finish setup teardown pre post override win_shell pre_script " +
    "post_script postcreatecommand onstart prestart poststart user_data userdata runcmd bootcmd init_script startup_script pre_build " +
    "post_build healthcheck health_cmd exec",
);
const COMMANDS = set("command cmd entrypoint args arguments test command_line commandline win_command argv");
const POWERSHELLS = set("powershell pwsh ps win_powershell");
const VARIABLES = set(
  "variables env environment envs env_vars envvars env_variables environment_variables environmentvariables vars extra_vars params " +
    "parameters build_args buildargs build_arg substitutions stringdata data binarydata global matrix with settings inputs defaults " +
    "variable config_vars runtime_variables set_fact extraenv extraenvvars podenv containerenv arguments_map secretenvs env_file_content literals secretliterals",
);
/** Whole subtrees that refer to what is kept elsewhere. */
const REFERRING = set(
  "secretkeyref configmapkeyref fieldref resourcefieldref valuefrom envfrom imagepullsecrets secretref secretkeyselector " +
    "passwordsecretref tokensecretref from_secret secretname existingsecret credentialsid secret_name openapiv3schema",
);
/** Texts for people, conditions, names of results. */
const TEXTS = set("description summary title help comment displayname display_name register when if prompt");

/** `ansible.builtin.shell` → shell, `build-args` → build_args. */
export const normaliseKey = (key: string): string =>
  key
    .slice(0, 100)
    .replace(/^(?:ansible|community|amazon)\.[\w.]*\./, "")
    .replaceAll("-", "_")
    .toLowerCase();

export interface KeyPlace {
  /** The key above, normalised. */
  readonly parent: string;
  readonly platform: Platform;
  readonly isMap: boolean;
}

export const roleOf = (key: string, { parent, platform, isMap }: KeyPlace): Role => {
  const name = normaliseKey(key);
  if (REFERRING.has(name) || (TEXTS.has(name) && !isMap)) return "skip";
  // The key of a cache opens nothing.
  if (/^keys?$/.test(name) && /cache/.test(parent)) return "skip";
  // JavaScript of actions/github-script, and options for the container runtime.
  if (platform === "github" && name === "script" && parent === "with") return null;
  if (platform === "github" && name === "options") return "container-options";
  if (name === "source" && parent === "script") return "script";
  if (POWERSHELLS.has(name)) return "powershell";
  if (name === "args" && (platform === "compose" || parent === "build")) return "variables";
  if (COMMANDS.has(name)) return "command";
  if (SCRIPTS.has(name) || /script$|commands?$/.test(name)) return "script";
  return VARIABLES.has(name) ? "variables" : null;
};

const GITLAB_KEYWORDS = set(
  "default include stages variables workflow spec image services before_script after_script cache pages_path",
);
/** Maps and lists whose members are what a user calls a job. */
const JOB_LISTS = set(
  "jobs services executors commands steps tasks containers initcontainers pipeline templates plays",
);

/** The job that begins with this key, if one does. */
export const jobOfKey = (key: string, parents: readonly string[], platform: Platform): string | undefined => {
  if (platform === "gitlab") return parents.length === 0 && !GITLAB_KEYWORDS.has(key) ? key : undefined;
  return JOB_LISTS.has(parents.at(-1) ?? "") ? key : undefined;
};

export const isJobList = (parent: string): boolean => JOB_LISTS.has(parent);
