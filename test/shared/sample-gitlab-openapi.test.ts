/** Holds every JSON answer of the sample GitLab against the description of GitLab's API beside the repository. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../sample-gitlab/ask.ts";
import type { Edition } from "../sample-gitlab/edition.ts";
import { ROUTES } from "../sample-gitlab/routes.ts";
import { type SampleGitLab, startSampleGitLab } from "../sample-gitlab/server.ts";

const DESCRIPTION = fileURLToPath(new URL("../../../shared/gitlab/openapi-trimmed.json", import.meta.url));

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
}

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      { readonly get?: { readonly responses: Readonly<Record<string, { readonly content?: Content }>> } }
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

// The file is fixed reference material; a wrong shape fails the tests below.
const description = JSON.parse(readFileSync(DESCRIPTION, "utf8")) as OpenApi;

/** What identifies an object is always there; anything else may be null (the description leaves that out). */
const IDENTIFIERS = new Set([
  "id",
  "name",
  "path",
  "key",
  "full_path",
  "path_with_namespace",
  "variable_type",
  "status",
]);

/** Keys that tell the plan. */
const correctPlanKeys = (schema: string): Readonly<Record<string, Schema>> => ({
  [`${schema}.approvals_before_merge`]: { type: "integer" },
  ...Object.fromEntries(
    [
      "mirror",
      "merge_pipelines_enabled",
      "merge_trains_enabled",
      "only_allow_merge_if_all_status_checks_passed",
    ].map((key) => [`${schema}.${key}`, { type: "boolean" }]),
  ),
});

/**
 * Where the description is known to be wrong: it declares untyped fields as string, some arrays as one object, and
 * a date as date-time (SOURCES.md, caveats). By schema and property.
 */
const CORRECTIONS: Readonly<Record<string, Schema>> = {
  "GroupListItem.id": { type: "integer" },
  "GroupListItem.parent_id": { type: "integer" },
  "GroupListItem.organization_id": { type: "integer" },
  "GroupListItem.request_access_enabled": { type: "boolean" },
  "GroupDetail.id": { type: "integer" },
  "GroupDetail.parent_id": { type: "integer" },
  "GroupDetail.organization_id": { type: "integer" },
  "GroupDetail.request_access_enabled": { type: "boolean" },
  "GroupDetail.prevent_sharing_groups_outside_hierarchy": { type: "boolean" },
  "GroupDetail.membership_lock": { type: "boolean" },
  "GroupDetail.shared_runners_minutes_limit": { type: "integer" },
  "GroupDetail.shared_with_groups": { type: "array", items: {} },
  "GroupDetail.projects": { type: "array", items: { $ref: "#/components/schemas/Project" } },
  "GroupDetail.shared_projects": { type: "array", items: { $ref: "#/components/schemas/Project" } },
  ...correctPlanKeys("Project"),
  ...correctPlanKeys("ProjectWithPermissions"),
  "PersonalAccessToken.expires_at": { type: "string", format: "date" },
  "IntegrationBasic.slug": { type: "string" },
  "Integration.slug": { type: "string" },
  "Member.access_level": { type: "integer" },
  "PersonalSnippet.files": { type: "array", items: {} },
  // Schemas taken from a client know only the fields that the client reads.
  "GoGitlabSnippet.author": { $ref: "#/components/schemas/UserBasic" },
  "GoGitlabIssue.author": { $ref: "#/components/schemas/UserBasic" },
  "GoGitlabMergeRequest.author": { $ref: "#/components/schemas/UserBasic" },
  "GoGitlabNote.author": { $ref: "#/components/schemas/UserBasic" },
};

/** Lists that the description shows as one of their items. */
const LISTS = new Set([
  "/admin/ci/variables",
  "/groups/{id}/members/all",
  "/groups/{id}/runners",
  "/projects/{id}/runners",
]);

/** Left out of the trimmed description; docs.gitlab.com/api/members, releases, /user/infrastructure/iac/terraform_state. */
const UNDESCRIBED = [
  "/groups/{id}/members",
  "/projects/{id}/members",
  "/projects/{id}/releases",
  "/projects/{id}/terraform/state/{name}",
  "/users/{user_id}/projects",
];
/** As the token itself, which it is not; docs.gitlab.com/api/personal_access_tokens. */
const MISDESCRIBED = ["/personal_access_tokens/self/associations"];

/** As JSON Schema, which knows no `nullable` and lets unknown properties pass unless told otherwise. */
const toJsonSchema = (schema: Schema, name: string): object => {
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  if (schema.allOf !== undefined) return mergeAll(schema.allOf, name);
  const { nullable: _nullable, properties, items, ...rest } = schema;
  return {
    ...rest,
    ...(items === undefined ? {} : { items: toJsonSchema(items, name) }),
    ...(properties === undefined
      ? {}
      : { properties: mapProperties(properties, name), additionalProperties: false }),
  };
};

const mapProperties = (properties: Readonly<Record<string, Schema>>, name: string): Record<string, object> =>
  Object.fromEntries(
    Object.entries(properties).map(([property, schema]) => {
      const corrected = toJsonSchema(CORRECTIONS[`${name}.${property}`] ?? schema, `${name}.${property}`);
      return [property, IDENTIFIERS.has(property) ? corrected : { anyOf: [corrected, { type: "null" }] }];
    }),
  );

const mergeAll = (schemas: readonly Schema[], name: string): object => {
  const properties = schemas.map((schema) =>
    schema.$ref === undefined
      ? schema
      : (description.components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}),
  );
  return toJsonSchema(
    { type: "object", properties: Object.assign({}, ...properties.map((schema) => schema.properties ?? {})) },
    name,
  );
};

