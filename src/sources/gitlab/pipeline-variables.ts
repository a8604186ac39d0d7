/** Variables that somebody gave a past pipeline: by hand, by a trigger, through the API. */
import type { GitLabPipeline } from "../../gitlab/gitlab.ts";
import type { SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import { type Gap, isGap } from "../../model/gap.ts";
import { makeGap } from "../source.ts";
import { guard, makeSource, numberOfItem, type ProjectReading, toValue } from "./resource.ts";

/** Pipelines looked at to choose from: one page. */
const LISTED = 100;
/** Nobody types variables for these (docs.gitlab.com/ci/jobs/job_rules, `CI_PIPELINE_SOURCE`); schedules are a source of their own. */
const BY_ITSELF = new Set([
  "push",
  "merge_request_event",
  "external",
  "external_pull_request_event",
  "schedule",
]);

/** The same value is one place, at the newest pipeline that has it. */
async function* readPipeline(
  { gitlab, id }: ProjectReading,
  { id: pipelineId, webUrl }: Pick<GitLabPipeline, "id" | "webUrl">,
  seen: Set<string>,
): AsyncGenerator<SourceItem> {
  for await (const { key, value } of gitlab.pipelineVariables(id, pipelineId)) {
    const item = `pipeline ${pipelineId}`;
    const blob = toValue({ kind: "pipeline-variable", item, path: key, webUrl }, key, value ?? "");
    const name = `${blob.id} ${key}`;
    if (!seen.has(name)) yield blob;
    seen.add(name);
  }
}

/** A role that is too small for all of them is one thing to know, however many there are. */
const joinForbidden = (gaps: readonly Gap[], asked: number, path: string): readonly Gap[] => {
  const refused = gaps.filter(({ code }) => code === "GITLAB_FORBIDDEN");
  if (refused.length === 0 || refused.length < asked) return gaps;
  const what = `the variables of past pipelines of ${path}`;
  const text = textOf("GITLAB_FORBIDDEN", { what, role: "the Maintainer role" });
  return [makeGap("pipeline-variable", "", { code: "GITLAB_FORBIDDEN", ...text })];
};

async function* read(reading: ProjectReading): AsyncGenerator<SourceItem> {
  const { gitlab, id, target, context } = reading;
  const { pipelines: most, since } = context.limits;
  if (most === 0) return;
  const started: GitLabPipeline[] = [];
  let listed = 0;
  for await (const pipeline of gitlab.pipelines(id, {
    most: LISTED,
    ...(since === null ? {} : { createdAfter: since }),
  })) {
    listed++;
    if (!BY_ITSELF.has(pipeline.source)) started.push(pipeline);
  }
  const chosen = started.slice(0, most);
  const seen = new Set<string>();
  const gaps: Gap[] = [];
  for (const pipeline of chosen)
    for await (const item of guard("pipeline-variable", `pipeline ${pipeline.id}`, () =>
      readPipeline(reading, pipeline, seen),
    ))
      if (isGap(item)) gaps.push(item);
      else yield item;
  yield* joinForbidden(gaps, chosen.length, target.path);
  const left = started.length - chosen.length;
  const isFull = listed === LISTED;
  if (left > 0 || isFull)
    yield { kind: "bound", source: "pipeline-variable", read: chosen.length, left: isFull ? null : left };
}

export const pipelineVariables = makeSource({
  name: "pipeline-variables",
  summary: "variables of the newest pipelines that were started by hand, trigger or API (--pipelines)",
  needs: "the Maintainer role",
  kind: "pipeline-variable",
  isOn: ({ buildsAccessLevel }) => buildsAccessLevel !== "disabled",
  ofProject: read,
  async *again(reading, place) {
    if (reading.context.limits.pipelines > 0)
      yield* readPipeline(reading, { id: numberOfItem(place), webUrl: place.webUrl }, new Set());
  },
});
