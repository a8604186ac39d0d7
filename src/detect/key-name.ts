/** The name a value is assigned to, for naming its place in Vault. */

/** What ends in `name =`, `name: "`, `name => '`, `"name": "`. */
const ASSIGNMENT = /([A-Za-z][A-Za-z_.-]{1,38}\d{0,2})["'\]]{0,2}\s{0,8}(?::=|=>|=|:)\s{0,8}["'`]?$/;
/** Without one of these it could be the other half of a pair, and that may be a secret itself. */
const SPEAKING = /pass|pwd|secret|token|key|cred|auth|dsn|uri|url|cert|salt|webhook/i;

/**
 * @param before text right before the value, some dozen characters of its line.
 * @returns a name that is plainly one (letters, with at most two digits at the end), or null.
 */
export const findKeyName = (before: string): string | null => {
  const name = ASSIGNMENT.exec(before)?.[1];
  return name !== undefined && SPEAKING.test(name) ? name : null;
};
