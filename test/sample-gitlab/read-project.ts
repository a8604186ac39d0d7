/** Reads one project of the fixture: settings, variables, schedules, jobs, history. */
import { readBeside } from "./beside.ts";
import { type Access, type Feature, FEATURES, type Job, type Level, LEVELS } from "./company.ts";
import type { JobFile, Project, Schedule, Step, Visibility } from "./company.ts";
import type { Fields } from "./fields.ts";
import { NO_TEXT, packTexts, type Text } from "./placeholders.ts";
import { readText, readTexts, readVariables, type Shared } from "./read-shared.ts";
import { readSetup } from "./setup.ts";

/** GitLab cuts lines of job logs at 8 KiB. */
const RUNNER_LINE_LIMIT = 8192;

const readAccess = (fields: Fields, name: string): Access => {
  const access = fields.text(name, "enabled");
  if (access !== "enabled" && access !== "private" && access !== "disabled") {
    throw new Error(`${fields.where}.${name}: unknown "${access}"`);
  }
  return access;
};

const readFeatures = (fields: Fields): Readonly<Record<Feature, Access>> =>
  // One entry of every name: FEATURES are the keys.
  Object.fromEntries(
    FEATURES.map((feature) => [feature, readAccess(fields, `${feature}_access_level`)]),
  ) as Record<Feature, Access>;

export const readVisibility = (fields: Fields): Visibility => {
  const visibility = fields.text("visibility", "private");
  if (visibility !== "private" && visibility !== "internal" && visibility !== "public") {
    throw new Error(`${fields.where}.visibility: unknown "${visibility}"`);
  }
  return visibility;
};

export const readLevels = (fields: Fields, name: string): ReadonlyMap<string, Level> =>
  new Map(
    fields.textEntries(name).map(([who, level]): [string, Level] => {
      const known = Object.entries(LEVELS).find(([levelName]) => levelName === level)?.[1];
      if (known === undefined) throw new Error(`${fields.where}.${name}.${who}: unknown level "${level}"`);
      return [who, known];
    }),
  );

/** `dotenv` is one text, `archive` a mapping of paths to texts. */
const readJobFiles = (fields: Fields, shared: Shared): readonly JobFile[] => {
  const archive = readTexts(fields, "archive", shared);
  const dotenv: readonly JobFile[] = fields.has("dotenv")
    ? [{ type: "dotenv", contents: [[".env", readText(fields, "dotenv", shared)]] }]
    : [];
  return archive.length === 0 ? dotenv : [{ type: "archive", contents: archive }, ...dotenv];
};

const readSchedule = (fields: Fields, shared: Shared): Schedule => {
  const schedule = {
    id: fields.number("id"),
    description: fields.text("description"),
    ref: fields.text("ref"),
    cron: fields.text("cron"),
    active: !fields.has("active") || fields.flag("active"),
    owner: shared.person(fields.text("owner"), fields.where),
    variables: readVariables(fields, "variables", shared),
    inputs: readTexts(fields, "inputs", shared),
  };
  fields.assertAllRead();
  return schedule;
};

const readJob = (fields: Fields, shared: Shared): Job => {
  const job = {
    id: fields.number("id"),
    name: fields.text("name"),
    stage: fields.text("stage"),
    status: fields.text("status"),
    erased: fields.flag("erased"),
    log: fields.has("log") ? readText(fields, "log", shared) : NO_TEXT,
    timestamps: fields.flag("timestamps"),
    lineLimit: fields.number("line_limit", RUNNER_LINE_LIMIT),
    debug: fields.flag("debug"),
    files: readJobFiles(fields, shared),
  };
  fields.assertAllRead();
  return job;
};

const toRef = (branch: string): string => (branch.startsWith("refs/") ? branch : `refs/heads/${branch}`);

const readArchives = (fields: Fields, shared: Shared): readonly (readonly [string, Text])[] =>
  fields.has("archives")
    ? fields
        .mapping("archives")
        .names()
        .map((path) => [path, packTexts(readTexts(fields.mapping("archives"), path, shared))])
    : [];

const readCommit = (fields: Fields, shared: Shared): Step => {
  const branch = fields.textOrNull("branch");
  const merge = fields.textOrNull("merge");
  return {
    kind: "commit",
    ref: branch === null ? null : toRef(branch),
    merge: merge === null ? null : toRef(merge),
    author: shared.person(fields.text("author"), fields.where),
    message: readText(fields, "message", shared),
    write: new Map([...readTexts(fields, "write", shared), ...readArchives(fields, shared)]),
    rename: new Map(fields.textEntries("rename")),
    remove: fields.texts("delete"),
  };
};

const readTag = (fields: Fields, shared: Shared): Step => ({
  kind: "tag",
  name: fields.text("tag"),
  author: shared.person(fields.text("author", "ada"), fields.where),
  message: fields.has("message") ? readText(fields, "message", shared) : null,
});

const readStep = (fields: Fields, shared: Shared): Step => {
  let step: Step;
  if (fields.has("generate")) {
    const author = shared.person(fields.text("author"), fields.where);
    step = { kind: "generate", commits: fields.number("generate"), seed: fields.text("seed"), author };
  } else if (fields.has("tag")) step = readTag(fields, shared);
  else if (fields.has("delete_branch"))
    step = { kind: "delete-ref", ref: toRef(fields.text("delete_branch")) };
  else step = readCommit(fields, shared);
  fields.assertAllRead();
  return step;
};

/** A project before its history is worked out: that of a fork needs its parent's. */
export interface ProjectDraft extends Omit<Project, "history"> {
  readonly steps: readonly Step[];
}

/** @param path the project's path with namespace, which is where its file lies. */
export const readProject = (fields: Fields, path: string, shared: Shared): ProjectDraft => {
  const id = fields.number("id");
  const project = {
    id,
    // By id, because paths change.
    store: `${id}.git`,
    path,
    description: fields.text("description"),
    visibility: readVisibility(fields),
    archived: fields.flag("archived"),
    markedForDeletionOn: fields.textOrNull("marked_for_deletion_on"),
    repositoryAccess: readAccess(fields, "repository_access_level"),
    buildsAccess: readAccess(fields, "builds_access_level"),
    access: readFeatures(fields),
    ciConfigPath: fields.textOrNull("ci_config_path"),
    defaultBranch: fields.text("default_branch", "main"),
    formerPaths: fields.texts("former_paths"),
    forkedFrom: fields.textOrNull("forked_from"),
    sharedWith: readLevels(fields, "shared_with"),
    members: readLevels(fields, "members"),
    variables: readVariables(fields, "variables", shared),
    schedules: fields.list("schedules").map((schedule) => readSchedule(schedule, shared)),
    jobs: fields.list("jobs").map((job) => readJob(job, shared)),
    hasPublicJobs: !fields.has("public_jobs") || fields.flag("public_jobs"),
    beside: readBeside(fields, shared),
    setup: readSetup(fields, shared),
    started: fields.text("started", "2024-01-01"),
    steps: fields.list("history").map((step) => readStep(step, shared)),
  };
  fields.assertAllRead();
  return project;
};