const createValidator = (): ((schema: Schema) => ValidateFunction) => {
  const schemas = Object.entries(description.components.schemas).map(([name, schema]) => [
    name,
    toJsonSchema(schema, name),
  ]);
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { int32: true, int64: true, binary: true },
  });
  formats.default(ajv);
  ajv.addSchema({ $id: "api", components: { schemas: Object.fromEntries(schemas) } });
  const pointed = (schema: Schema): object =>
    JSON.parse(JSON.stringify(toJsonSchema(schema, "")).replaceAll('"#/components', '"api#/components'));
  return (schema) => ajv.compile(pointed(schema));
};

/** The schema of the answer, "no JSON" for texts and files, or undefined where the description knows nothing. */
const responseSchema = (path: string): Schema | "no JSON" | undefined => {
  const content = description.paths[path]?.get?.responses["200"]?.content;
  const schema = content?.["application/json"]?.schema;
  if (content === undefined || schema === undefined) return content === undefined ? undefined : "no JSON";
  return LISTS.has(path) && schema.type !== "array" ? { type: "array", items: schema } : schema;
};

/** The list that says which values a parameter has, and the field of it. */
const PARAMETERS: Readonly<Record<string, readonly [list: string, field: string]>> = {
  "{key}": ["variables", "key"],
  "{branch}": ["repository/branches", "name"],
  "{pipeline_schedule_id}": ["pipeline_schedules", "id"],
  "{pipeline_id}": ["pipelines", "id"],
  "{job_id}": ["jobs", "id"],
  "{file_path}": ["repository/tree?per_page=3", "path"],
  "{issue_iid}": ["issues", "iid"],
  "{snippet_id}": ["snippets", "id"],
  "{merge_request_iid}": ["merge_requests", "iid"],
  "{slug}": ["integrations", "slug"],
};

/** Values for the parameters that stand behind the id of a group or project. */
const valuesOf = async (
  sample: SampleGitLab,
  parent: string,
  parameter: string,
): Promise<readonly string[]> => {
  const list = async (below: string, field: string): Promise<readonly string[]> => {
    const { json } = await ask(sample, `${parent}/${below}`, sample.tokens.owner);
    return Array.isArray(json)
      ? json.map((item: Readonly<Record<string, unknown>>) => String(item[field]))
      : [];
  };
  const place = PARAMETERS[parameter];
  if (place === undefined) throw new Error(`say in this test which values ${parameter} may have`);
  return list(...place);
};

/** Every address the route has in the sample company. */
const addressesOf = async (sample: SampleGitLab, path: string): Promise<readonly string[]> => {
  if (!path.includes("{id}")) return [path];
  if (path.startsWith("/namespaces/")) return sample.company.groups.map(({ id }) => `/namespaces/${id}`);
  if (path.startsWith("/runners/")) return sample.company.runners.map(({ id }) => `/runners/${id}`);
  const owners = path.startsWith("/groups/") ? sample.company.groups : sample.company.projects;
  const addresses = owners.map(async ({ id }) => {
    const address = path.replace("{id}", String(id));
    const [parameter] = /\{\w+\}/.exec(address) ?? [];
    if (parameter === undefined) return [address];
    const parent = address.split("/").slice(0, 3).join("/");
    const values = await valuesOf(sample, parent, parameter);
    return values.map((value) => address.replace(parameter, encodeURIComponent(value)));
  });
  return (await Promise.all(addresses)).flat();
};

/** The first has everything; of the others, what their plan or place takes away answers 404 or 403. */
const EDITIONS: readonly Edition[] = [
  { tier: "ultimate", kind: "self-managed" },
  { tier: "free", kind: "self-managed" },
  { tier: "premium", kind: "gitlab.com" },
];

describe("the sample GitLab", () => {
  it("answers operations that the description has", () => {
    const unknown = ROUTES.map(({ path }) => path).filter((path) => responseSchema(path) === undefined);
    expect(unknown.toSorted()).toEqual(UNDESCRIBED);
  });
});

describe.each(EDITIONS)("every answer of the sample GitLab as $tier on $kind", (edition) => {
  let sample: SampleGitLab;
  const validatorOf = createValidator();
  beforeAll(async () => {
    sample = await startSampleGitLab(edition);
  });
  afterAll(() => sample.close());

  const described = ROUTES.map(({ path }) => path).filter(
    (path) => responseSchema(path) !== "no JSON" && ![...UNDESCRIBED, ...MISDESCRIBED].includes(path),
  );

  it.each(described)("of %s has the described shape", async (path) => {
    const schema = responseSchema(path);
    if (schema === undefined || schema === "no JSON") throw new Error(`${path} is not described`);
    const validate = validatorOf(schema);
    const wrong: string[] = [];
    let answered = 0;
    const addresses = await addressesOf(sample, path);
    for (const [address, token] of addresses.flatMap((item) => [
      [item, sample.tokens.owner] as const,
      [item, sample.tokens.administrator] as const,
      [item, null] as const,
    ])) {
      const { status, json } = await ask(sample, address, token);
      // Refusals are the subject of other tests.
      if (status !== 200) continue;
      answered += 1;
      if (!validate(json)) {
        wrong.push(
          ...(validate.errors ?? []).map((error) => `${address}${error.instancePath} ${error.message}`),
        );
      }
    }
    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThanOrEqual(edition === EDITIONS[0] ? 1 : 0);
  });
});
