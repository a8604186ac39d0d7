/** Answers about CI: unknown fields are dropped, optional ones get the port's defaults. */
import * as v from "valibot";
import type {
  GitLabEnvironment,
  GitLabJob,
  GitLabLint,
  GitLabPipeline,
  GitLabPlainVariable,
  GitLabProtection,
  GitLabRunner,
  GitLabSchedule,
  GitLabSecureFile,
  GitLabTerraformState,
  GitLabVariable,
} from "./ci-shapes.ts";
import { count, flag, id, jsonText, person, text, textOrNull, texts, variableType } from "./fields.ts";

export const variable = v.pipe(
  v.object({
    key: v.string(),
    value: textOrNull,
    variable_type: variableType,
    protected: flag,
    masked: flag,
    hidden: flag,
    raw: flag,
    environment_scope: v.nullish(v.string(), "*"),
    description: text,
  }),
  v.transform((raw): GitLabVariable => ({
    key: raw.key,
    value: raw.value,
    variableType: raw.variable_type,
    protected: raw.protected,
    masked: raw.masked,
    hidden: raw.hidden,
    raw: raw.raw,
    environmentScope: raw.environment_scope,
    description: raw.description,
  })),
);

export const plainVariable = v.pipe(
  v.object({ key: v.string(), value: textOrNull, variable_type: variableType }),
  v.transform((raw): GitLabPlainVariable => ({
    key: raw.key,
    value: raw.value,
    variableType: raw.variable_type,
  })),
);

/** Of the list all but the id is read again from the single one, which alone has the variables. */
export const scheduleId = v.object({ id });

export const schedule = v.pipe(
  v.object({
    id,
    description: text,
    ref: text,
    cron: text,
    active: flag,
    owner: person,
    variables: v.nullish(v.array(plainVariable), null),
    inputs: v.nullish(v.array(v.object({ name: text, value: v.union([v.string(), jsonText]) })), []),
  }),
  v.transform((raw): GitLabSchedule => ({
    id: raw.id,
    description: raw.description,
    ref: raw.ref,
    cron: raw.cron,
    active: raw.active,
    owner: raw.owner,
    variables: raw.variables,
    inputs: raw.inputs,
  })),
);

export const pipeline = v.pipe(
  v.object({
    id,
    status: text,
    source: text,
    ref: text,
    sha: text,
    created_at: text,
    updated_at: text,
    web_url: text,
  }),
  v.transform((raw): GitLabPipeline => ({
    id: raw.id,
    status: raw.status,
    source: raw.source,
    ref: raw.ref,
    sha: raw.sha,
    createdAt: raw.created_at,
    updatedAt: raw.updated_at,
    webUrl: raw.web_url,
  })),
);

export const job = v.pipe(
  v.object({
    id,
    name: text,
    stage: text,
    ref: text,
    tag: flag,
    status: text,
    pipeline: v.nullish(v.object({ id }), null),
    created_at: text,
    started_at: textOrNull,
    finished_at: textOrNull,
    erased_at: textOrNull,
    duration: v.nullish(v.number(), null),
    web_url: text,
    artifacts: v.nullish(v.array(v.object({ file_type: text, filename: text, size: count })), []),
    artifacts_expire_at: textOrNull,
    tag_list: texts,
    runner: v.nullish(v.object({ id, description: text }), null),
  }),
  v.transform((raw): GitLabJob => ({
    id: raw.id,
    name: raw.name,
    stage: raw.stage,
    ref: raw.ref,
    isTag: raw.tag,
    status: raw.status,
    pipelineId: raw.pipeline?.id ?? null,
    createdAt: raw.created_at,
    startedAt: raw.started_at,
    finishedAt: raw.finished_at,
    erasedAt: raw.erased_at,
    duration: raw.duration,
    webUrl: raw.web_url,
    artifacts: raw.artifacts.map(({ file_type: type, filename: name, size }) => ({ type, name, size })),
    artifactsExpireAt: raw.artifacts_expire_at,
    tags: raw.tag_list,
    runner: raw.runner,
  })),
);

