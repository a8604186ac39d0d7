/** The CI configuration as GitLab merges it: with what is included from other projects, hosts and components. */
import { readFileAtHead } from "../../git/repository.ts";
import type { GitLabLint } from "../../gitlab/gitlab.ts";
import type { SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import type { Resource } from "../../model/provenance.ts";
import { pipelineFileOf } from "../../model/target.ts";
import { makeGap } from "../source.ts";
import { makeSource, type ProjectReading, toText } from "./resource.ts";
import { unfoldYaml } from "./unfold-yaml.ts";

/** Without an include the merged configuration says what the file says, which the history has read. */
const isWorthAsking = async ({ target, context }: ProjectReading): Promise<boolean> => {
  const path = pipelineFileOf(target);
  if (context.repository === null || path === null) return true;
  const text = await readFileAtHead(context.repository, path, context.git);
  return text !== null && /\binclude\b/.test(text);
};

/** GitLab's words where there is no file (lib/gitlab/ci/yaml_processor): nothing to merge is no gap. */
const isAbsent = ({ errors, mergedYaml }: GitLabLint): boolean =>
  mergedYaml === "" && errors.length === 1 && errors[0]?.startsWith("Please provide content of ") === true;

async function* read(reading: ProjectReading): AsyncGenerator<SourceItem> {
  const { gitlab, id, target } = reading;
  if (!(await isWorthAsking(reading))) return;
  const lint = await gitlab.lint(id);
  const provenance: Resource = {
    kind: "ci-config",
    item: "merged CI configuration",
    path: "",
    webUrl: `${target.webUrl}/-/ci/editor`,
  };
  yield* toText(provenance, unfoldYaml(lint.mergedYaml), ".gitlab-ci.yml");
  if (lint.valid || isAbsent(lint)) return;
  const text = textOf("CI_CONFIG_INVALID", { errors: lint.errors.length });
  yield makeGap("ci-config", "", { code: "CI_CONFIG_INVALID", ...text });
}

export const ciConfig = makeSource({
  name: "ci-config",
  summary: "the merged CI configuration, with what it includes from elsewhere",
  needs: "the Reporter role (and to read what is included)",
  kind: "ci-config",
  isOn: ({ buildsAccessLevel, repositoryAccessLevel, emptyRepo }) =>
    buildsAccessLevel !== "disabled" && repositoryAccessLevel !== "disabled" && !emptyRepo,
  ofProject: read,
});
