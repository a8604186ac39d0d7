/** How a project of the sample is set up: environments, protections, pipelines, runners; read from the fixture. */
import type { Variable } from "./company.ts";
import { type Fields, readAll } from "./fields.ts";
import { readVariables, type Shared } from "./read-shared.ts";

export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly tier: string;
  readonly url: string | null;
  readonly isProtected: boolean;
}

/** A protected branch or tag; may be a wildcard. */
export interface Protection {
  readonly id: number;
  readonly name: string;
  /** Level that may push, or create the tag. */
  readonly push: number;
  /** Of branches. */
  readonly merge: number;
}

export interface Pipeline {
  readonly id: number;
  readonly status: string;
  readonly source: string;
  /** What was given at its start. */
  readonly variables: readonly Variable[];
}

export interface Runner {
  readonly id: number;
  readonly description: string;
  /** Path of the group or project it belongs to; null: the whole instance's. */
  readonly of: string | null;
  readonly tags: readonly string[];
  readonly executor: string;
  readonly isPaused: boolean;
}

export interface Setup {
  readonly environments: readonly Environment[];
  readonly branches: readonly Protection[];
  readonly tags: readonly Protection[];
  readonly pipelines: readonly Pipeline[];
}

const MAINTAINER = 40;

const readProtection = (fields: Fields): Protection => ({
  id: fields.number("id"),
  name: fields.text("name"),
  push: fields.number("push", MAINTAINER),
  merge: fields.number("merge", MAINTAINER),
});

export const readRunner = (fields: Fields): Runner => ({
  id: fields.number("id"),
  description: fields.text("description"),
  of: fields.textOrNull("of"),
  tags: fields.texts("tags"),
  executor: fields.text("executor"),
  isPaused: fields.flag("paused"),
});

/** @param fields the project's; every part may be left out. */
export const readSetup = (fields: Fields, shared: Shared): Setup => ({
  environments: readAll(fields, "environments", (item) => ({
    id: item.number("id"),
    name: item.text("name"),
    tier: item.text("tier", "other"),
    url: item.textOrNull("url"),
    isProtected: item.flag("protected"),
  })),
  branches: readAll(fields, "protected_branches", readProtection),
  tags: readAll(fields, "protected_tags", readProtection),
  pipelines: readAll(fields, "pipelines", (item) => ({
    id: item.number("id"),
    status: item.text("status", "success"),
    source: item.text("source"),
    variables: readVariables(item, "variables", shared),
  })),
});
