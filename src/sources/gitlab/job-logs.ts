/** Logs of the newest jobs, one of each name first: what `set -x` and tools have printed. */
import type { GitLabJob } from "../../gitlab/gitlab.ts";
import type { SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import type { Resource } from "../../model/provenance.ts";
import { makeGap } from "../source.ts";
import { LISTED, listJobs } from "./jobs.ts";
import { isLogCut, readJobLog } from "./job-log-text.ts";
import { guard, makeSource, numberOfItem, type ProjectReading, toText } from "./resource.ts";

const hasLog = ({ erasedAt, status }: GitLabJob): boolean =>
  erasedAt === null && !["created", "pending", "manual", "skipped", "waiting_for_resource"].includes(status);

/** The newest of each name and ref, then the rest, newest first. */
export const chooseJobs = (jobs: readonly GitLabJob[], most: number): readonly GitLabJob[] => {
  const seen = new Set<string>();
  const isFirst = ({ name, ref }: GitLabJob): boolean => {
    const key = `${name}\0${ref}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  const firsts = jobs.filter(isFirst);
  return [...firsts, ...jobs.filter((job) => !firsts.includes(job))].slice(0, most);
};

async function* readLog(
  { gitlab, id, context }: ProjectReading,
  job: Pick<GitLabJob, "id" | "name" | "webUrl">,
): AsyncGenerator<SourceItem> {
  const item = `job ${job.id}`;
  const provenance: Resource = { kind: "job-log", item, path: job.name, webUrl: job.webUrl };
  const log = await gitlab.jobLog(id, job.id, context.limits.jobLogBytes);
  if (log === null) return;
  const text = Buffer.from(log.bytes).toString("utf8");
  if (log.isCut || isLogCut(text))
    yield makeGap("job-log", item, { code: "JOB_LOG_CUT", ...textOf("JOB_LOG_CUT", { item }) });
  yield* toText(provenance, readJobLog(text), `${job.name}.log`);
}

async function* read(reading: ProjectReading): AsyncGenerator<SourceItem> {
  const { jobLogs } = reading.context.limits;
  if (jobLogs === 0) return;
  const listed = await listJobs(reading);
  const jobs = listed.filter(hasLog);
  const chosen = chooseJobs(jobs, jobLogs);
  for (const job of chosen) yield* guard("job-log", `job ${job.id}`, () => readLog(reading, job));
  const left = jobs.length - chosen.length;
  const isFull = listed.length === LISTED;
  if (left > 0 || isFull)
    yield { kind: "bound", source: "job-log", read: chosen.length, left: isFull ? null : left };
}

export const jobLogs = makeSource({
  name: "job-logs",
  summary: "logs of the newest jobs, one of each name first (--job-logs)",
  needs: "the Developer role where CI_DEBUG_TRACE was on, else the Reporter role",
  kind: "job-log",
  isOn: ({ buildsAccessLevel }) => buildsAccessLevel !== "disabled",
  ofProject: read,
  async *again(reading, place) {
    const { path: name, webUrl } = place;
    if (reading.context.limits.jobLogs > 0)
      yield* readLog(reading, { id: numberOfItem(place), name, webUrl });
  },
});
