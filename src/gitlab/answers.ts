/** What GitLab answers, checked on arrival: unknown fields are dropped, optional ones get the port's defaults. */
import * as v from "valibot";
import { makeError } from "../model/errors.ts";
import type { GitLabGroup, GitLabProject, GitLabVariable, TokenIdentity } from "./gitlab.ts";

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
// Unset booleans come as false, any other unset field as null or not at all (docs.gitlab.com/api/rest).
const text = v.nullish(v.string(), "");
const textOrNull = v.nullish(v.string(), null);
const flag = v.nullish(v.boolean(), false);
/** git takes far more than web addresses (`ext::`, `file:`, options): nothing else may pass for one. */
const cloneUrl = v.nullish(v.pipe(v.string(), v.regex(/^$|^https?:\/\/\S+$/)), "");

export const tokenIdentity = v.pipe(
  v.object({
    name: text,
    scopes: v.nullish(v.array(v.string()), []),
    expires_at: textOrNull,
    active: v.nullish(v.boolean(), true),
  }),
  v.transform((raw): TokenIdentity => ({
    name: raw.name,
    scopes: raw.scopes,
    expiresAt: raw.expires_at,
    active: raw.active,
  })),
);

export const group = v.pipe(
  v.object({ id, name: v.string(), full_path: v.string(), parent_id: v.nullish(id, null), web_url: text }),
  v.transform((raw): GitLabGroup => ({
    id: raw.id,
    name: raw.name,
    fullPath: raw.full_path,
    parentId: raw.parent_id,
    webUrl: raw.web_url,
  })),
);

export const project = v.pipe(
  v.object({
    id,
    name: v.string(),
    path_with_namespace: v.string(),
    web_url: text,
    http_url_to_repo: cloneUrl,
    namespace: v.object({ id, kind: v.picklist(["group", "user"]), full_path: v.string() }),
    default_branch: textOrNull,
    archived: flag,
    empty_repo: flag,
    visibility: text,
    forked_from_project: v.nullish(v.object({}), null),
    repository_access_level: text,
    builds_access_level: text,
    ci_config_path: text,
    last_activity_at: text,
  }),
  v.transform((raw): GitLabProject => ({
    id: raw.id,
    name: raw.name,
    pathWithNamespace: raw.path_with_namespace,
    webUrl: raw.web_url,
    httpUrlToRepo: raw.http_url_to_repo === "" ? null : raw.http_url_to_repo,
    namespace: { id: raw.namespace.id, kind: raw.namespace.kind, fullPath: raw.namespace.full_path },
    defaultBranch: raw.default_branch,
    archived: raw.archived,
    emptyRepo: raw.empty_repo,
    visibility: raw.visibility,
    isFork: raw.forked_from_project !== null,
    repositoryAccessLevel: raw.repository_access_level,
    buildsAccessLevel: raw.builds_access_level,
    ciConfigPath: raw.ci_config_path,
    lastActivityAt: raw.last_activity_at,
  })),
);

export const variable = v.pipe(
  v.object({
    key: v.string(),
    value: textOrNull,
    variable_type: text,
    protected: flag,
    masked: flag,
    hidden: flag,
    raw: flag,
    environment_scope: v.nullish(v.string(), "*"),
  }),
  v.transform((raw): GitLabVariable => ({
    key: raw.key,
    value: raw.value,
    // A type we do not know yet is still a variable with a value.
    variableType: raw.variable_type === "file" ? "file" : "env_var",
    protected: raw.protected,
    masked: raw.masked,
    hidden: raw.hidden,
    raw: raw.raw,
    environmentScope: raw.environment_scope,
  })),
);

export const list = v.array(v.unknown());

const bad = (what: string, detail: string): Error => makeError("GITLAB_BAD_ANSWER", [{ what, detail }]);

/** JSON of a body, or GITLAB_BAD_ANSWER. The parser's own message is dropped: it quotes the text. */
export const readJson = (body: string | null, what: string): unknown => {
  if (body === null) throw bad(what, "it is too large");
  try {
    return JSON.parse(body);
  } catch {
    throw bad(what, body.trimStart().startsWith("<") ? "it is a web page, not JSON" : "it is not JSON");
  }
};

/** The value as the schema has it, or GITLAB_BAD_ANSWER. Issue messages are dropped: they quote the value. */
export const check = <Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> => {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? "the whole";
  const isMissing = issue.received === "undefined";
  throw bad(what, `${place} ${isMissing ? "is missing" : `should be ${issue.expected ?? "another value"}`}`);
};
