/** Which CI/CD variables a job sees: GitLab's environment scopes. */

/** `maybe`: the job's environment holds a variable whose value is known at run time only. */
export type ScopeMatch = "yes" | "maybe" | "no";

/** GitLab refuses longer names of environments. */
const NAME_LIMIT = 255;
/** `$X`, `${X}`, and inputs `$[[ inputs.x ]]`. */
const VARIABLE = /\$\[\[[^\]]*\]\]|\$\{[^}]*\}|\$\w+/g;
/** Stands for what a variable may hold; no scope contains it, so only `*` matches it. */
const UNKNOWN = "\u0000";

/** The environment with its variables as `*`, or null where nothing fixed is left. */
export const generaliseEnvironment = (environment: string | null): string | null => {
  if (environment === null || environment === "" || environment.length > NAME_LIMIT) return null;
  const pattern = environment.replaceAll(VARIABLE, "*").replaceAll(/\*{2,}/g, "*");
  return pattern === "*" ? null : pattern;
};

/** `*` matches any characters, everything else itself (GitLab turns it into SQL `LIKE`). No backtracking. */
const matchesGlob = (glob: string, text: string): boolean => {
  const pieces = glob.split("*");
  const head = pieces[0] ?? "";
  const tail = pieces.at(-1) ?? "";
  if (pieces.length === 1) return glob === text;
  if (!text.startsWith(head)) return false;
  let position = head.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, position);
    if (found === -1) return false;
    position = found + piece.length;
  }
  return text.length - tail.length >= position && text.endsWith(tail);
};

const agree = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
const reverse = (text: string): string => [...text].toReversed().join("");

/** Whether some value of the variables could match: the fixed starts and ends must not contradict each other. */
const couldMatch = (scope: string, environment: string): boolean => {
  const [scopeHead = "", ...scopeRest] = scope.split("*");
  const [head = "", ...rest] = environment.split(UNKNOWN);
  const tail = reverse(rest.at(-1) ?? "");
  if (scopeRest.length === 0) return scope.startsWith(head) && reverse(scope).startsWith(tail);
  return agree(scopeHead, head) && agree(reverse(scopeRest.at(-1) ?? ""), tail);
};

/**
 * Whether a job in the environment sees a variable of the scope. A job without environment sees `*` only
 * (docs.gitlab.com/ci/environments, "Limit the environment scope of a CI/CD variable").
 */
export const matchScope = (scope: string, environment: string | null): ScopeMatch => {
  if (scope === "*") return "yes";
  if (environment === null || environment === "") return "no";
  if (environment.length > NAME_LIMIT) return "maybe";
  const known = environment.replaceAll(VARIABLE, UNKNOWN);
  if (matchesGlob(scope, known)) return "yes";
  return known.includes(UNKNOWN) && couldMatch(scope, known) ? "maybe" : "no";
};

/** Ranks of {@link rankScope}, the one that wins first. */
export const SCOPE_RANKS = ["exact", "pattern", "any"] as const;

/** Which scope wins where several match: the exact name, then patterns, then `*` (GitLab's HasEnvironmentScope). */
export const rankScope = (scope: string): (typeof SCOPE_RANKS)[number] => {
  if (scope === "*") return "any";
  return scope.includes("*") ? "pattern" : "exact";
};
