/** Variables and inputs of pipeline schedules: set once, forgotten, never masked. */
import { computeBlobId, type SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import type { Resource } from "../../model/provenance.ts";
import { makeGap } from "../source.ts";
import { makeSource, type Reading } from "./resource.ts";

async function* read({ gitlab, id, target }: Reading): AsyncGenerator<SourceItem> {
  for await (const schedule of gitlab.schedules(id)) {
    const item = `schedule ${schedule.id}`;
    const webUrl = `${target.webUrl}/-/pipeline_schedules/${schedule.id}/edit`;
    if (schedule.variables === null)
      yield makeGap("schedule", item, { code: "SCHEDULE_HIDDEN", ...textOf("SCHEDULE_HIDDEN", { item }) });
    const values = [
      ...(schedule.variables ?? []).map(({ key, value }) => ({ key, value: value ?? "" })),
      ...schedule.inputs.map(({ name, value }) => ({ key: name, value })),
    ];
    for (const { key, value } of values) {
      const provenance: Resource = { kind: "schedule", item, path: key, webUrl };
      const bytes = Buffer.from(value);
      yield { id: computeBlobId(bytes), bytes, provenance, key };
    }
  }
}

export const schedules = makeSource({
  name: "schedules",
  summary: "variables and inputs of pipeline schedules",
  needs: "the Maintainer role, or to own the schedule",
  kind: "schedule",
  targets: ["project"],
  isOn: ({ buildsAccessLevel }) => buildsAccessLevel !== "disabled",
  read,
});
