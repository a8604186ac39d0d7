/** Every error a user can see: code → message and hint, in one place. No secret and no token belongs in any of them. */

interface Text {
  readonly message: string;
  readonly hint: string;
}

export const ERRORS = {
  PATH_NOT_FOUND: ({ path }: { path: string }): Text => ({
    message: `Nothing to scan at ${path}.`,
    hint: "Give a folder, a file or a git repository, or - for standard input.",
  }),
  GIT_MISSING: (): Text => ({
    message: "git was not found.",
    hint: "Install git 2.31 or newer and make sure it is on PATH.",
  }),
  GIT_TOO_OLD: ({ version }: { version: string }): Text => ({
    message: `git ${version} is too old.`,
    hint: "Install git 2.31 or newer; older ones ignore the settings that keep scanning safe.",
  }),
  GIT_FAILED: ({ what, detail }: { what: string; detail: string }): Text => ({
    message: `git could not ${what}: ${detail}`,
    hint: "Run `git fsck` in the repository; a damaged or partial clone is scanned as far as it can be read.",
  }),
  GIT_SHALLOW: ({ path }: { path: string }): Text => ({
    message: `${path} is a shallow clone: the history before its boundary was not scanned.`,
    hint: "Run `git fetch --unshallow`, or set GIT_DEPTH: 0 in the CI job.",
  }),
  GIT_PARTIAL: ({ path }: { path: string }): Text => ({
    message: `${path} is a partial clone: objects it does not hold were not scanned.`,
    hint: "Clone without --filter, or fetch the missing objects first.",
  }),
  GIT_OBJECT_UNREADABLE: ({ object }: { object: string }): Text => ({
    message: `Object ${object} could not be read.`,
    hint: "It is missing or corrupt; run `git fsck --full` there.",
  }),
  GIT_HISTORY_INCOMPLETE: ({ detail }: { detail: string }): Text => ({
    message: `The history could not be walked to its end: ${detail}`,
    hint: "All objects that can be read were scanned without it; run `git fsck --full` there.",
  }),
  GIT_CLONE_FAILED: ({ project, detail }: { project: string; detail: string }): Text => ({
    message: `Cannot clone ${project}: ${detail}`,
    hint: "The token needs read_repository and at least the Reporter role there.",
  }),
  GIT_LFS_NOT_READ: (): Text => ({
    message: "Files that Git LFS keeps elsewhere were not fetched: their pointers are all that was scanned.",
    hint: "Scan a checkout that holds them (`git lfs pull`) as a folder.",
  }),
  GIT_CLONE_TOO_LARGE: ({ project, gigabytes }: { project: string; gigabytes: string }): Text => ({
    message: `The repository of ${project} needs more than the ${gigabytes} GB that clones may take.`,
    hint: "Free some space, point TMPDIR to a larger disk, or allow more with --clone-space.",
  }),
  FILE_UNREADABLE: ({ path, detail }: { path: string; detail: string }): Text => ({
    message: `Cannot read ${path}: ${detail}`,
    hint: "Check its permissions.",
  }),
  LINK_SKIPPED: ({ path }: { path: string }): Text => ({
    message: `${path} is a symbolic link and was not followed.`,
    hint: "Scan its destination by itself if it belongs to you.",
  }),
  NESTED_REPOSITORY: ({ path }: { path: string }): Text => ({
    message: `${path} is a repository of its own: its history was not scanned.`,
    hint: "Run `vaultbound scan` on it by itself.",
  }),
  PIPELINE_INVALID: ({ path, detail }: { path: string; detail: string }): Text => ({
    message: `${path} is not a valid pipeline file: ${detail}`,
    hint: "It was scanned as text; which jobs use which variables is not known.",
  }),
  GITLAB_UNREACHABLE: ({ url, detail }: { url: string; detail: string }): Text => ({
    message: `Cannot reach ${url}: ${detail}`,
    hint: "Check the address (--gitlab-url or GITLAB_URL), the proxy and the network.",
  }),
  GITLAB_UNAUTHORIZED: ({ url }: { url: string }): Text => ({
    message: `${url} refused the token (401).`,
    hint: "GITLAB_TOKEN is missing, wrong, expired or revoked (it needs read_api and read_repository). All that was stored stays: run the same command with a valid token, and it continues.",
  }),
  GITLAB_FORBIDDEN: ({ what, role }: { what: string; role: string }): Text => ({
    message: `Cannot read ${what} (403).`,
    hint: `The token needs ${role} there.`,
  }),
  GITLAB_SCOPE: ({ what, scope }: { what: string; scope: string }): Text => ({
    message: `Cannot read ${what}: the token's scope is too small (403).`,
    hint: `Create a token with one of: ${scope}.`,
  }),
  GITLAB_NOT_FOUND: ({ what }: { what: string }): Text => ({
    message: `${what} was not found, or the token cannot see it (404).`,
    hint: "GitLab does not tell the two apart: check the spelling, then the token's membership.",
  }),
  GITLAB_BAD_ANSWER: ({ what, detail }: { what: string; detail: string }): Text => ({
    message: `GitLab's answer to ${what} is not what its API describes: ${detail}`,
    hint: "Is the address a GitLab, and not a login page or proxy in front of it?",
  }),
  GITLAB_LIST_LIMIT: ({ what, limit }: { what: string; limit: number }): Text => ({
    message: `GitLab lists no more than the first ${limit} of ${what} (405): what lies behind was not read.`,
    hint: "Sweep the groups or projects below by themselves, so that each list is shorter; an administrator can raise the instance's offset pagination limit.",
  }),
  GITLAB_RATE_LIMITED: ({ what }: { what: string }): Text => ({
    message: `GitLab kept refusing ${what} for too many requests (429).`,
    hint: "Run again later (it continues where it stopped), or lower --concurrency.",
  }),
  GITLAB_SERVER_ERROR: ({ what, status }: { what: string; status: number }): Text => ({
    message: `GitLab failed on ${what} (${status}) and kept failing.`,
    hint: "Run again later; it continues where it stopped.",
  }),
  EARLIER_KEPT: ({ what, count, since }: { what: string; count: number; since: string | null }): Text => ({
    message: `Findings of ${what} that could not be looked for now: ${count}. They stand as ${since === null ? "an earlier sweep" : `the sweep of ${since}`} saw them.`,
    hint: "They stay until this is read completely again and no longer holds them, or until the project is gone.",
  }),
  TARGET_FAILED: ({ path, detail }: { path: string; detail: string }): Text => ({
    message: `Reading ${path} failed: ${detail}.`,
    hint: "If disk and memory are not full, please report it; all other projects were read.",
  }),
  SETTINGS_LIMIT: ({ what, most }: { what: string; most: number }): Text => ({
    message: `There are more ${what} than the ${most} that are read.`,
    hint: "Look at the rest in GitLab before you rely on what the inventory says of them.",
  }),
  VARIABLE_HIDDEN: ({ key }: { key: string }): Text => ({
    message: `The value of ${key} is hidden: nobody can read it back.`,
    hint: "It is in the inventory by name; its owner must supply the value.",
  }),
  STORE_UNUSABLE: ({ url, detail }: { url: string; detail: string }): Text => ({
    message: `Cannot use the store ${url}: ${detail}`,
    hint: "Give a writable place with --store FILE, and free some disk space.",
  }),
  STORE_UNREACHABLE: ({ url, detail }: { url: string; detail: string }): Text => ({
    message: `Cannot reach the store ${url}: ${detail}`,
    hint: "Check address, user, password (PGPASSWORD or PGPASSFILE), sslmode and network. All that was stored stays: run the same command again, and it continues.",
  }),
  STORE_OVERTAKEN: ({ scope }: { scope: string }): Text => ({
    message: `Another process has finished this sweep of ${scope} and begun the next one.`,
    hint: "Nothing is lost: the other one goes on. Let one sweep of a scope run at a time.",
  }),
  STORE_EMPTY: ({ url }: { url: string }): Text => ({
    message: `The store ${url} holds no sweep yet.`,
    hint: "Run `vaultbound sweep GROUP` first.",
  }),
  OUTPUT_FAILED: ({ path, detail }: { path: string; detail: string }): Text => ({
    message: `Cannot write ${path}: ${detail}`,
    hint: "Check the folder, its permissions and the free disk space.",
  }),
  RULES_INVALID: ({ file, detail }: { file: string; detail: string }): Text => ({
    message: `${file} is not a valid rule file: ${detail}`,
    hint: "The format is described in docs/adding-a-rule.md.",
  }),
  RULE_OVER_BUDGET: ({ rule }: { rule: string }): Text => ({
    message: `Rule ${rule} took too long on this text and was stopped.`,
    hint: "Please report the rule; the rest of the text was scanned.",
  }),
  DECODE_LIMIT: (): Text => ({
    message: "A text holds more encoded text, or deeper nested, than is decoded.",
    hint: "What was decoded up to the limit was scanned; look at the rest by hand.",
  }),
  ARCHIVE_TOO_LARGE: ({ path, detail }: { path: string; detail: string }): Text => ({
    message: `${path} was not unpacked to its end: ${detail}.`,
    hint: "Unpack it into an empty folder and run `vaultbound scan` there; docs/limits.md has the numbers.",
  }),
  ARCHIVE_TOO_DEEP: ({ path, detail }: { path: string; detail: string }): Text => ({
    message: `${path} was not unpacked: ${detail}.`,
    hint: "Unpack it into an empty folder and run `vaultbound scan` there; docs/limits.md has the numbers.",
  }),
  ARCHIVE_ENCRYPTED: ({ path, detail }: { path: string; detail: string }): Text => ({
    message: `${path} was not unpacked: ${detail}.`,
    hint: "Whoever has the password can unpack it and run `vaultbound scan` on the folder.",
  }),
  ARCHIVE_UNSUPPORTED: ({ path, detail }: { path: string; detail: string }): Text => ({
    message: `${path} was not unpacked: ${detail}.`,
    hint: "Unpack it into an empty folder and run `vaultbound scan` there.",
  }),
  ARCHIVE_DAMAGED: ({ path, detail }: { path: string; detail: string }): Text => ({
    message: `${path} was not unpacked to its end: ${detail}.`,
    hint: "What could be read of it was scanned. Is it whole where it came from?",
  }),
  SCHEDULE_HIDDEN: ({ item }: { item: string }): Text => ({
    message: `GitLab does not show the variables of pipeline ${item} to this token.`,
    hint: "Use a token with the Maintainer role in the project.",
  }),
  CI_CONFIG_INVALID: ({ errors }: { errors: number }): Text => ({
    // GitLab's own words quote the file, and so perhaps a secret.
    message: `GitLab could not merge the CI configuration (${errors} ${errors === 1 ? "error" : "errors"}): what it includes from elsewhere was not scanned.`,
    hint: "GitLab says why in the project's pipeline editor; often an included project cannot be read with this token.",
  }),
  JOB_LOG_CUT: ({ item }: { item: string }): Text => ({
    message: `The log of ${item} is not whole: what came after its limit was not scanned.`,
    hint: "GitLab cuts logs at a size that its administrator sets; have the job print less.",
  }),
  ARTIFACT_TOO_LARGE: ({ item, name }: { item: string; name: string }): Text => ({
    message: `The artifact ${name} of ${item} is too large and was not scanned.`,
    hint: "Scan it on its own: download it and give it to `vaultbound scan`.",
  }),
  TEXT_TOO_LARGE: ({ what }: { what: string }): Text => ({
    message: `The ${what} is very large: only its beginning was scanned.`,
    hint: "Download it and give it to `vaultbound scan`.",
  }),
  CONFIG_INVALID: ({ option, detail }: { option: string; detail: string }): Text => ({
    message: `${option}: ${detail}`,
    hint: "See `vaultbound --help`.",
  }),
  TOKEN_MISSING: (): Text => ({
    message: "No GitLab token was given.",
    hint: "Set GITLAB_TOKEN (scopes read_api and read_repository), or name a file with --token-file.",
  }),
  INTERRUPTED: (): Text => ({
    message: "Interrupted.",
    hint: "Run the same command again; it continues where it stopped.",
  }),
  GITLAB_TLS: ({ url, detail }: { url: string; detail: string }): Text => ({
    message: `Cannot trust ${url}: ${detail}`,
    hint: "If a private authority signed its certificate, name that authority's PEM file with --ca-file.",
  }),
} as const;

export type ErrorCode = keyof typeof ERRORS;
type Arguments<Code extends ErrorCode> = Parameters<(typeof ERRORS)[Code]>;

/** An error with a code of {@link ERRORS}, one line for the user and a hint what to do. */
export class VaultboundError extends Error {
  override readonly name = "VaultboundError";
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, text: Text, cause?: unknown) {
    super(text.message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = text.hint;
  }
}

/** Looks the code up in {@link ERRORS}. */
export const textOf = <Code extends ErrorCode>(code: Code, ...args: Arguments<Code>): Text => {
  // Each entry takes its own arguments; TypeScript cannot follow the index through the union.
  const make = ERRORS[code] as (...given: Arguments<Code>) => Text;
  return make(...args);
};

/** @param args the entry's parameters, then optionally the cause, which is kept for debugging and never printed. */
export const makeError = <Code extends ErrorCode>(
  code: Code,
  args: Arguments<Code>,
  cause?: unknown,
): VaultboundError => new VaultboundError(code, textOf(code, ...args), cause);
