/** Has the client read what the description of GitLab's API beside the repository says that GitLab answers. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { GitLab } from "../../src/gitlab/gitlab.ts";
import { collect, connectGitLab } from "../gitlab/connect.ts";
import { type Reply, startServer } from "../gitlab/server.ts";

const DESCRIPTION = fileURLToPath(new URL("../../../shared/gitlab/openapi-trimmed.json", import.meta.url));

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface OpenApi {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

// The file is fixed reference material; a wrong shape fails the tests below.
const { paths, components } = JSON.parse(readFileSync(DESCRIPTION, "utf8")) as OpenApi;

/** Where it declares untyped fields as string, or leaves out what a text may be. */
const KNOWN: Readonly<Record<string, unknown>> = {
  id: 7,
  parent_id: 3,
  project_id: 42,
  kind: "group",
  slug: "slack",
  access_level: 30,
  http_url_to_repo: "https://gitlab.invalid/acme/api.git",
  runner_type: "group_type",
};

type Fill = (name: string, schema: Schema) => unknown;

const build = (schema: Schema, name: string, fill: Fill, depth = 0): unknown => {
  if (schema.$ref !== undefined)
    return build(components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, name, fill, depth);
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((part) => build(part, name, fill, depth)));
  if (schema.items !== undefined) return depth > 6 ? [] : [build(schema.items, name, fill, depth + 1)];
  if (schema.properties !== undefined || schema.type === "object")
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, value]) => [
        key,
        depth > 6 ? null : (fill(key, value) ?? build(value, key, fill, depth + 1)),
      ]),
    );
  return fill(name, schema) ?? null;
};

const full: Fill = (name, { type, format, enum: values, $ref, items, properties, allOf }) => {
  if (KNOWN[name] !== undefined) return KNOWN[name];
  if ([$ref, items, properties, allOf].some((part) => part !== undefined)) return undefined;
  if (values !== undefined) return values[0];
  if (type === "integer" || type === "number") return 5;
  if (type === "boolean") return true;
  if (type === "array") return [];
  if (type === "object") return {};
  return format === "date-time" ? "2026-01-01T00:00:00.000Z" : "text";
};

/** What identifies an object is always there; anything else may be null (the description leaves that out). */
const IDENTIFIERS = new Set([
  "id",
  "iid",
  "name",
  "path",
  "key",
  "full_path",
  "path_with_namespace",
  "slug",
  "tag_name",
  "version",
  "namespace",
  "kind",
]);
const sparse: Fill = (name, schema) => (IDENTIFIERS.has(name) ? full(name, schema) : null);
const NULLED: Fill = (name, schema) => {
  const value = sparse(name, schema);
  return value === undefined ? undefined : (value ?? NOTHING);
};
/** Told from undefined, which asks for the parts. */
const NOTHING = Symbol("null");
const withNulls = (value: unknown): unknown => {
  if (value === NOTHING) return null;
  if (Array.isArray(value)) return value.map(withNulls);
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withNulls(part)]))
    : value;
};

const operationOf = (path: string): Operation | undefined => {
  const found = Object.entries(paths).find(([template]) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path),
  );
  return found?.[1].get;
};

const replyOf = (path: string, isList: boolean, fill: Fill): Reply => {
  const schema = operationOf(path)?.responses["200"]?.content?.["application/json"]?.schema;
  if (schema === undefined) return { status: 404, body: { message: "404 Not Found" } };
  // In a tree alone an id is a hash.
  const fillHere: Fill = (name, part) =>
    name === "id" && path.endsWith("/tree") ? "ab12" : fill(name, part);
  const value = withNulls(build(schema, "", fillHere));
  return { body: isList && !Array.isArray(value) ? [value] : value };
};

/** Paths of single objects end in a number or a name; all others are lists. */
const SINGLE = /\/(?:\d+|self|metadata|version|lint|slack)$/;

