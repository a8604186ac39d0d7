/** All sources, in the order they are read; nothing else lists them. */
import { folder } from "./folder.ts";
import { artifacts } from "./gitlab/artifacts.ts";
import { ciConfig } from "./gitlab/ci-config.ts";
import { credentials } from "./gitlab/credentials.ts";
import { integrations, webhooks } from "./gitlab/hooks.ts";
import { jobLogs } from "./gitlab/job-logs.ts";
import { pipelineVariables } from "./gitlab/pipeline-variables.ts";
import { releases } from "./gitlab/releases.ts";
import { schedules } from "./gitlab/schedules.ts";
import { secureFiles } from "./gitlab/secure-files.ts";
import { settings } from "./gitlab/settings.ts";
import { snippets } from "./gitlab/snippets.ts";
import { terraform } from "./gitlab/terraform.ts";
import { issues, mergeRequests } from "./gitlab/threads.ts";
import { wikis } from "./gitlab/wikis.ts";
import { history } from "./history.ts";
import type { Source } from "./source.ts";
import { stdin } from "./stdin.ts";
import { variables } from "./variables.ts";
import { worktree } from "./worktree.ts";

export const SOURCES: readonly Source[] = [
  variables,
  schedules,
  pipelineVariables,
  credentials,
  history,
  worktree,
  folder,
  ciConfig,
  jobLogs,
  artifacts,
  snippets,
  wikis,
  issues,
  mergeRequests,
  releases,
  terraform,
  secureFiles,
  webhooks,
  integrations,
  settings,
  stdin,
];
