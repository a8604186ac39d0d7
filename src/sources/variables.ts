/** CI/CD variables that GitLab keeps with a project, with a group, or for all of it. */
import { isGitLabCom } from "../gitlab/address.ts";
import { VaultboundError } from "../model/errors.ts";
import { computeBlobId, type SourceItem } from "../model/blob.ts";
import type { Provenance } from "../model/provenance.ts";
import type { Target } from "../model/target.ts";
import type { GitLab, GitLabVariable } from "../gitlab/gitlab.ts";
import { makeGap, type Source, type SourceContext } from "./source.ts";

type Level = Extract<Provenance, { kind: "variable" }>["level"];

const toProvenance = (level: Level, variable: GitLabVariable): Extract<Provenance, { kind: "variable" }> => ({
  kind: "variable",
  level,
  key: variable.key,
  environmentScope: variable.environmentScope,
  flags: {
    masked: variable.masked,
    hidden: variable.hidden,
    protected: variable.protected,
    raw: variable.raw,
    type: variable.variableType,
  },
});

const toItem = (level: Level, variable: GitLabVariable): SourceItem => {
  const provenance = toProvenance(level, variable);
  if (variable.value === null) return { kind: "unreadable-secret", provenance };
  const bytes = Buffer.from(variable.value);
  return { id: computeBlobId(bytes), bytes, provenance, key: variable.key };
};

/** Errors that end the run instead of being one target's gap. */
const isFatal = (error: VaultboundError): boolean =>
  error.code === "GITLAB_UNAUTHORIZED" || error.code === "GITLAB_UNREACHABLE" || error.code === "INTERRUPTED";

const list = (gitlab: GitLab, level: Level, id: number): AsyncIterable<GitLabVariable> => {
  if (level === "instance") return gitlab.instanceVariables();
  return level === "group" ? gitlab.groupVariables(id) : gitlab.projectVariables(id);
};

const levelOf = ({ kind }: Target): Level | null =>
  kind === "instance" || kind === "group" || kind === "project" ? kind : null;

async function* readVariables(target: Target, context: SourceContext): AsyncGenerator<SourceItem> {
  const id = Number(target.id.slice(target.id.indexOf(":") + 1));
  const { gitlab } = context;
  const level = levelOf(target);
  if (gitlab === null || level === null) return;
  try {
    for await (const variable of list(gitlab, level, id)) yield toItem(level, variable);
  } catch (error) {
    if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
    yield makeGap("variable", "", { code: error.code, message: error.message, hint: error.hint });
  }
}

export const variables: Source = {
  name: "variables",
  summary: "CI/CD variables of projects and groups, with all flags and scopes; the instance's with --all",
  needs:
    "the Maintainer role in a project, the Owner role in a group, an administrator's rights for the instance's",
  kinds: ["variable"],
  // GitLab.com has none of its own.
  appliesTo: (target, { gitlab }) =>
    gitlab !== null && levelOf(target) !== null && !(target.kind === "instance" && isGitLabCom(gitlab.url)),
  read: readVariables,
};
