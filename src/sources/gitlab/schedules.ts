/** Variables and inputs of pipeline schedules: set once, forgotten, never masked. */
import type { SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import { makeGap } from "../source.ts";
import { guard, makeSource, type ProjectReading, toValue } from "./resource.ts";

async function* readSchedule(
  { gitlab, id, target }: ProjectReading,
  scheduleId: number,
): AsyncGenerator<SourceItem> {
  const schedule = await gitlab.schedule(id, scheduleId);
  if (schedule === null) return;
  const item = `schedule ${scheduleId}`;
  const webUrl = `${target.webUrl}/-/pipeline_schedules/${scheduleId}/edit`;
  if (schedule.variables === null)
    yield makeGap("schedule", item, { code: "SCHEDULE_HIDDEN", ...textOf("SCHEDULE_HIDDEN", { item }) });
  const values = [
    ...(schedule.variables ?? []).map(({ key, value }) => ({ key, value: value ?? "" })),
    ...schedule.inputs.map(({ name, value }) => ({ key: name, value })),
  ];
  for (const { key, value } of values)
    yield toValue({ kind: "schedule", item, path: key, webUrl }, key, value);
}

async function* read(reading: ProjectReading): AsyncGenerator<SourceItem> {
  for await (const { id } of reading.gitlab.schedules(reading.id))
    yield* guard("schedule", `schedule ${id}`, () => readSchedule(reading, id));
}

export const schedules = makeSource({
  name: "schedules",
  summary: "variables and inputs of pipeline schedules",
  needs: "the Maintainer role, or to own the schedule",
  kind: "schedule",
  isOn: ({ buildsAccessLevel }) => buildsAccessLevel !== "disabled",
  ofProject: read,
});
