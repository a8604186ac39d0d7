/** Where in the KV engine a secret lies. */
import type { SecretId } from "../model/ids.ts";
import type { Target } from "../model/target.ts";
import { ANY_ENVIRONMENT } from "./layout.ts";
import { toSegment } from "./names.ts";
import { settleNames } from "./settle.ts";

export interface PathRequest {
  readonly secret: SecretId;
  /** Every target where the secret lives or is used; at least one. */
  readonly targets: readonly Target[];
  /** Keys of all workloads that may read it. */
  readonly readers: readonly string[];
  /** The one environment it belongs to (a name or a pattern), or null. */
  readonly environment: string | null;
  /** Variable key, key in a file, or class of the rule. */
  readonly name: string;
  readonly field: string;
  /** Segment for secrets that belong to no single environment. */
  readonly anyEnvironment?: string;
}

export interface PathChoice {
  readonly secret: SecretId;
  /** Below the mount, before rivals are told apart. */
  readonly path: string;
  readonly field: string;
  /** Who may read it. A policy opens a path with all its fields, so only secrets of one owner lie together. */
  readonly owner: string;
  readonly why: string;
}

interface Home {
  readonly segments: readonly string[];
  readonly why: string;
}

const split = (path: string): readonly string[] => path.split(/[/\\]+/).filter((segment) => segment !== "");

/** Folders from the root down that hold the target; null for what lies in no GitLab group. */
const groupOf = (target: Target): readonly string[] | null => {
  if (target.kind === "group") return split(target.path);
  if (target.kind === "project") return split(target.path).slice(0, -1);
  return null;
};

const commonStart = (a: readonly string[], b: readonly string[]): readonly string[] => {
  const end = a.findIndex((segment, index) => segment !== b[index]);
  return end === -1 ? a : a.slice(0, end);
};

const findHome = (targets: readonly Target[]): Home => {
  const [first, ...others] = targets;
  if (first !== undefined && others.length === 0) {
    if (first.kind === "project")
      return { segments: split(first.path), why: `It concerns ${first.path} alone` };
    // Whose home is the address of a GitLab: it names no group that a path could begin with.
    if (first.kind === "instance") return { segments: ["shared"], why: "It is the whole GitLab's" };
    if (first.kind !== "group")
      return { segments: split(first.name).slice(-1), why: `It was found in ${first.name}` };
  }
  const groups = targets.map(groupOf);
  const common = groups.reduce((a, b) => (a === null || b === null ? null : commonStart(a, b))) ?? [];
  if (common.length === 0) return { segments: ["shared"], why: "Those it concerns have no group in common" };
  return {
    segments: [...common, "shared"],
    why: `${common.join("/")} is the nearest group around all it concerns`,
  };
};

/**
 * `<group>/<project>/<environment>/<name>` for one project, `<group>/shared/<environment>/<name>` for several,
 * `shared/…` where they have no group in common, the folder's name for a plain scan.
 */
export const choosePath = (request: PathRequest): PathChoice => {
  const { environment } = request;
  const byId = new Map(request.targets.map((target) => [target.id, target]));
  const home = findHome([...byId.values()]);
  const segments = home.segments.length > 0 ? home.segments : [""];
  const scope = environment ?? request.anyEnvironment ?? ANY_ENVIRONMENT;
  return {
    secret: request.secret,
    path: [...segments, scope, request.name].map(toSegment).join("/"),
    field: request.field,
    owner: JSON.stringify([[...byId.keys()].sort(), [...request.readers].sort(), environment]),
    why: `${home.why}, ${environment === null ? "and it is bound to no single environment" : `in ${environment}`}.`,
  };
};

/** Characters of the secret's id that tell rivals apart, first attempt first. */
const SUFFIX_LENGTHS = [8, 16, 64];

/**
 * Final paths over the whole inventory. Two secrets share a path only with different fields and the same owner; else
 * both get a piece of their own id, which is a keyed hash and says nothing of the value.
 */
export const settlePaths = (choices: readonly PathChoice[]): ReadonlyMap<SecretId, string> => {
  const claims = choices.map((choice) => ({
    ...choice,
    names: [
      choice.path,
      ...SUFFIX_LENGTHS.map((length) => `${choice.path}-${toSegment(choice.secret.slice(0, length))}`),
    ],
  }));
  const settled = settleNames(
    claims,
    (sharers) =>
      new Set(sharers.map((claim) => claim.owner)).size === 1 &&
      new Set(sharers.map((claim) => claim.field)).size === sharers.length,
  );
  return new Map([...settled].map(([claim, path]) => [claim.secret, path]));
};