/** `extra` names the project only for some types, and only newer versions have it. */
export const lint = v.pipe(
  v.object({
    valid: flag,
    errors: texts,
    merged_yaml: text,
    includes: v.nullish(
      v.array(
        v.object({
          type: text,
          location: text,
          extra: v.nullish(v.object({ project: text, ref: text }), { project: "", ref: "" }),
        }),
      ),
      [],
    ),
  }),
  v.transform((raw): GitLabLint => ({
    valid: raw.valid,
    errors: raw.errors,
    mergedYaml: raw.merged_yaml,
    includes: raw.includes.map(({ type, location, extra }) => ({ type, location, ...extra })),
  })),
);

/** As the list has it; tags and executors come from elsewhere. */
export const runner = v.pipe(
  v.object({
    id,
    description: text,
    runner_type: v.nullish(v.string(), ""),
    is_shared: flag,
    paused: flag,
    status: text,
    tag_list: v.nullish(v.array(v.string()), null),
  }),
  v.transform(
    (raw): Omit<GitLabRunner, "tags" | "executors"> & { readonly tags: readonly string[] | null } => {
      const { runner_type: type } = raw;
      const isKnown = type === "instance_type" || type === "group_type" || type === "project_type";
      return {
        id: raw.id,
        description: raw.description,
        type: isKnown ? type : raw.is_shared ? "instance_type" : "project_type",
        tags: raw.tag_list,
        paused: raw.paused,
        status: raw.status,
      };
    },
  ),
);

/** Of the single runner. */
export const runnerTags = v.pipe(
  v.object({ tag_list: texts }),
  v.transform((raw) => raw.tag_list),
);

export const environment = v.pipe(
  v.object({ id, name: text, tier: text, state: text, external_url: text }),
  v.transform((raw): Omit<GitLabEnvironment, "protected"> => ({
    id: raw.id,
    name: raw.name,
    tier: raw.tier,
    state: raw.state,
    externalUrl: raw.external_url,
  })),
);

export const named = v.object({ name: v.string() });

/** A level is null where a rule names a user or a group instead. */
const levels = v.pipe(
  v.nullish(v.array(v.object({ access_level: v.nullish(v.number(), null) })), []),
  v.transform((raw) => raw.flatMap(({ access_level: level }) => (level === null ? [] : [level]))),
);

export const protectedBranch = v.pipe(
  v.object({ name: v.string(), push_access_levels: levels, merge_access_levels: levels }),
  v.transform((raw): GitLabProtection => ({
    name: raw.name,
    kind: "branch",
    pushLevels: raw.push_access_levels,
    mergeLevels: raw.merge_access_levels,
  })),
);

export const protectedTag = v.pipe(
  v.object({ name: v.string(), create_access_levels: levels }),
  v.transform((raw): GitLabProtection => ({
    name: raw.name,
    kind: "tag",
    pushLevels: raw.create_access_levels,
    mergeLevels: [],
  })),
);

export const secureFile = v.pipe(
  v.object({ id, name: text, checksum: text, created_at: text, expires_at: textOrNull }),
  v.transform((raw): GitLabSecureFile => ({
    id: raw.id,
    name: raw.name,
    checksum: raw.checksum,
    createdAt: raw.created_at,
    expiresAt: raw.expires_at,
  })),
);

/** Part of a GraphQL answer: names as GraphQL has them. */
export const terraformStates = v.object({
  nodes: v.array(
    v.pipe(
      v.object({ name: v.string(), updatedAt: text }),
      v.transform((raw): GitLabTerraformState => raw),
    ),
  ),
  pageInfo: v.object({ hasNextPage: flag, endCursor: textOrNull }),
});

/** The same of a runner; null where the token may not see it. */
export const runnerDetails = v.nullish(
  v.pipe(
    v.object({
      tagList: texts,
      managers: v.nullish(v.object({ nodes: v.array(v.object({ executorName: textOrNull })) }), {
        nodes: [],
      }),
    }),
    v.transform(({ tagList, managers }) => ({
      tags: tagList,
      executors: [...new Set(managers.nodes.flatMap(({ executorName }) => executorName ?? []))].sort(),
    })),
  ),
  null,
);
