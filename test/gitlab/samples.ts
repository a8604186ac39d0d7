/** Objects as GitLab answers them, and a server that always answers the same. */
import type { GitLab } from "../../src/gitlab/gitlab.ts";
import { connectGitLab } from "./connect.ts";
import { type Reply, startServer } from "./server.ts";

export const GROUP = {
  id: 7,
  name: "Acme",
  full_path: "acme",
  parent_id: null,
  web_url: "https://gitlab.invalid/acme",
};
export const PROJECT = {
  id: 42,
  name: "API",
  path_with_namespace: "acme/shop/api",
  web_url: "https://gitlab.invalid/acme/shop/api",
  http_url_to_repo: "https://gitlab.invalid/acme/shop/api.git",
  namespace: { id: 8, kind: "group", full_path: "acme/shop", avatar_url: null },
  default_branch: "main",
  archived: true,
  empty_repo: true,
  visibility: "internal",
  forked_from_project: { id: 1 },
  repository_access_level: "enabled",
  builds_access_level: "private",
  snippets_access_level: "disabled",
  topics: ["go"],
  marked_for_deletion_on: "2026-02-01",
  ci_config_path: "ci/main.yml",
  last_activity_at: "2026-01-01T00:00:00Z",
  runners_token: "not for us",
};
export const VARIABLE = {
  key: "DEPLOY_KEY",
  value: "line one\nline two",
  variable_type: "file",
  protected: true,
  masked: true,
  hidden: false,
  raw: true,
  environment_scope: "production",
  description: "to production",
  id: 5,
};

/** Asks a server that always gives this reply. */
export const ask = async <Result>(
  reply: Reply,
  call: (gitlab: GitLab) => Promise<Result>,
): Promise<Result> => {
  await using server = await startServer(() => reply);
  return await call(connectGitLab(server.url).gitlab);
};
export const askGroup = (gitlab: GitLab): Promise<unknown> => gitlab.group(7);
