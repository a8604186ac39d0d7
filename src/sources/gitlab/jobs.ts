/** Jobs of a project, newest first: listed once for all sources that choose among them. */
import type { GitLabJob } from "../../gitlab/gitlab.ts";
import type { SourceContext } from "../source.ts";
import type { ProjectReading } from "./resource.ts";

/** Jobs looked at to choose from: one page. */
export const LISTED = 100;

/** By what is known of the target that is read now. */
const lists = new WeakMap<SourceContext, Promise<readonly GitLabJob[]>>();

const readList = async ({ gitlab, id, context }: ProjectReading): Promise<readonly GitLabJob[]> => {
  const { since } = context.limits;
  const jobs: GitLabJob[] = [];
  for await (const job of gitlab.jobs(id, {
    most: LISTED,
    ...(since === null ? {} : { createdAfter: since }),
  }))
    jobs.push(job);
  return jobs;
};

/** At most {@link LISTED}. What failed is asked for again. */
export const listJobs = (reading: ProjectReading): Promise<readonly GitLabJob[]> => {
  const known = lists.get(reading.context);
  if (known !== undefined) return known;
  const list = readList(reading);
  lists.set(reading.context, list);
  list.catch(() => lists.delete(reading.context));
  return list;
};
