/** Which sources a sweep reads: all that ask GitLab or its repositories, but for what the caller leaves out. */
import { makeError } from "../model/errors.ts";
import { SOURCES } from "../sources/registry.ts";
import type { Source, SourceLimits } from "../sources/source.ts";

/** They read what is on this machine. */
const LOCAL: ReadonlySet<string> = new Set(["folder", "worktree", "stdin"]);

export const SWEEP_SOURCES: readonly Source[] = SOURCES.filter(({ name }) => !LOCAL.has(name));

const check = (option: string, names: readonly string[]): ReadonlySet<string> => {
  const known = SWEEP_SOURCES.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return new Set(names);
  const detail = `there is no source ${JSON.stringify(unknown)}; there are ${known.join(", ")}`;
  throw makeError("CONFIG_INVALID", [{ option, detail }]);
};

/** @throws VaultboundError CONFIG_INVALID for a name that no source has, or when none is left. */
export const chooseSources = (
  names: readonly string[] | null,
  skipped: readonly string[],
): readonly Source[] => {
  const wanted = names === null ? null : check("--sources", names);
  const skip = check("--skip", skipped);
  const chosen = SWEEP_SOURCES.filter(({ name }) => (wanted === null || wanted.has(name)) && !skip.has(name));
  if (chosen.length === 0)
    throw makeError("CONFIG_INVALID", [{ option: "--skip", detail: "no source is left to read" }]);
  return chosen;
};

/** Which limit bounds a source: where it is zero, nothing of it is to be read, as if nobody had chosen it. */
const BOUNDED_BY: Readonly<Record<string, keyof SourceLimits>> = {
  "job-logs": "jobLogs",
  artifacts: "artifacts",
  "pipeline-variables": "pipelines",
  issues: "threads",
  "merge-requests": "threads",
};

export const dropEmptied = (sources: readonly Source[], limits: SourceLimits): readonly Source[] =>
  sources.filter(({ name }) => {
    const limit = BOUNDED_BY[name];
    return limit === undefined || limits[limit] !== 0;
  });
