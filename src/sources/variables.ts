/** CI/CD variables that GitLab keeps with a group or a project. */
import { VaultboundError } from "../model/errors.ts";
import { computeBlobId, type SourceItem } from "../model/blob.ts";
import type { Provenance } from "../model/provenance.ts";
import type { Target } from "../model/target.ts";
import type { GitLabVariable } from "../gitlab/gitlab.ts";
import { makeGap, type Source, type SourceContext } from "./source.ts";

const toProvenance = (
  level: "group" | "project",
  variable: GitLabVariable,
): Extract<Provenance, { kind: "variable" }> => ({
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

const toItem = (level: "group" | "project", variable: GitLabVariable): SourceItem => {
  const provenance = toProvenance(level, variable);
  if (variable.value === null) return { kind: "unreadable-secret", provenance };
  const bytes = Buffer.from(variable.value);
  return { id: computeBlobId(bytes), bytes, provenance, key: variable.key };
};

/** Errors that end the run instead of being one target's gap. */
const isFatal = (error: VaultboundError): boolean =>
  error.code === "GITLAB_UNAUTHORIZED" || error.code === "GITLAB_UNREACHABLE" || error.code === "INTERRUPTED";

async function* readVariables(target: Target, context: SourceContext): AsyncGenerator<SourceItem> {
  const id = Number(target.id.slice(target.id.indexOf(":") + 1));
  const { gitlab } = context;
  if (gitlab === null || (target.kind !== "group" && target.kind !== "project")) return;
  const { kind } = target;
  try {
    const list = kind === "group" ? gitlab.groupVariables(id) : gitlab.projectVariables(id);
    for await (const variable of list) yield toItem(kind, variable);
  } catch (error) {
    if (!(error instanceof VaultboundError) || isFatal(error)) throw error;
    yield makeGap("variable", "", { code: error.code, message: error.message, hint: error.hint });
  }
}

export const variables: Source = {
  name: "variables",
  summary: "CI/CD variables of the group or project, with all flags and scopes",
  needs: "the Maintainer role in a project, the Owner role in a group",
  kinds: ["variable"],
  appliesTo: (target, context) =>
    context.gitlab !== null && (target.kind === "group" || target.kind === "project"),
  read: readVariables,
};
