/** The one place that configures simple-git: short commands only, never history (it buffers whole outputs). */
import { simpleGit, type SimpleGit } from "simple-git";
import type { GitContext } from "./process.ts";

/**
 * simple-git with our environment and nothing of the caller's. It refuses `GIT_*` variables unless each is named; ours
 * are made by `buildGitEnvironment` alone, never from scanned input.
 */
export const createControl = (
  folder: string,
  context: GitContext,
  environment: Readonly<Record<string, string>>,
): SimpleGit =>
  simpleGit({
    baseDir: folder,
    abort: context.signal,
    allowEnvironment: Object.keys(environment),
    unsafe: {
      allowUnsafeConfigEnvCount: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeHooksPath: true,
      allowUnsafeFsMonitor: true,
      allowUnsafePager: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeTemplateDir: true,
    },
  }).env({ ...environment });
