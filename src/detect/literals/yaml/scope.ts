/** Where in a YAML tree the reader stands: what is above, whose job it is, what keys mean there. */
import type { Platform } from "../deployment-file.ts";
import type { Offer, Sink } from "../literal.ts";
import { jobOfKey, normaliseKey, type Role, roleOf } from "./roles.ts";
import type { Entry } from "./tree.ts";

export interface WalkContext {
  readonly platform: Platform;
  /** The job is the one the offer stands in. */
  readonly sink: (offer: Offer, job: string | undefined) => void;
}

export interface Scope extends WalkContext {
  /** Keys above, normalised. */
  readonly parents: readonly string[];
  readonly job: string | undefined;
  /** Names here are variables of a process. */
  readonly isVariables: boolean;
  /** `data` of a Secret is base64; everything in it is secret. */
  readonly secret?: "encoded" | "plain";
}

/** Keys below which names are still variables: `value`, lists of environments. */
const PASS_ON = /^(?:value|default|global|matrix|include|jobs|job|items|env|vars|all|extra)$/;
const CONSTANT = /^_?[A-Z][A-Z0-9_]+$/;

export const sinkOf =
  ({ sink, job }: Scope): Sink =>
  (offer) =>
    sink(offer, job);

export const isVariableName = (name: string, { isVariables }: Scope): boolean =>
  isVariables || CONSTANT.test(name);

export const enterKey = (scope: Scope, key: string, role: Role): Scope => {
  const name = normaliseKey(key);
  return {
    ...scope,
    parents: [...scope.parents, name],
    job: scope.job ?? jobOfKey(key, scope.parents, scope.platform),
    isVariables: role === "variables" || (scope.isVariables && PASS_ON.test(name)),
  };
};

export const roleIn = ({ key, value }: Entry, { parents, platform }: Scope): Role =>
  // Names of variables are free: COMMAND is no command.
  CONSTANT.test(key)
    ? null
    : roleOf(key, { parent: parents.at(-1) ?? "", platform, isMap: value?.kind === "map" });
