/** Scans one folder, repository, file or standard input: no store, no network. */
import { realpath } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { type OpenedRepository, openRepository } from "../git/repository.ts";
import type { GitContext } from "../git/process.ts";
import { targetId } from "../model/ids.ts";
import type { TargetFacts } from "../model/run.ts";
import type { Target } from "../model/target.ts";
import { DEFAULT_LIMITS } from "../sources/source.ts";
import { scanTarget, type Scanner } from "./scan-target.ts";

export interface ScanRequest {
  /** A path, or `-` for standard input. */
  readonly path: string;
  readonly withHistory: boolean;
  readonly input: AsyncIterable<Buffer>;
}

const NOTHING = {
  gitlab: null,
  repository: null,
  input: null,
  withHistory: true,
  project: null,
  limits: DEFAULT_LIMITS,
  knownTips: [],
} as const;

const isTop = async ({ workTree }: OpenedRepository, path: string): Promise<boolean> =>
  workTree === null || (await realpath(workTree)) === (await realpath(path));

/** @throws VaultboundError PATH_NOT_FOUND, GIT_MISSING, GIT_FAILED. */
export const scanPath = async (
  request: ScanRequest,
  scanner: Scanner,
  git: GitContext,
): Promise<TargetFacts> => {
  if (request.path === "-") {
    const target: Target = { kind: "stdin", id: targetId("stdin"), path: "-", name: "standard input" };
    return scanTarget(target, scanner, { ...NOTHING, git, input: request.input });
  }
  const path = resolve(request.path);
  const opened = await openRepository(path, git);
  // A folder inside a working tree is what was asked for, not the repository around it.
  const repository = opened !== null && (await isTop(opened, path)) ? opened : null;
  const kind = repository === null ? "folder" : "repository";
  const target: Target = { kind, id: targetId(`path:${path}`), path, name: basename(path) || path };
  return scanTarget(target, scanner, { ...NOTHING, git, repository, withHistory: request.withHistory });
};