const CALLS: readonly [string, (gitlab: GitLab) => Promise<unknown>][] = [
  ["tokenIdentity", (gitlab) => gitlab.tokenIdentity()],
  ["metadata", (gitlab) => gitlab.metadata()],
  ["group", (gitlab) => gitlab.group(7)],
  ["project", (gitlab) => gitlab.project(42)],
  ["topGroups", (gitlab) => collect(gitlab.topGroups())],
  ["descendantGroups", (gitlab) => collect(gitlab.descendantGroups(7))],
  ["groupProjects", (gitlab) => collect(gitlab.groupProjects(7))],
  ["allProjects", (gitlab) => collect(gitlab.allProjects())],
  ["members", (gitlab) => collect(gitlab.members({ project: 42 }))],
  ["members of a group", (gitlab) => collect(gitlab.members({ group: 7 }))],
  ["instanceVariables", (gitlab) => collect(gitlab.instanceVariables())],
  ["groupVariables", (gitlab) => collect(gitlab.groupVariables(7))],
  ["projectVariables", (gitlab) => collect(gitlab.projectVariables(42))],
  ["schedules", (gitlab) => collect(gitlab.schedules(42))],
  ["schedule", (gitlab) => gitlab.schedule(42, 5)],
  ["pipelines", (gitlab) => collect(gitlab.pipelines(42))],
  ["pipelineVariables", (gitlab) => collect(gitlab.pipelineVariables(42, 5))],
  ["jobs", (gitlab) => collect(gitlab.jobs(42))],
  ["lint", (gitlab) => gitlab.lint(42)],
  ["runners", (gitlab) => collect(gitlab.runners({ project: 42 }))],
  ["runners of a group", (gitlab) => collect(gitlab.runners({ group: 7 }))],
  ["environments", (gitlab) => collect(gitlab.environments(42))],
  ["protections", (gitlab) => collect(gitlab.protections(42))],
  ["secureFiles", (gitlab) => collect(gitlab.secureFiles(42))],
  ["hooks", (gitlab) => collect(gitlab.hooks({ project: 42 }))],
  ["hooks of a group", (gitlab) => collect(gitlab.hooks({ group: 7 }))],
  ["integrations", (gitlab) => collect(gitlab.integrations({ project: 42 }))],
  ["integrations of a group", (gitlab) => collect(gitlab.integrations({ group: 7 }))],
  ["integrationSettings", (gitlab) => gitlab.integrationSettings({ project: 42 }, "slack")],
  ["snippets", (gitlab) => collect(gitlab.snippets(42))],
  ["wikiPages", (gitlab) => collect(gitlab.wikiPages({ project: 42 }))],
  ["wikiPages of a group", (gitlab) => collect(gitlab.wikiPages({ group: 7 }))],
  ["issues", (gitlab) => collect(gitlab.issues(42))],
  ["mergeRequests", (gitlab) => collect(gitlab.mergeRequests(42))],
  ["notes", (gitlab) => collect(gitlab.notes(42, "issues", 5))],
  ["notes of merge requests", (gitlab) => collect(gitlab.notes(42, "merge_requests", 5))],
  ["notes of snippets", (gitlab) => collect(gitlab.notes(42, "snippets", 5))],
  ["tree", (gitlab) => collect(gitlab.tree(42, "HEAD"))],
  ...(["deploy-token", "access-token", "trigger", "deploy-key"] as const).map(
    (kind): [string, (gitlab: GitLab) => Promise<unknown>] => [
      `credentials (${kind})`,
      (gitlab) => collect(gitlab.credentials({ project: 42 }, kind)),
    ],
  ),
];

describe("the client", () => {
  const read = async (call: (gitlab: GitLab) => Promise<unknown>, fill: Fill) => {
    await using server = await startServer(({ url }) => {
      const path = url.split("?")[0]?.replace("/api/v4", "") ?? "";
      return replyOf(path, !SINGLE.test(path), fill);
    });
    const result = await call(connectGitLab(server.url).gitlab);
    return { result, asked: server.seen.map(({ url }) => url) };
  };

  it.each(CALLS)("reads what is described of %s, in full", async (_, call) => {
    const { result } = await read(call, full);
    expect(Array.isArray(result) ? result.length : result).toBeTruthy();
  });

  it.each(CALLS)("reads %s with null for all that may be missing", async (_, call) => {
    const { result } = await read(call, NULLED);
    expect(Array.isArray(result) ? result.length : result).toBeTruthy();
  });

  /** Known to GitLab and not to the description: order of pipelines' jobs and the like. */
  const UNDESCRIBED = new Set([
    "created_after",
    "activity_filter",
    "pagination",
    "per_page",
    "page",
    "recursive",
    "ref",
  ]);

  it.each(CALLS)("asks for %s with parameters that are described", async (_, call) => {
    const { asked } = await read(call, full);
    const unknown = asked.flatMap((url) => {
      const { pathname, searchParams } = new URL(url, "https://gitlab.invalid");
      const operation = operationOf(pathname.replace("/api/v4", ""));
      const names = new Set(
        (operation?.parameters ?? []).filter((item) => item.in === "query").map((item) => item.name),
      );
      return [...searchParams.keys()]
        .filter((name) => operation !== undefined && !names.has(name) && !UNDESCRIBED.has(name))
        .map((name) => `${pathname} ${name}`);
    });
    expect(unknown).toEqual([]);
  });
});
