/** Which jobs' logs are read. */
import { describe, expect, it } from "vitest";
import type { GitLabJob } from "../../../src/gitlab/gitlab.ts";
import { chooseJobs } from "../../../src/sources/gitlab/job-logs.ts";

const job = (id: number, name: string, ref = "main"): GitLabJob => ({
  id,
  name,
  ref,
  stage: "test",
  isTag: false,
  status: "success",
  pipelineId: 1,
  createdAt: "2024-01-02T10:00:00Z",
  startedAt: null,
  finishedAt: null,
  erasedAt: null,
  duration: null,
  webUrl: "",
  artifacts: [],
  artifactsExpireAt: null,
  tags: [],
  runner: null,
});

describe("jobs", () => {
  it("are chosen by name and ref first, the newest of each, then by age", () => {
    const jobs = [job(6, "test"), job(5, "test"), job(4, "build"), job(3, "test", "next"), job(2, "build")];
    expect(chooseJobs(jobs, 4).map(({ id }) => id)).toEqual([6, 4, 3, 5]);
  });

  it("are never more than asked for", () => {
    expect(chooseJobs([job(2, "a"), job(1, "b")], 1).map(({ id }) => id)).toEqual([2]);
    expect(chooseJobs([], 3)).toEqual([]);
  });
});
